//! Clients and their mandates.

use mandates::{Domain, Holder, Kind};
use service::{Caller, Error};
use types::{ClientId, Clock, Parsed, Period, Reason, SystemActor};

use super::TestApp;
use crate::fixtures;

impl TestApp {
    /// Gives a machine client a mandate, as an operator at the command line would; the client is registered when it is not yet.
    ///
    /// # Panics
    /// When it is refused.
    #[expect(clippy::unwrap_used, reason = "a test without its mandate has failed")]
    pub async fn appoint(&self, client: &str, kind: Kind, domain: Domain) {
        self.register(client).await;
        let reason = Reason::parse("voor de test").unwrap();
        let changes = mandates::Changes {
            rights: None,
            contexts: None,
            maximum_months: None,
            may_redelegate: kind != Kind::Monitor,
            period: Period::from_day(self.clock.now().day()),
            reason: reason.clone(),
        };
        let proposal = mandates::Proposal { holder: Holder::Client(ClientId::parse(client).unwrap()), kind, domain, changes };
        let given = self.store.write(self.outside.fresh_context(), move |tx| -> Result<_, Error> {
            service::mandates::give(tx, &Caller::system(SystemActor::CommandLine, reason), proposal)
        });
        given.await.unwrap();
    }

    /// Registers a client that may ask every scope of the API; one that is there stays as it is.
    ///
    /// # Panics
    /// When it cannot be kept.
    #[expect(clippy::unwrap_used, reason = "a test without its client has failed")]
    pub async fn register(&self, client: &str) {
        let client = fixtures::client(client);
        let done = self.store.write(self.outside.fresh_context(), move |tx| -> Result<_, storage::StorageError> {
            let known = storage::clients::by_id(tx, &client.client_id)?;
            known.map_or_else(|| storage::clients::insert(tx, &client, None), |_| Ok(()))
        });
        done.await.unwrap();
    }

    /// Changes a registered client, as who manages it would.
    ///
    /// # Panics
    /// When there is none.
    #[expect(clippy::unwrap_used, reason = "a test without its client has failed")]
    pub async fn change_client(&self, client: &str, change: impl FnOnce(&mut oidc::Client) + Send + 'static) {
        let id = ClientId::parse(client).unwrap();
        let done = self.store.write(self.outside.fresh_context(), move |tx| -> Result<_, storage::StorageError> {
            let (mut client, secrets) = storage::clients::by_id(tx, &id)?.unwrap();
            change(&mut client);
            storage::clients::update(tx, &client, &secrets)
        });
        done.await.unwrap();
    }
}
