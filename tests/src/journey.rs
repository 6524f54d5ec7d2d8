//! A person signs in at a client: from the authorization request to tokens.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use oidc::encoding;
use serde_json::Value;
use tokens::claims::{AccessTokenClaims, IdTokenClaims};
use tokens::jwt::{self, AudienceRule, Expected, TokenType};
use types::{ClientId, Clock, Parsed};

use crate::{Answer, Browser, ISSUER, TestApp};

/// The address to which the clients of the demo data are answered.
pub const CALLBACK: &str = "http://127.0.0.1:3000/callback";
/// A PKCE verifier, and the challenge that is made of it (RFC 7636 appendix B).
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// The challenge of [`VERIFIER`].
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// The tokens of a person.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// The access token.
    pub access: String,
    /// The ID token, with the scope `openid`.
    pub id: Option<String>,
    /// All of the answer.
    pub answer: Value,
}

impl TestApp {
    /// Signs a person of the demo data in at a client, with a new browser and all scopes of the client; `organisation`: the key of the one that
    /// he chooses when he is asked.
    ///
    /// # Panics
    /// When he does not get in.
    pub async fn sign_in(&self, username: &str, client: &str, organisation: Option<&str>) -> Tokens {
        let scope = self.scopes(client).await;
        self.browser().sign_in(username, client, &scope, organisation).await
    }

    /// All scopes of a client, as a request asks them.
    ///
    /// # Panics
    /// When there is no such client.
    #[expect(clippy::unwrap_used, reason = "a test without its client has failed")]
    pub async fn scopes(&self, client: &str) -> String {
        let id = ClientId::parse(client).unwrap();
        let (client, _) = self.store.read(move |tx| storage::clients::by_id(tx, &id)).await.unwrap().unwrap();
        client.scopes.iter().map(Parsed::as_str).collect::<Vec<_>>().join(" ")
    }

    /// The path of an authorization request with PKCE; `changes` replace its parameters, an empty value takes one away.
    #[must_use]
    pub fn authorization(&self, client: &str, scope: &str, changes: &[(&str, &str)]) -> String {
        let sound = [
            ("response_type", "code"),
            ("client_id", client),
            ("redirect_uri", CALLBACK),
            ("scope", scope),
            ("state", "s&1"),
            ("nonce", "n-1"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let kept = sound.into_iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        let pairs = kept.chain(changes.iter().copied().filter(|(_, value)| !value.is_empty()));
        format!("/op/v1/auth?{}", encoding::encode_pairs(pairs))
    }

    /// Asks the token endpoint, as a client of the demo data that presents itself with its secret, or without when it has none.
    pub async fn ask_token(&self, client: &str, form: &[(&str, &str)]) -> Answer {
        self.ask_as(client, "/op/v1/token", form).await
    }

    /// Redeems a code with [`VERIFIER`].
    pub async fn redeem(&self, client: &str, code: &str) -> Answer {
        let form =
            [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK), ("code_verifier", VERIFIER)];
        self.ask_token(client, &form).await
    }

    /// What a token says now, to a client.
    pub async fn introspect(&self, client: &str, token: &str) -> Value {
        self.ask_as(client, "/op/v1/introspect", &[("token", token)]).await.body
    }

    /// The answer of userinfo.
    pub async fn userinfo(&self, token: &str) -> Answer {
        self.send("GET", "/op/v1/userinfo", &[("Authorization", &format!("Bearer {token}"))], None).await
    }

    /// The claims of an ID token, verified.
    ///
    /// # Panics
    /// When it is not for this client.
    #[must_use]
    #[expect(clippy::unwrap_used, reason = "a test whose token is no good has failed")]
    pub fn id_claims(&self, client: &str, token: &str) -> IdTokenClaims {
        let expected = Expected::new(TokenType::Id, ISSUER, AudienceRule::Contains(client), self.clock.now());
        jwt::verify(token, self.keys.current().as_ref(), &expected).unwrap()
    }

    /// The claims of an access token, verified.
    ///
    /// # Panics
    /// When it is not for this audience.
    #[must_use]
    #[expect(clippy::unwrap_used, reason = "a test whose token is no good has failed")]
    pub fn access_claims(&self, audience: &str, token: &str) -> AccessTokenClaims {
        let expected = Expected::new(TokenType::Access, ISSUER, AudienceRule::Contains(audience), self.clock.now());
        jwt::verify(token, self.keys.current().as_ref(), &expected).unwrap()
    }

    /// Asks an endpoint for clients, as one of the demo data.
    pub async fn ask_as(&self, client: &str, path: &str, form: &[(&str, &str)]) -> Answer {
        let secret = self.secret(client);
        let basic = secret.map(|secret| format!("Basic {}", STANDARD.encode(format!("{client}:{secret}"))));
        let mut headers = vec![("Content-Type", "application/x-www-form-urlencoded")];
        headers.extend(basic.iter().map(|basic| ("Authorization", basic.as_str())));
        let named = [("client_id", client)];
        let fields = form.iter().chain(named.iter().filter(|_| basic.is_none())).copied();
        self.send("POST", path, &headers, Some(encoding::encode_pairs(fields))).await
    }
}

impl Browser<'_> {
    /// Signs in at a client, where needed with the login page and the choice of an organisation.
    ///
    /// # Panics
    /// When that does not end in tokens.
    pub async fn sign_in(&self, username: &str, client: &str, scope: &str, organisation: Option<&str>) -> Tokens {
        let arrived = self.arrive(username, client, scope, organisation).await;
        self.tokens(client, &arrived).await
    }

    /// The same until the browser is sent back to the client.
    pub async fn arrive(&self, username: &str, client: &str, scope: &str, organisation: Option<&str>) -> Answer {
        let mut page = self.get(&self.app().authorization(client, scope, &[])).await;
        if page.heading() == "Aanmelden" {
            page = self.log_in(&page, username).await;
        }
        match organisation.filter(|_| page.heading().starts_with("Kies een")) {
            Some(key) => self.submit(&page, &[("choice", &self.app().organisation(key).to_string())]).await,
            None => page,
        }
    }

    /// Redeems the code with which the browser was sent back.
    ///
    /// # Panics
    /// When there is none, or it gives nothing.
    #[expect(clippy::unwrap_used, clippy::panic, reason = "a test without its tokens has failed")]
    pub async fn tokens(&self, client: &str, arrived: &Answer) -> Tokens {
        let Some(code) = arrived.returned("code") else { panic!("no code: {} {:?}", arrived.text, arrived.location()) };
        let answer = self.app().redeem(client, &code).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let text = |name: &str| answer.body.get(name).and_then(Value::as_str).map(str::to_owned);
        Tokens { access: text("access_token").unwrap(), id: text("id_token"), answer: answer.body.clone() }
    }
}
