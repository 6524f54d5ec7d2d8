//! Starting again, with something otherwise.

use std::sync::Arc;

use oidc::relying::Provider;
use service::Policies;
use tokens::password::Hasher;

use super::server::{issuance, open, serve, serve_on, state};
use super::{ISSUER, TestApp};

impl TestApp {
    /// Stops it and starts it again over the same database, with the same clock and keys: what only its memory held is gone.
    pub async fn restart(&mut self) {
        self.server.stop(true).await;
        let store = open(&self.database);
        self.state =
            state(store.clone(), self.outside.clone(), self.keys.clone(), self.state.register.clone(), self.frame.limits);
        (self.base, self.server) = serve(self.state.clone());
        (self.store, self.frame) = (store, self.state.frame.clone());
    }

    /// Starts it again with what its environment decides otherwise.
    pub async fn reconfigure(&mut self, change: impl FnOnce(&mut Policies)) {
        self.server.stop(true).await;
        let mut policies = Policies::clone(&self.state.policies);
        change(&mut policies);
        self.state = http::State { policies: Arc::new(policies), ..self.state.clone() };
        (self.base, self.server) = serve(self.state.clone());
    }

    /// Starts again with a server that sends its mail.
    ///
    /// # Panics
    /// When it cannot.
    #[expect(clippy::unwrap_used, reason = "a test without its mail has failed")]
    pub async fn with_mail(&mut self, server: &crate::Mailbox) {
        self.server.stop(true).await;
        self.state.mail = Some(mail::Mailer::new(&server.settings()).unwrap());
        (self.base, self.server) = serve(self.state.clone());
    }

    /// Starts again with other providers at which people may sign in.
    pub async fn with_upstream(&mut self, providers: Vec<Provider>) {
        self.signing_in(|sign_in| sign_in.with_upstream(providers)).await;
    }

    /// Starts again behind proxies, each an address or a network; the tests themselves come from 127.0.0.1.
    ///
    /// # Panics
    /// When one of them is none.
    #[expect(clippy::unwrap_used, reason = "a test without its proxies has failed")]
    pub async fn behind(&mut self, proxies: &[&str]) {
        let proxies = http::Proxies::new(proxies.iter().map(|text| text.parse().unwrap()).collect());
        self.signing_in(|sign_in| sign_in.behind(proxies)).await;
    }

    /// Starts again with another way to sign in.
    pub async fn signing_in(&mut self, with: impl FnOnce(http::SignIn) -> http::SignIn) {
        self.server.stop(true).await;
        self.state.sign_in = Arc::new(with(http::SignIn::new(issuance(ISSUER), Hasher::new(2))));
        (self.base, self.server) = serve(self.state.clone());
    }

    /// Starts again as a provider for another Poort: under the address at which it listens. That is its issuer, which is answered.
    ///
    /// # Panics
    /// When there is no port.
    #[expect(clippy::unwrap_used, reason = "a test without its server has failed")]
    pub async fn as_provider(&mut self) -> String {
        self.server.stop(true).await;
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let issuer = format!("http://{}/op", listener.local_addr().unwrap());
        self.state.sign_in = Arc::new(http::SignIn::new(issuance(&issuer), Hasher::new(2)));
        (self.base, self.server) = serve_on(listener, self.state.clone());
        issuer
    }
}
