//! Mutual TLS: clients that prove who they are by the certificate of their connection, and tokens that are bound to one (RFC 8705).
//!
//! Whoever ends TLS before Poort has seen that the client has the key of its certificate. Where it also verified who signed that, it says so.

use tokens::certificate::{Certificate, DistinguishedName};
use tokens::claims::Confirmation;
use tokens::keys::ClientKeys;
use types::Instant;

use crate::Client;
use crate::token::{TokenError, keys_of};

/// The certificate of a connection.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What it says.
    pub certificate: Certificate,
    /// Whether it was found to be signed by an authority that counts. One that was not is good for its key only.
    pub verified: bool,
}

/// Lets a client in by the certificate of its connection, while that counts: by the name that is registered for it when the certificate was verified
/// (`tls_client_auth`, RFC 8705 section 2.1), or by a key that is, whoever signed the certificate (`self_signed_tls_client_auth`, section 2.2).
/// `published`: the keys of a client that publishes them itself.
///
/// # Errors
/// [`TokenError::Client`], never saying what is wrong.
pub fn accept(shown: Option<&Shown>, client: &Client, published: Option<&ClientKeys>, now: Instant) -> Result<(), TokenError> {
    let Shown { certificate, verified } = shown.ok_or(TokenError::Client)?;
    let known = (*verified && is_named(client, certificate)) || has_key(client, published, certificate);
    if known && certificate.is_valid_at(now) { Ok(()) } else { Err(TokenError::Client) }
}

/// Exactly one of the three counts (RFC 8705 section 2.1.2).
fn is_named(client: &Client, certificate: &Certificate) -> bool {
    match (&client.tls_client_auth_subject_dn, &client.tls_client_auth_san_dns, &client.tls_client_auth_san_uri) {
        (Some(name), None, None) => DistinguishedName::parse(name).is_some_and(|name| name == *certificate.subject()),
        (None, Some(host), None) => certificate.has_dns_name(host),
        (None, None, Some(uri)) => certificate.has_uri(uri),
        _ => false,
    }
}

/// The key decides, not the certificate around it: a client renews that as it likes.
fn has_key(client: &Client, published: Option<&ClientKeys>, certificate: &Certificate) -> bool {
    let keys = keys_of(client, published);
    certificate.key().is_some_and(|key| keys.is_some_and(|keys| keys.has(key)))
}

/// What the tokens of a client are bound to, of what it shows: a key whenever it proves to have one, a certificate when the client is set so (a proxy may
/// ask everybody for one).
#[must_use]
pub fn binding(client: &Client, shown: &Confirmation) -> Confirmation {
    let x5t = shown.x5t.clone().filter(|_| client.tls_client_certificate_bound_access_tokens);
    Confirmation { x5t, ..shown.clone() }
}

/// Whether a client shows the certificate that its tokens must be bound to (`tls_client_certificate_bound_access_tokens`, RFC 8705 section 3.4).
///
/// # Errors
/// [`TokenError::Request`].
pub fn needs(client: &Client, shown: &Confirmation) -> Result<(), TokenError> {
    let lacking = client.tls_client_certificate_bound_access_tokens && shown.x5t.is_none();
    if lacking { Err(TokenError::Request("a client certificate is required")) } else { Ok(()) }
}

/// What the environment can do, as discovery tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// Whether certificates come that were verified.
    pub verified: bool,
    /// Whether certificates come that were not.
    pub self_signed: bool,
    /// Where certificates are asked for, when elsewhere than at the issuer's address: scheme and host.
    pub address: Option<String>,
}

