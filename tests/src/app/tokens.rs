//! Access tokens that nobody had to sign in for.

use oidc::authentication::{self, Proofs};
use serde_json::{Map, Value};
use tokens::claims::{AccessTokenClaims, Audience};
use tokens::jwt::{self, TokenType};
use tokens::keys::Algorithm;
use types::{Clock, Instant, OrganisationId, PersonId, Seconds};

use super::{API, ISSUER, TestApp};

impl TestApp {
    /// An access token of a registered machine client, for an hour.
    #[must_use]
    pub fn token(&self, client: &str, scope: &str) -> String {
        self.token_for(client, scope, API)
    }

    /// One for another audience.
    ///
    /// # Panics
    /// When it cannot be signed.
    #[must_use]
    pub fn token_for(&self, client: &str, scope: &str, audience: &str) -> String {
        let claims = AccessTokenClaims {
            iss: ISSUER.into(),
            sub: client.into(),
            aud: Audience::one(audience),
            exp: self.clock.now().plus(Seconds(3600)).into(),
            iat: self.clock.now().into(),
            nbf: None,
            jti: "1".into(),
            client_id: client.into(),
            scope: scope.into(),
            auth_time: None,
            acr: None,
            sid: None,
            cnf: None,
            act: None,
            extra: Map::new(),
        };
        self.signed(&claims)
    }

    /// An access token of a person with a session of his own, at the client `screens`, acting for an organisation (or for none).
    ///
    /// # Panics
    /// When it cannot be signed.
    #[expect(clippy::unwrap_used, reason = "a test without its token has failed")]
    pub async fn person_token(&self, person: PersonId, organisation: Option<OrganisationId>, scope: &str) -> String {
        self.register("screens").await;
        let cx = self.outside.fresh_context();
        let session = storage::sessions::Session {
            id: cx.new_id(),
            person,
            auth_time: cx.now,
            expires_at: cx.now.plus(service::sign_in::SESSION_SECONDS),
            last_used: cx.now,
            proofs: Proofs::begin(authentication::Method::Password, cx.now),
            organisation: None,
        };
        let (kept, hash) = (session.clone(), cx.random());
        self.store.write(cx, move |tx| storage::sessions::insert(tx, &hash, &kept)).await.unwrap();
        let named = organisation.map(|id| (service::sign_in::ORGANISATION_CLAIM.to_owned(), Value::from(id.to_string())));
        let person_named = (service::sign_in::PERSON_CLAIM.to_owned(), Value::from(person.to_string()));
        let now: Instant = self.clock.now();
        let claims = AccessTokenClaims {
            iss: ISSUER.into(),
            sub: "a name at the client".into(),
            aud: Audience::one(API),
            exp: now.plus(Seconds(3600)).into(),
            iat: now.into(),
            nbf: None,
            jti: session.id.to_string(),
            client_id: "screens".into(),
            scope: scope.into(),
            auth_time: Some(now.into()),
            acr: None,
            sid: Some(session.id.to_string()),
            cnf: None,
            act: None,
            extra: named.into_iter().chain([person_named]).collect(),
        };
        self.signed(&claims)
    }

    #[expect(clippy::unwrap_used, reason = "a test without its token has failed")]
    fn signed(&self, claims: &AccessTokenClaims) -> String {
        let ring = self.keys.current();
        jwt::sign(ring.signer(Algorithm::ES256, self.clock.now()).unwrap(), TokenType::Access, claims).unwrap()
    }
}
