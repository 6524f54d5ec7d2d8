//! Somebody who signs in at a portal, and what the portal then does.

use mandates::Kind;
use oidc::authorize::AuthorizationRequest;
use oidc::introspection::Introspection;
use oidc::token::{CodeRequest, TokenResponse};
use oidc::{Client, Issuer};
use organisations::Organisation;
use poort_service::sign_in::{self, Issuance, SignInError};
use poort_service::toekenningen::{self, NewGrant};
use poort_service::{Caller, Policies};
use serde_json::json;
use storage::accounts::{self, Account};
use storage::clients;
use storage::sessions::Session;
use tokens::claims::{AccessTokenClaims, IdTokenClaims};
use tokens::jwt::{self, AudienceRule, Expected, TokenType};
use tokens::keys::{Algorithm, KeyRing, SigningKey, rotate};
use types::{Context, Instant, OrganisationId, Parsed, PersonId, Seconds, Secret};

use crate::world::{self, Employee, NOON, World, text};

pub(crate) const ADDRESS: &str = "https://portal.example/cb";
/// RFC 7636 appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const HASH: &str = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

pub(crate) fn issuance() -> Issuance {
    Issuance {
        issuer: Issuer::parse("https://poort.example/op").unwrap(),
        api_audience: "https://poort.example/v1".to_owned(),
        catalogue: Policies::default().catalogue,
        token_bytes: sign_in::TOKEN_BYTES,
    }
}

pub(crate) fn client(id: &str, scopes: &str) -> Client {
    let scopes: Vec<_> = scopes.split(' ').collect();
    serde_json::from_value(json!({
        "clientId": id, "name": "Portaal", "application": "ovam", "kind": "confidential",
        "grantTypes": ["authorization_code"], "redirectUris": [ADDRESS], "scopes": scopes, "version": 1,
    }))
    .unwrap()
}