impl Offer {
    /// By which methods clients may prove who they are.
    pub(crate) fn methods(&self) -> impl Iterator<Item = &'static str> {
        let methods = [(self.verified, "tls_client_auth"), (self.self_signed, "self_signed_tls_client_auth")];
        methods.into_iter().filter_map(|(offered, method)| offered.then_some(method))
    }

    /// Whether tokens can be bound to certificates.
    pub(crate) fn binds(&self) -> bool {
        self.verified || self.self_signed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, portal};
    use serde_json::json;

    const NOW: &str = "2026-12-01T10:00:00Z";
    const PEM: &str = include_str!("../../tokens/src/certificate/fixtures/ec.pem");
    const SUBJECT: &str = "serialNumber=42,CN=Portaal OVAM,O=OVAM\\, Mechelen,C=BE";

    fn shown(verified: bool) -> Shown {
        Shown { certificate: Certificate::from_header(PEM).unwrap(), verified }
    }

    fn with(change: impl FnOnce(&mut Client)) -> Client {
        let mut client = portal();
        change(&mut client);
        client
    }

    fn accepts(client: &Client, verified: bool) -> bool {
        accept(Some(&shown(verified)), client, None, at(NOW)).is_ok()
    }

    fn key() -> serde_json::Value {
        json!({
            "kty": "EC", "crv": "P-256",
            "x": "UFXJ0cQyvk1tW4xY3QlPnM5Q7oPa3Pqm7oq-Dap5JEs", "y": "vizzehvu4K1-UMnpB4EqeLBRcKGg009SDlOCZ7EoyKc",
        })
    }

    #[test]
    fn a_verified_certificate_counts_by_its_name() {
        let by_subject = |name: &str| with(|client| client.tls_client_auth_subject_dn = Some(name.to_owned()));
        assert!(accepts(&by_subject(SUBJECT), true) && !accepts(&by_subject(SUBJECT), false));
        assert!(!accepts(&by_subject("CN=Portaal OVAM"), true) && !accepts(&by_subject("?"), true) && !accepts(&portal(), true));
        let by_host = |name: &str| with(|client| client.tls_client_auth_san_dns = Some(name.to_owned()));
        assert!(accepts(&by_host("portaal.ovam.example"), true) && !accepts(&by_host("ovam.example"), true));
        let by_uri = |name: &str| with(|client| client.tls_client_auth_san_uri = Some(name.to_owned()));
        assert!(
            accepts(&by_uri("https://portaal.ovam.example/client"), true)
                && !accepts(&by_uri("https://portaal.ovam.example"), true)
        );
        let two = Client { tls_client_auth_san_dns: Some("portaal.ovam.example".to_owned()), ..by_subject(SUBJECT) };
        assert!(!accepts(&two, true));
        assert_eq!(accept(None, &by_subject(SUBJECT), None, at(NOW)), Err(TokenError::Client));
    }

    #[test]
    fn any_certificate_counts_by_a_registered_key() {
        let registered = with(|client| client.jwks = Some(json!({ "keys": [key()] })));
        assert!(accepts(&registered, false) && accepts(&registered, true));
        let published = ClientKeys::usable(&json!({ "keys": [key()] })).unwrap();
        assert!(accept(Some(&shown(false)), &portal(), Some(&published), at(NOW)).is_ok());
        assert!(accept(Some(&shown(false)), &registered, Some(&ClientKeys::default()), at(NOW)).is_err(), "it publishes others");
    }

    #[test]
    fn only_while_it_is_valid() {
        let registered = with(|client| client.jwks = Some(json!({ "keys": [key()] })));
        for (now, valid) in [("2026-11-23T23:55:55Z", false), ("2026-11-23T23:55:56Z", true), ("2027-11-23T23:55:57Z", false)] {
            assert_eq!(accept(Some(&shown(true)), &registered, None, at(now)).is_ok(), valid, "{now}");
        }
    }

    #[test]
    fn tokens_are_bound_to_a_certificate_where_the_client_is_set_so() {
        let shown = Confirmation { jkt: Some("k".to_owned()), x5t: Some("c".to_owned()) };
        let set = with(|client| client.tls_client_certificate_bound_access_tokens = true);
        assert_eq!((binding(&set, &shown), binding(&portal(), &shown).x5t), (shown.clone(), None));
        assert!(needs(&set, &shown).is_ok() && needs(&set, &Confirmation::default()).is_err());
        assert!(needs(&portal(), &Confirmation::default()).is_ok());
    }
}
