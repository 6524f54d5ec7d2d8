//! What the issuer publishes (OpenID Connect Discovery 1.0): where its keys are, and its keys.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, Url};

use super::{address, fetch};
use crate::error::{FetchError, SetupError};
use crate::jwt::{KeySet, Members};
use crate::strict;

/// The configured issuer.
#[derive(Debug)]
pub(crate) struct Issuer {
    identifier: String,
    discovery: Url,
    client: Client,
}

/// What it published when it was last asked.
#[derive(Debug)]
pub(crate) struct Published {
    pub(crate) keys: KeySet,
    /// Where it says what a token is worth now, if it does.
    pub(crate) introspection: Option<Url>,
}

impl Issuer {
    pub(crate) fn new(identifier: &str, timeout: Duration) -> Result<Self, SetupError> {
        let url = address::parse(identifier).ok_or(SetupError::Issuer)?;
        // A slash at the end of the issuer is not doubled (OpenID Connect Discovery 1.0 section 4.1).
        let discovery = format!("{}/.well-known/openid-configuration", identifier.strip_suffix('/').unwrap_or(identifier));
        let discovery = Url::parse(&discovery).map_err(|_| SetupError::Issuer)?;
        Ok(Self { identifier: identifier.to_owned(), discovery, client: fetch::client(&url, timeout)? })
    }

    /// Compared to the letter with `iss`.
    pub(crate) fn identifier(&self) -> &str {
        &self.identifier
    }

    /// Asks for the discovery document and for the keys where that says they are.
    pub(crate) async fn published(&self) -> Result<Published, FetchError> {
        let document = fetch::body(self.client.get(self.discovery.clone())).await?;
        let document = strict::parse_object(&document).map(Members).ok_or(FetchError::NotTheDocument)?;
        // To the letter (OpenID Connect Discovery 1.0 section 4.3).
        if document.text("issuer").ok().flatten() != Some(&self.identifier) {
            return Err(FetchError::AnotherIssuer);
        }
        let jwks_uri = address_in(&document, "jwks_uri").ok_or(FetchError::Address)?;
        let keys = fetch::body(self.client.get(jwks_uri)).await?;
        let keys = KeySet::parse(&keys).ok_or(FetchError::NotTheDocument)?;
        Ok(Published { keys, introspection: address_in(&document, "introspection_endpoint") })
    }

    /// A form to be sent to one of its endpoints.
    pub(super) fn post(&self, endpoint: Url, form: &[(&str, &str)]) -> RequestBuilder {
        self.client.post(endpoint).form(form)
    }
}

fn address_in(document: &Members, name: &str) -> Option<Url> {
    let url = Url::parse(document.text(name).ok()??).ok()?;
    address::is_allowed(&url).then_some(url)
}
