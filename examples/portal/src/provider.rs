//! The conversation with Poort: discovery, the request for a code, the code for a token, and whether to believe that token.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use reqwest::{Client, Url};
use serde::Deserialize;
use serde_json::{Map, Value};
use thiserror::Error;

use crate::settings::Settings;

/// Why somebody is not signed in. The texts are for the log: they hold no token and no code.
#[derive(Debug, Error)]
pub(crate) enum Refusal {
    #[error("Poort gives no answer: {0}")]
    NoAnswer(#[from] reqwest::Error),
    #[error("the discovery document is that of another issuer, or names no address")]
    Discovery,
    #[error("Poort refuses: {0}")]
    Refused(String),
    #[error("the token is not believed: {0}")]
    Token(#[from] jsonwebtoken::errors::Error),
    #[error("the token is not believed: {0}")]
    Claim(&'static str),
    #[error("no randomness")]
    Random,
}

/// What the portal uses of discovery.
#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    end_session_endpoint: String,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

/// What must be remembered between the request and its answer; each is used once.
#[derive(Clone)]
pub(crate) struct Attempt {
    /// Comes back with the answer: the answer to this request and not to another's.
    pub(crate) state: String,
    /// Comes back in the token: made for this request.
    nonce: String,
    /// Proves that who exchanges the code also asked for it (RFC 7636).
    verifier: String,
}

impl Attempt {
    pub(crate) fn new() -> Result<Self, Refusal> {
        Ok(Self { state: random()?, nonce: random()?, verifier: random()? })
    }
}

/// 256 bits that nobody guesses.
pub(crate) fn random() -> Result<String, Refusal> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).map_err(|_| Refusal::Random)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// Poort, as this portal knows it.
pub(crate) struct Provider {
    http: Client,
    settings: Settings,
}

impl Provider {
    pub(crate) fn new(settings: Settings) -> Self {
        Self { http: Client::new(), settings }
    }

    /// Where to send the browser to sign in. `switch`: to choose another organisation without signing in again.
    pub(crate) async fn sign_in(&self, attempt: &Attempt, switch: bool) -> Result<Url, Refusal> {
        let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, attempt.verifier.as_bytes()));
        let mut url = address(&self.discover().await?.authorization_endpoint)?;
        let redirect_uri = self.settings.redirect_uri();
        let mut query = url.query_pairs_mut();
        query.append_pair("response_type", "code").append_pair("client_id", &self.settings.client_id);
        query.append_pair("redirect_uri", &redirect_uri).append_pair("scope", &self.settings.scope);
        query.append_pair("state", &attempt.state).append_pair("nonce", &attempt.nonce);
        query.append_pair("code_challenge", &challenge).append_pair("code_challenge_method", "S256");
        if switch {
            query.append_pair("login_hint", &URL_SAFE_NO_PAD.encode(r#"{"switch_id": true}"#));
        }
        drop(query);
        Ok(url)
    }

    /// Where to send the browser to sign out.
    pub(crate) async fn sign_out(&self) -> Result<Url, Refusal> {
        let mut url = address(&self.discover().await?.end_session_endpoint)?;
        let back = format!("{}/", self.settings.address());
        url.query_pairs_mut().append_pair("client_id", &self.settings.client_id).append_pair("post_logout_redirect_uri", &back);
        Ok(url)
    }

    /// The claims of the token that a code is exchanged for, once it is believed.
    pub(crate) async fn claims(&self, code: &str, attempt: &Attempt) -> Result<Map<String, Value>, Refusal> {
        let discovery = self.discover().await?;
        let redirect_uri = self.settings.redirect_uri();
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &redirect_uri),
            ("code_verifier", &attempt.verifier),
        ];
        let request = self.http.post(discovery.token_endpoint);
        let answer = request.basic_auth(&self.settings.client_id, Some(&self.settings.client_secret)).form(&form).send().await?;
        if !answer.status().is_success() {
            let problem: Value = answer.json().await.unwrap_or_default();
            return Err(Refusal::Refused(problem.get("error").and_then(Value::as_str).unwrap_or("an unknown error").to_owned()));
        }
        let tokens: Tokens = answer.json().await?;
        // Fetched at each sign-in: a portal with more visitors keeps them for as long as Cache-Control says.
        let keys: JwkSet = self.http.get(discovery.jwks_uri).send().await?.error_for_status()?.json().await?;
        verify(&tokens.id_token, &keys, &self.settings, &attempt.nonce)
    }

