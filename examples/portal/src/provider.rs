//! The conversation with Poort: the request for a code, and the code for a token. Whether to believe that token is the verifier's to say.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use poort_verifier::{Claims, SetupError, SignIn, Verifier, VerifyError};
use reqwest::{Client, Url};
use serde::Deserialize;
use serde_json::Value;
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
    Token(#[from] VerifyError),
    #[error("the answer belongs to no request of this browser")]
    Stranger,
    #[error("no randomness")]
    Random,
}

/// What the portal uses of discovery; the verifier finds the keys by itself.
#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    end_session_endpoint: String,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    access_token: String,
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
    verifier: Verifier,
}

impl Provider {
    pub(crate) fn new(settings: Settings) -> Result<Self, SetupError> {
        let verifier = Verifier::builder(&settings.issuer, &settings.client_id).roles(settings.roles.clone()).build()?;
        Ok(Self { http: Client::new(), settings, verifier })
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
        let back = format!("{}/", self.settings.address);
        url.query_pairs_mut().append_pair("client_id", &self.settings.client_id).append_pair("post_logout_redirect_uri", &back);
        Ok(url)
    }

    /// Whether an answer that names its issuer (RFC 9207) comes from this one.
    pub(crate) fn is_from(&self, iss: Option<&str>) -> bool {
        iss.is_none_or(|iss| iss == self.settings.issuer)
    }

    /// The claims of the token that a code is exchanged for, once it is believed.
    pub(crate) async fn claims(&self, code: &str, attempt: &Attempt) -> Result<Claims, Refusal> {
        let redirect_uri = self.settings.redirect_uri();
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &redirect_uri),
            ("code_verifier", &attempt.verifier),
        ];
        let request = self.http.post(self.discover().await?.token_endpoint);
        let answer = request.basic_auth(&self.settings.client_id, Some(&self.settings.client_secret)).form(&form).send().await?;
        if !answer.status().is_success() {
            let problem: Value = answer.json().await.unwrap_or_default();
            return Err(Refusal::Refused(problem.get("error").and_then(Value::as_str).unwrap_or("an unknown error").to_owned()));
        }
        let tokens: Tokens = answer.json().await?;
        let sign_in = SignIn::of(&self.settings.client_id).nonce(&attempt.nonce).access_token(&tokens.access_token);
        Ok(self.verifier.verify_id_token(&tokens.id_token, &sign_in).await?)
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
