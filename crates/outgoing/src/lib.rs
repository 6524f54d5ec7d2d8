//! The one way out: requests to addresses that came from outside, such as a client's registration or another provider's discovery document.
//!
//! **Owns**: where such a request may go ([`Origin`], [`is_public`]) and how far it goes: https, no redirect, no proxy of the environment, bounded in time, size
//! and number. The name is resolved here, every address of it is judged, and the connection is made to one that was: what the name says a moment
//! later does not count.
//!
//! **For**: the keys of clients (`jwks_uri`), providers upstream (discovery, keys, tokens, userinfo), messages to clients (back-channel logout). What an
//! operator configures for Poort itself, like the person register, is trusted and goes another way.
//!
//! **Must never know**: what is fetched, and why. No error holds an address, a header or an answer.

mod answer;
mod origin;
mod public;
mod resolver;

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderValue};
use reqwest::{Client, Method, RequestBuilder, Url};
use serde_json::Value;
use tokio::sync::Semaphore;
use types::Secret;

pub use answer::{Answer, LARGEST};
pub use origin::Origin;
pub use public::is_public;
use resolver::PublicOnly;

/// How many requests are under way at the same time; others wait, within their time.
const AT_ONCE: usize = 32;

/// What an environment decides of requests to the outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Trusted although they are not public, or not asked over https.
    pub allow: Vec<Origin>,
    /// For one request, from the wait for its turn to the end of the answer.
    pub total: Duration,
}

/// Why a request got no answer that can be used. Says nothing of where it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutgoingError {
    /// No https address of a host that is public, nor of an origin that is allowed.
    #[error("the address may not be asked")]
    Refused,
    /// No connection, a connection that broke, or no answer in time.
    #[error("there was no answer")]
    Unavailable,
    /// Another status than one of success; a redirect is not followed.
    #[error("the answer has the status {0}")]
    Status(u16),
    /// Too large, or not what was asked for.
    #[error("the answer cannot be read")]
    Unreadable,
    /// No client can be made, as without any certificate authority.
    #[error("no HTTP client can be made: are there certificate authorities on this machine?")]
    Client,
}

impl OutgoingError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Refused => "outgoingRefused",
            Self::Unavailable => "outgoingUnavailable",
            Self::Status(_) => "outgoingStatus",
            Self::Unreadable => "outgoingUnreadable",
            Self::Client => "outgoingClient",
        }
    }
}

/// Sends the requests. Made once per process, cheap to clone.
#[derive(Clone)]
pub struct Outgoing {
    /// For everybody.
    open: Client,
    /// For allowed origins.
    trusted: Client,
    settings: Arc<Settings>,
    turns: Arc<Semaphore>,
}

impl Outgoing {
    /// Prepares it; asks nothing yet.
    ///
    /// # Errors
    /// [`OutgoingError::Client`].
    pub fn new(settings: Settings) -> Result<Self, OutgoingError> {
        let client = || {
            let bare = Client::builder().redirect(reqwest::redirect::Policy::none()).retry(reqwest::retry::never()).no_proxy();
            // A connection that is kept would outlive the judgement of its address.
            bare.pool_max_idle_per_host(0).user_agent("poort").referer(false)
        };
        let open = client().https_only(true).dns_resolver(PublicOnly).build().map_err(|_| OutgoingError::Client)?;
        let trusted = client().build().map_err(|_| OutgoingError::Client)?;
        Ok(Self { open, trusted, settings: Arc::new(settings), turns: Arc::new(Semaphore::new(AT_ONCE)) })
    }

    /// Gets a JSON document; `authorization` is the whole value of that header field.
    ///
    /// # Errors
    /// [`OutgoingError`].
    pub async fn get_json(&self, address: &str, authorization: Option<&Secret>) -> Result<Value, OutgoingError> {
        self.get(address, authorization, "application/json").await?.json()
    }

    /// Gets what is at an address, in one of some media types (`accept`, as that header field has them), and gives the answer whatever its status;
    /// `authorization` is the whole value of that header field.
    ///
    /// # Errors
    /// [`OutgoingError`], but for [`OutgoingError::Status`].
    pub async fn get(&self, address: &str, authorization: Option<&Secret>, accept: &str) -> Result<Answer, OutgoingError> {
        self.send(Method::GET, address, authorization, |request| request.header(ACCEPT, accept)).await
    }

    /// Posts a form, and gives the answer whatever its status; `authorization` is the whole value of that header field.
    ///
    /// # Errors
    /// [`OutgoingError`], but for [`OutgoingError::Status`].
    pub async fn post_form(
        &self,
        address: &str,
        authorization: Option<&Secret>,
        form: &[(&str, &str)],
    ) -> Result<Answer, OutgoingError> {
        self.send(Method::POST, address, authorization, |request| request.form(form)).await
    }

    async fn send(
        &self,
        method: Method,
        address: &str,
        authorization: Option<&Secret>,
        fill: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Answer, OutgoingError> {
        let (client, url) = self.admitted(address)?;
        let request = fill(client.request(method, url));
        let request = match authorization {
            Some(secret) => request.header(AUTHORIZATION, sensitive(secret)?),
            None => request,
        };
        let asked = async {
            let _turn = self.turns.acquire().await.map_err(|_| OutgoingError::Unavailable)?;
            Answer::read(request.send().await.map_err(|error| resolver::unsent(&error))?).await
        };
        tokio::time::timeout(self.settings.total, asked).await.unwrap_or(Err(OutgoingError::Unavailable))
    }

    /// By whom an address is asked: one of an allowed origin by who goes anywhere, every other one over https by who goes to public hosts only.
    fn admitted(&self, address: &str) -> Result<(&Client, Url), OutgoingError> {
        let url = Url::parse(address).map_err(|_| OutgoingError::Refused)?;
        let bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        if !bare || !url.has_host() {
            return Err(OutgoingError::Refused);
        }
        if self.settings.allow.iter().any(|origin| origin.is_of(&url)) {
            return Ok((&self.trusted, url));
        }
        // A name is judged when it is resolved; a number is not resolved.
        let number = url.host_str().and_then(|host| host.trim_matches(['[', ']']).parse().ok());
        let open = url.scheme() == "https" && number.is_none_or(is_public);
        if open { Ok((&self.open, url)) } else { Err(OutgoingError::Refused) }
    }
}

fn sensitive(secret: &Secret) -> Result<HeaderValue, OutgoingError> {
    let mut value = HeaderValue::from_str(secret.expose()).map_err(|_| OutgoingError::Refused)?;
    value.set_sensitive(true);
    Ok(value)
}
