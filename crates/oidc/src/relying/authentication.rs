use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tokens::claims::{Audience, ClientAssertionClaims};
use tokens::jwt::{self, SignError, TokenType};
use tokens::keys::{Jwk, SigningKey};
use types::{Context, Seconds, Secret};

use super::{Metadata, Provider, Ties};
use crate::encoding;

/// For how long an assertion may be used (own choice: the time of one request, and of clocks that differ).
const ASSERTION_LIFETIME: Seconds = Seconds(60);

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How Poort proves to a provider who it is (OpenID Connect Core 1.0 section 9).
#[derive(Clone, Debug)]
pub enum Authentication {
    /// `client_secret_basic`: with a secret in a header field.
    ClientSecretBasic(Secret),
    /// `client_secret_post`: with a secret in the form, where a provider knows nothing else.
    ClientSecretPost(Secret),
    /// `private_key_jwt`: with what it signs.
    PrivateKeyJwt {
        /// The key that signs.
        signer: Arc<SigningKey>,
        /// Keys that sign later, or did before: the provider is to know them too.
        others: Vec<Jwk>,
    },
}

/// The redemption of a code: what goes to the token endpoint.
pub struct Redemption {
    /// The value of that header field, if any.
    pub authorization: Option<Secret>,
    form: Vec<(&'static str, Secret)>,
}

impl Redemption {
    /// Its form.
    #[must_use]
    pub fn form(&self) -> Vec<(&'static str, &str)> {
        self.form.iter().map(|(name, value)| (*name, value.expose())).collect()
    }
}

impl Provider {
    /// The public keys of Poort that the provider is to know (RFC 7517 section 5): with which it signs, and to which it may be written encrypted.
    #[must_use]
    pub fn own_keys(&self) -> Value {
        let signing: Vec<Jwk> = match &self.authentication {
            Authentication::PrivateKeyJwt { signer, others } => {
                std::iter::once(signer.public_jwk()).chain(others.clone()).collect()
            }
            _ => Vec::new(),
        };
        let decryption = self.decryption.iter().map(tokens::keys::DecryptionKey::public_jwk);
        let keys: Vec<Value> = signing.iter().map(|key| json!(key)).chain(decryption).collect();
        json!({ "keys": keys })
    }
}

/// What redeems a code (RFC 6749 section 4.1.3, RFC 7636 section 4.5), with who asks it.
///
/// # Errors
/// [`SignError`] when the key refuses.
pub fn redemption(
    provider: &Provider,
    metadata: &Metadata,
    code: &Secret,
    redirect_uri: &str,
    ties: &Ties,
    cx: &Context,
) -> Result<Redemption, SignError> {
    let mut form = vec![
        ("grant_type", Secret::new("authorization_code")),
        ("code", code.clone()),
        ("redirect_uri", Secret::new(redirect_uri)),
        ("code_verifier", ties.verifier.clone()),
    ];
    let mut authorization = None;
    match &provider.authentication {
        Authentication::ClientSecretBasic(secret) => authorization = Some(basic(&provider.client_id, secret)),
        Authentication::ClientSecretPost(secret) => {
            form.extend([("client_id", Secret::new(&provider.client_id)), ("client_secret", secret.clone())]);
        }
        Authentication::PrivateKeyJwt { signer, .. } => form.extend([
            ("client_id", Secret::new(&provider.client_id)),
            ("client_assertion_type", Secret::new(ASSERTION_TYPE)),
            ("client_assertion", assertion(signer, &provider.client_id, &metadata.token_endpoint, cx)?),
        ]),
    }
    Ok(Redemption { authorization, form })
}

/// Both halves are form-encoded first (RFC 6749 section 2.3.1).
fn basic(client_id: &str, secret: &Secret) -> Secret {
    let pair = Secret::new(format!("{}:{}", encoding::encode(client_id), encoding::encode(secret.expose())));
    Secret::new(format!("Basic {}", STANDARD.encode(pair.expose())))
}

/// RFC 7523 section 3. For the token endpoint, as OpenID Connect Core 1.0 section 9 says: not all providers know themselves by their issuer.
fn assertion(signer: &SigningKey, client_id: &str, token_endpoint: &str, cx: &Context) -> Result<Secret, SignError> {
    let claims = ClientAssertionClaims {
        iss: client_id.to_owned(),
        sub: client_id.to_owned(),
        aud: Audience::one(token_endpoint),
        exp: cx.now.plus(ASSERTION_LIFETIME).into(),
        iat: Some(cx.now.into()),
        nbf: None,
        jti: URL_SAFE_NO_PAD.encode(cx.random::<16>()),
    };
    jwt::sign(signer, TokenType::ClientAssertion, &claims).map(Secret::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relying::testing::{metadata, provider};
    use crate::testing::{signer, vault};
    use tokens::jwt::{AudienceRule, Expected};
    use tokens::keys::{Algorithm, ClientKeys, DecryptionKey};

    fn redeemed(authentication: Authentication) -> Redemption {
        let (provider, cx) = (Provider { authentication, ..provider() }, types::testing::context("2026-11-23T10:00:00Z"));
        let ties = Ties::of(&vault(), "s");
        redemption(&provider, &metadata(), &Secret::new("c"), "https://poort.example/cb", &ties, &cx).unwrap()
    }

    #[test]
    fn both_halves_of_basic_are_encoded_and_the_form_has_no_secret() {
        let sent = redeemed(Authentication::ClientSecretBasic(Secret::new("s:cret%")));
        assert_eq!(sent.authorization.as_ref().unwrap().expose(), format!("Basic {}", STANDARD.encode("poort:s%3Acret%25")));
        let names: Vec<&str> = sent.form().iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["grant_type", "code", "redirect_uri", "code_verifier"]);
    }

    #[test]
    fn a_secret_in_the_form_is_in_no_header_field() {
        let sent = redeemed(Authentication::ClientSecretPost(Secret::new("s:cret%")));
        assert!(sent.authorization.is_none());
        assert!(sent.form().ends_with(&[("client_id", "poort"), ("client_secret", "s:cret%")]));
    }

    #[test]
    fn an_assertion_is_signed_for_this_endpoint_and_for_a_minute() {
        let own = Arc::new(SigningKey::generate(Algorithm::ES256).unwrap());
        let sent = redeemed(Authentication::PrivateKeyJwt { signer: own.clone(), others: Vec::new() });
        let form = sent.form();
        let get = |wanted| form.iter().find(|(name, _)| *name == wanted).unwrap().1;
        assert_eq!(
            (get("client_id"), get("client_assertion_type"), sent.authorization.is_none()),
            ("poort", ASSERTION_TYPE, true)
        );
        let keys = ClientKeys::usable(&json!({ "keys": [own.public_jwk()] })).unwrap();
        let now = crate::testing::at("2026-11-23T10:00:59Z");
        let audience = AudienceRule::Contains("https://idp.example/token");
        let expected = Expected::new(TokenType::ClientAssertion, "poort", audience, now);
        let claims: ClientAssertionClaims = jwt::verify(get("client_assertion"), &keys, &expected).unwrap();
        assert!(claims.sub == "poort" && claims.aud.iter().count() == 1 && claims.jti.len() == 22);
        assert_eq!(claims.exp.unix(), now.unix() + 1);
    }

    #[test]
    fn the_provider_is_told_every_public_key_and_none_that_is_private() {
        let rsa = signer(Algorithm::RS256);
        let pem = STANDARD.encode(rsa.to_pkcs8().unwrap());
        let key = DecryptionKey::from_text(&format!("-----BEGIN PRIVATE KEY-----\n{pem}\n-----END PRIVATE KEY-----")).unwrap();
        let (own, other) = (SigningKey::generate(Algorithm::ES256).unwrap(), rsa.public_jwk());
        let authentication = Authentication::PrivateKeyJwt { signer: Arc::new(own), others: vec![other] };
        let told = Provider { authentication, decryption: [key].into(), ..provider() }.own_keys();
        let uses: Vec<&str> = told["keys"].as_array().unwrap().iter().map(|key| key["use"].as_str().unwrap()).collect();
        assert_eq!(uses, ["sig", "sig", "enc"]);
        for private in ["\"d\"", "\"p\"", "\"q\"", "\"dp\"", "\"dq\"", "\"qi\""] {
            assert!(!told.to_string().contains(private));
        }
        assert_eq!(provider().own_keys(), json!({ "keys": [] }));
    }
}