    async fn discover(&self) -> Result<Discovery, Refusal> {
        let url = format!("{}/.well-known/openid-configuration", self.settings.issuer);
        let discovery: Discovery = self.http.get(url).send().await?.error_for_status()?.json().await?;
        // Else another could send the portal to his own endpoints (OpenID Connect Discovery 1.0 section 4.3).
        if discovery.issuer == self.settings.issuer { Ok(discovery) } else { Err(Refusal::Discovery) }
    }
}

fn address(text: &str) -> Result<Url, Refusal> {
    Url::parse(text).map_err(|_| Refusal::Discovery)
}

/// Believes an ID token only with a signature by Poort's key in the agreed algorithm, from this issuer, for this client, not expired, and made
/// for this request (OpenID Connect Core 1.0 section 3.1.3.7).
fn verify(token: &str, keys: &JwkSet, settings: &Settings, nonce: &str) -> Result<Map<String, Value>, Refusal> {
    let kid = decode_header(token)?.kid.ok_or(Refusal::Claim("it names no key"))?;
    let key = keys.find(&kid).ok_or(Refusal::Claim("it names a key that Poort does not publish"))?;
    let mut expected = Validation::new(settings.algorithm);
    expected.set_issuer(&[&settings.issuer]);
    expected.set_audience(&[&settings.client_id]);
    expected.set_required_spec_claims(&["iss", "aud", "exp", "sub"]);
    let claims = decode::<Map<String, Value>>(token, &DecodingKey::from_jwk(key)?, &expected)?.claims;
    if claims.get("nonce").and_then(Value::as_str) == Some(nonce) {
        Ok(claims)
    } else {
        Err(Refusal::Claim("its nonce is another"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
    use jsonwebtoken::jwk::Jwk;
    use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp};
    use serde_json::json;

    const KID: &str = "k1";

    fn settings() -> Settings {
        Settings {
            issuer: "https://poort.example/op".to_owned(),
            client_id: "portal".to_owned(),
            client_secret: "s".to_owned(),
            scope: "openid".to_owned(),
            algorithm: Algorithm::ES256,
            listen: ([127, 0, 0, 1], 3000).into(),
        }
    }

    fn key() -> (EncodingKey, JwkSet) {
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
        let key = EncodingKey::from_ec_der(document.as_ref());
        let mut public = Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap();
        public.common.key_id = Some(KID.to_owned());
        (key, JwkSet { keys: vec![public] })
    }

    /// Whether a token with these claims over the right ones is believed.
    fn believed(other: &Value, header: &Header) -> bool {
        let (key, keys) = key();
        let mut claims = json!({
            "iss": "https://poort.example/op", "aud": "portal", "sub": "s", "nonce": "n", "exp": get_current_timestamp() + 60,
        });
        claims.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
        verify(&encode(header, &claims, &key).unwrap(), &keys, &settings(), "n").is_ok()
    }

    #[test]
    fn only_a_token_of_this_issuer_for_this_client_and_this_request_is_believed() {
        let header = Header { kid: Some(KID.to_owned()), ..Header::new(Algorithm::ES256) };
        assert!(believed(&json!({}), &header));
        for wrong in [
            json!({"iss": "https://other.example/op"}),
            json!({"aud": "other"}),
            json!({"nonce": "other"}),
            json!({"nonce": null}),
            json!({"exp": 1}),
            json!({"exp": null}),
        ] {
            assert!(!believed(&wrong, &header), "{wrong}");
        }
        assert!(!believed(&json!({}), &Header { kid: Some("k2".to_owned()), ..header.clone() }));
        assert!(!believed(&json!({}), &Header { kid: None, ..header }));
    }

    #[test]
    fn neither_another_key_nor_another_algorithm_signs_for_poort() {
        let ((key, _), (_, keys)) = (key(), key());
        let header = Header { kid: Some(KID.to_owned()), ..Header::new(Algorithm::ES256) };
        let claims = json!({"iss": "https://poort.example/op", "aud": "portal", "sub": "s", "nonce": "n", "exp": u32::MAX});
        assert!(verify(&encode(&header, &claims, &key).unwrap(), &keys, &settings(), "n").is_err());
        let symmetric = Header { kid: Some(KID.to_owned()), ..Header::new(Algorithm::HS256) };
        let forged = encode(&symmetric, &claims, &EncodingKey::from_secret(b"public")).unwrap();
        assert!(verify(&forged, &keys, &settings(), "n").is_err());
    }
}
