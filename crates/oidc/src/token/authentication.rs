use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use types::{ClientId, Day, Parsed, Secret};

use super::TokenError;
use super::assertion::{ASSERTION_TYPE, claimed_by};
use crate::{Client, ClientKind, Params, encoding};

/// How a client presents itself (RFC 6749 section 2.3); its secret is yet to be verified.
#[derive(Clone, Debug)]
pub enum ClientCredentials {
    /// With a secret: `client_secret_basic` or `client_secret_post`.
    Secret {
        /// Who it says it is.
        client_id: ClientId,
        /// What it says to prove it.
        secret: Secret,
    },
    /// With what it signed: `private_key_jwt`.
    Assertion {
        /// Who it says it is.
        client_id: ClientId,
        /// What it signed.
        assertion: Secret,
    },
    /// By its name only: a public client, tied to its code by PKCE, or one that the certificate of its connection proves.
    Named {
        /// Who it says it is.
        client_id: ClientId,
    },
}

/// What a client proves itself with.
#[derive(Clone, Copy, Debug)]
pub enum Proof<'a> {
    /// A secret, to be found among its own.
    Secret(&'a Secret),
    /// What it signed, to be accepted by [`super::accept`].
    Assertion(&'a Secret),
    /// The certificate of its connection, to be accepted by [`crate::mtls::accept`].
    Certificate,
    /// None: it is public.
    None,
}

impl ClientCredentials {
    /// Who it says it is.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        match self {
            Self::Secret { client_id, .. } | Self::Assertion { client_id, .. } | Self::Named { client_id } => client_id,
        }
    }

    /// What is to be verified for this client.
    ///
    /// # Errors
    /// [`TokenError::Client`]: a public client with a proof, another client, or one
    /// that is not active today.
    pub fn proof_of(&self, client: &Client, today: Day) -> Result<Proof<'_>, TokenError> {
        match (self, client.kind) {
            _ if *self.client_id() != client.client_id || !client.is_active(today) => Err(TokenError::Client),
            (Self::Secret { secret, .. }, ClientKind::Confidential) => Ok(Proof::Secret(secret)),
            (Self::Assertion { assertion, .. }, ClientKind::Confidential) => Ok(Proof::Assertion(assertion)),
            (Self::Named { .. }, ClientKind::Confidential) => Ok(Proof::Certificate),
            (Self::Named { .. }, ClientKind::Public) => Ok(Proof::None),
            _ => Err(TokenError::Client),
        }
    }
}

/// Reads how a client presents itself: the `Authorization` header, or the form.
///
/// # Errors
/// [`TokenError::Request`] for two methods at once (RFC 6749 section 2.3); [`TokenError::Client`] for none, or for what cannot
/// be read.
pub fn credentials(authorization: Option<&str>, form: &Params) -> Result<ClientCredentials, TokenError> {
    let id = form.get("client_id")?.map(ClientId::parse).transpose().map_err(|_| TokenError::Client)?;
    let secret = form.get("client_secret")?;
    let asserted = form.get("client_assertion")?;
    if let Some(kind) = form.get("client_assertion_type")? {
        return if authorization.is_some() || secret.is_some() { Err(TWO) } else { assertion(kind, asserted, id) };
    }
    if asserted.is_some() {
        return Err(TokenError::Client);
    }
    match (authorization, id, secret) {
        (Some(_), _, Some(_)) => Err(TWO),
        (Some(header), id, None) => {
            let (client_id, secret) = basic(header).ok_or(TokenError::Client)?;
            let same = id.is_none_or(|id| id == client_id);
            if same { Ok(ClientCredentials::Secret { client_id, secret }) } else { Err(TokenError::Client) }
        }
        (None, Some(client_id), Some(secret)) => Ok(ClientCredentials::Secret { client_id, secret: Secret::new(secret) }),
        (None, Some(client_id), None) => Ok(ClientCredentials::Named { client_id }),
        (None, None, _) => Err(TokenError::Client),
    }
}

const TWO: TokenError = TokenError::Request("two methods of client authentication at once");

/// `client_id` may stand beside it, and is then the same (RFC 7521 section 4.2).
fn assertion(kind: &str, assertion: Option<&str>, id: Option<ClientId>) -> Result<ClientCredentials, TokenError> {
    let assertion = assertion.filter(|_| kind == ASSERTION_TYPE).ok_or(TokenError::Client)?;
    let client_id = claimed_by(assertion).filter(|claimed| id.is_none_or(|id| id == *claimed)).ok_or(TokenError::Client)?;
    Ok(ClientCredentials::Assertion { client_id, assertion: Secret::new(assertion) })
}