pub(crate) fn request(client: &Client, scopes: &str) -> AuthorizationRequest {
    let pairs = [
        ("response_type", "code"),
        ("client_id", client.client_id.as_str()),
        ("redirect_uri", ADDRESS),
        ("scope", scopes),
        ("nonce", "n-1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let params = oidc::Params::from_pairs(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into()).unwrap();
    oidc::authorize::parse(&params, Some(client), world::day("2026-11-23")).unwrap()
}

pub(crate) fn redemption(code: &Secret) -> CodeRequest {
    let (redirect_uri, code_verifier) = (Some(ADDRESS.to_owned()), Some(Secret::new(VERIFIER)));
    CodeRequest { code: code.clone(), redirect_uri, code_verifier, shown: Default::default() }
}

/// A company with An, who signs in and holds two contexts of OVAM.
pub(crate) struct Scene {
    pub(crate) world: World,
    pub(crate) company: Organisation,
    pub(crate) admin: Caller,
    pub(crate) an: Employee,
    pub(crate) keys: KeyRing,
    pub(crate) session: Session,
}

impl Scene {
    pub(crate) async fn new(world: World) -> Self {
        let company = world.organisation("0405546706", "Sanering NV", "EA", "onderneming", None).await;
        let admin = world.administrator(Kind::LokaleBeheerder, &company).await;
        let an = world.employee(&admin, &company, "EA", "85073100130").await;
        let asked = NewGrant {
            werkrelatie: an.werkrelatie.id,
            right: text("OVAMGebruiker"),
            contexts: ["nonConformiteiten", "matisMelder"].map(text).into(),
            begin: None,
            end: None,
            reason: text("dossier 12"),
        };
        world.write(&admin, move |tx, caller| toekenningen::grant(tx, caller, asked)).await.unwrap();
        let keys = keys(&world);
        let session = signed_in(&world, an.person.id).await.unwrap();
        Self { world, company, admin, an, keys, session }
    }

    pub(crate) async fn registered(&self, client: Client) -> Client {
        let kept = client.clone();
        self.world.store.write(self.cx(), move |tx| clients::insert(tx, &kept, None)).await.unwrap();
        client
    }

    pub(crate) fn cx(&self) -> Context {
        self.world.outside.fresh_context()
    }

    pub(crate) fn now(&self) -> Instant {
        self.world.outside.clock.now()
    }

    pub(crate) async fn code(&self, client: &Client, scopes: &str, at: Option<OrganisationId>) -> Result<Secret, SignInError> {
        let (session, client, request) = (self.session.clone(), client.clone(), request(client, scopes));
        let work = move |tx: &mut storage::WriteTx<'_>| {
            sign_in::issue_code(tx, &session, &client, &request, at, &sign_in::Policy::default(), sign_in::Agreed::NotAsked)
        };
        self.world.store.write(self.cx(), work).await
    }

    pub(crate) async fn redeem(&self, client: &Client, code: &Secret) -> Result<TokenResponse, SignInError> {
        let (client, request) = (client.clone(), redemption(code));
        let work = move |tx: &mut storage::WriteTx<'_>| sign_in::redeem_code(tx, &issuance(), &client, &request);
        self.world.store.write(self.cx(), work).await?.tokens()?.sign(&self.keys)
    }

    pub(crate) async fn tokens(&self, client: &Client, scopes: &str) -> TokenResponse {
        let code = self.code(client, scopes, Some(self.company.id)).await.unwrap();
        self.redeem(client, &code).await.unwrap()
    }

    pub(crate) fn access(&self, answer: &TokenResponse, audience: &str) -> AccessTokenClaims {
        let rule = AudienceRule::Contains(audience);
        let expected = Expected::new(TokenType::Access, "https://poort.example/op", rule, self.now());
        jwt::verify(&answer.access_token, &self.keys, &expected).unwrap()
    }

    pub(crate) fn id(&self, answer: &TokenResponse) -> IdTokenClaims {
        let rule = AudienceRule::Contains("portal");
        let expected = Expected::new(TokenType::Id, "https://poort.example/op", rule, self.now());
        jwt::verify(answer.id_token.as_ref().unwrap(), &self.keys, &expected).unwrap()
    }

    pub(crate) async fn introspect(&self, asker: &Client, token: &AccessTokenClaims) -> Introspection {
        let (asker, token, now) = (asker.clone(), token.clone(), self.now());
        let work = move |tx: &mut storage::ReadTx<'_>| sign_in::introspect(tx, &issuance(), &asker, token, now);
        self.world.store.read(work).await.unwrap()
    }
}

pub(crate) fn keys(world: &World) -> KeyRing {
    let cx = world.outside.fresh_context();
    let vault = storage::Vault::new(&tokens::seal::MasterKey::generate(&cx)).unwrap();
    let mut records = Vec::new();
    for algorithm in [Algorithm::ES256, Algorithm::EdDSA] {
        let key = SigningKey::generate(algorithm).unwrap().seal(&vault, &cx).unwrap();
        records.extend(rotate(&[], key, cx.now, Seconds(3600)));
    }
    KeyRing::open(records, &vault, cx.now).unwrap()
}

pub(crate) async fn signed_in(world: &World, person: PersonId) -> Result<Session, SignInError> {
    let account = Account {
        person,
        username: "an".to_owned(),
        password: "$argon2id$1".to_owned(),
        must_change: false,
        changed_at: noon(),
        disabled: false,
    };
    let work = move |tx: &mut storage::WriteTx<'_>| {
        accounts::insert(tx, &account)?;
        let found = sign_in::account(tx, "AN")?.ok_or(SignInError::AccountChanged)?;
        let stale = Account { changed_at: noon().plus(Seconds(-1)), ..found.clone() };
        assert!(matches!(
            sign_in::begin_session(tx, &stale, &[8; 32], None, None, &sign_in::Policy::default()),
            Err(SignInError::AccountChanged)
        ));
        sign_in::begin_session(tx, &found, &[9; 32], None, None, &sign_in::Policy::default())
    };
    world.store.write(world.outside.fresh_context(), work).await
}

pub(crate) fn noon() -> Instant {
    Instant::parse(NOON).unwrap()
}