/// `Basic base64(form(id):form(secret))`: each half is form-encoded first (RFC 6749 section 2.3.1).
fn basic(header: &str) -> Option<(ClientId, Secret)> {
    let (scheme, encoded) = header.split_once(' ')?;
    let bytes = STANDARD.decode(encoded.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    let text = Secret::new(String::from_utf8(bytes).ok()?);
    let (id, secret) = text.expose().split_once(':')?;
    let secret = encoding::decode(secret).filter(|secret| (1..=512).contains(&secret.len()))?;
    Some((ClientId::parse(&encoding::decode(id)?).ok()?, Secret::new(secret)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{machine, params, portal};
    use proptest::prelude::*;

    fn today() -> Day {
        Day::new(2026, 11, 23).unwrap()
    }

    fn header(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    #[test]
    fn basic_is_form_decoded() {
        let read = credentials(Some(&header("portal:a%2Bb%3A+c")), &params(&[("client_id", "portal")])).unwrap();
        let Ok(Proof::Secret(secret)) = read.proof_of(&portal(), today()) else { panic!() };
        assert_eq!(secret.expose(), "a+b: c");
        assert!(read.proof_of(&machine(), today()).is_err());
        assert!(!format!("{read:?}").contains("a+b"));
    }

    #[test]
    fn the_form_or_nothing_do_too() {
        let post = credentials(None, &params(&[("client_id", "portal"), ("client_secret", "s")])).unwrap();
        assert!(matches!(post.proof_of(&portal(), today()), Ok(Proof::Secret(_))));
        let none = credentials(None, &params(&[("client_id", "portal")])).unwrap();
        assert!(matches!(none.proof_of(&portal(), today()), Ok(Proof::Certificate)));
        let mut disabled = portal();
        disabled.enabled = false;
        assert_eq!(post.proof_of(&disabled, today()).unwrap_err(), TokenError::Client);
        let mut public = portal();
        public.kind = ClientKind::Public;
        assert!(matches!(none.proof_of(&public, today()), Ok(Proof::None)));
        assert_eq!(post.proof_of(&public, today()).unwrap_err(), TokenError::Client);
    }

    #[test]
    fn an_assertion_says_whose_it_is() {
        let claims = serde_json::json!({ "iss": "portal", "sub": "portal" });
        let signed = crate::testing::assertion(tokens::keys::Algorithm::ES256, &serde_json::json!({}), &claims);
        let kind = ("client_assertion_type", ASSERTION_TYPE);
        let form = [kind, ("client_assertion", signed.as_str())];
        let read = credentials(None, &params(&form)).unwrap();
        assert!(matches!(read.proof_of(&portal(), today()), Ok(Proof::Assertion(_))));
        assert!(read.proof_of(&machine(), today()).is_err());
        let code = |more: &[(&str, &str)], header: Option<&str>| {
            credentials(header, &params(&[&form[..], more].concat())).map_err(|error| error.code())
        };
        assert!(code(&[("client_id", "portal")], None).is_ok());
        assert_eq!(code(&[("client_id", "other")], None).unwrap_err(), "invalid_client");
        assert_eq!(code(&[("client_secret", "s")], None).unwrap_err(), "invalid_request");
        assert_eq!(code(&[], Some(&header("portal:s"))).unwrap_err(), "invalid_request");
        for form in [&[kind][..], &[("client_assertion_type", "saml"), form[1]], &[kind, ("client_assertion", "a.b")]] {
            assert_eq!(credentials(None, &params(form)).unwrap_err().code(), "invalid_client");
        }
    }

    #[test]
    fn two_methods_at_once_and_unreadable_ones_are_refused() {
        let code =
            |authorization: Option<&str>, form: &[(&str, &str)]| credentials(authorization, &params(form)).unwrap_err().code();
        let good = header("portal:s");
        assert_eq!(code(Some(&good), &[("client_id", "portal"), ("client_secret", "s")]), "invalid_request");
        assert_eq!(code(Some(&good), &[("client_id", "other")]), "invalid_client");
        assert_eq!(code(None, &[]), "invalid_client");
        assert_eq!(code(None, &[("client_id", "portal"), ("client_assertion", "x")]), "invalid_client");
        for bad in ["Basic", "Basic !!", "Bearer cG9ydGFsOnM=", &header("portal"), &header("portal:%zz"), &header("portal:")] {
            assert_eq!(code(Some(bad), &[]), "invalid_client", "{bad}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(text: String) {
            let _ = credentials(Some(&text), &params(&[]));
            let _ = credentials(Some(&header(&text)), &params(&[]));
        }
    }
}
