//! From a session to a token and back, through the use cases, on both databases.

#![cfg(test)]

#[expect(dead_code, reason = "the stories use all of it")]
mod world;

use ::werkrelaties::Pause;
use mandates::Kind;
use oidc::authorize::AuthorizationRequest;
use oidc::introspection::Introspection;
use oidc::token::{CodeRequest, RefreshRequest, TokenError, TokenResponse};
use oidc::{Client, GrantType, Issuer, Level, Scopes};
use organisations::Organisation;
use poort_service::sign_in::{self, Issuance, Redeemed, SignInError, Step};
use poort_service::toekenningen::{self, NewGrant};
use poort_service::{Caller, Policies, werkrelaties};
use serde_json::{Value, json};
use storage::accounts::{self, Account};
use storage::sessions::Session;
use storage::{clients, on_both};
use tokens::claims::{AccessTokenClaims, IdTokenClaims, at_hash};
use tokens::jwt::{self, AudienceRule, Expected, TokenType};
use tokens::keys::{Algorithm, KeyRing, SigningKey, rotate};
use types::testing::FixedClock;
use types::{Context, Instant, OrganisationId, Parsed, PersonId, Seconds, Secret};
use world::{Employee, NOON, World, period, text};

const ADDRESS: &str = "https://portal.example/cb";
/// RFC 7636 appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const HASH: &str = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

fn issuance() -> Issuance {
    Issuance {
        issuer: Issuer::parse("https://poort.example/op").unwrap(),
        api_audience: "https://poort.example/v1".to_owned(),
        catalogue: Policies::default().catalogue,
        token_bytes: sign_in::TOKEN_BYTES,
    }
}

fn client(id: &str, scopes: &str) -> Client {
    let scopes: Vec<_> = scopes.split(' ').collect();
    serde_json::from_value(json!({
        "clientId": id, "name": "Portaal", "application": "ovam", "kind": "confidential",
        "grantTypes": ["authorization_code"], "redirectUris": [ADDRESS], "scopes": scopes, "version": 1,
    }))
    .unwrap()
}

fn request(client: &Client, scopes: &str) -> AuthorizationRequest {
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

fn redemption(code: &Secret) -> CodeRequest {
    let (redirect_uri, code_verifier) = (Some(ADDRESS.to_owned()), Some(Secret::new(VERIFIER)));
    CodeRequest { code: code.clone(), redirect_uri, code_verifier, shown: Default::default() }
}

/// A company with An, who signs in and holds two contexts of OVAM.
struct Scene {
    world: World,
    company: Organisation,
    admin: Caller,
    an: Employee,
    keys: KeyRing,
    session: Session,
}

impl Scene {
    async fn new(world: World) -> Self {
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

    async fn registered(&self, client: Client) -> Client {
        let kept = client.clone();
        self.world.store.write(self.cx(), move |tx| clients::insert(tx, &kept, None)).await.unwrap();
        client
    }

    fn cx(&self) -> Context {
        self.world.outside.fresh_context()
    }

    fn now(&self) -> Instant {
        self.world.outside.clock.now()
    }

    async fn code(&self, client: &Client, scopes: &str, at: Option<OrganisationId>) -> Result<Secret, SignInError> {
        let (session, client, request) = (self.session.clone(), client.clone(), request(client, scopes));
        let work = move |tx: &mut storage::WriteTx<'_>| {
            sign_in::issue_code(tx, &session, &client, &request, at, &sign_in::Policy::default(), false)
        };
        self.world.store.write(self.cx(), work).await
    }

    async fn redeem(&self, client: &Client, code: &Secret) -> Result<TokenResponse, SignInError> {
        let (client, request) = (client.clone(), redemption(code));
        let work = move |tx: &mut storage::WriteTx<'_>| sign_in::redeem_code(tx, &issuance(), &client, &request);
        self.world.store.write(self.cx(), work).await?.tokens()?.sign(&self.keys)
    }

    async fn tokens(&self, client: &Client, scopes: &str) -> TokenResponse {
        let code = self.code(client, scopes, Some(self.company.id)).await.unwrap();
        self.redeem(client, &code).await.unwrap()
    }

    fn access(&self, answer: &TokenResponse, audience: &str) -> AccessTokenClaims {
        let rule = AudienceRule::Contains(audience);
        let expected = Expected::new(TokenType::Access, "https://poort.example/op", rule, self.now());
        jwt::verify(&answer.access_token, &self.keys, &expected).unwrap()
    }

    fn id(&self, answer: &TokenResponse) -> IdTokenClaims {
        let rule = AudienceRule::Contains("portal");
        let expected = Expected::new(TokenType::Id, "https://poort.example/op", rule, self.now());
        jwt::verify(answer.id_token.as_ref().unwrap(), &self.keys, &expected).unwrap()
    }

    async fn introspect(&self, asker: &Client, token: &AccessTokenClaims) -> Introspection {
        let (asker, token, now) = (asker.clone(), token.clone(), self.now());
        let work = move |tx: &mut storage::ReadTx<'_>| sign_in::introspect(tx, &issuance(), &asker, token, now);
        self.world.store.read(work).await.unwrap()
    }
}

fn keys(world: &World) -> KeyRing {
    let cx = world.outside.fresh_context();
    let vault = storage::Vault::new(&tokens::seal::MasterKey::generate(&cx)).unwrap();
    let mut records = Vec::new();
    for algorithm in [Algorithm::ES256, Algorithm::EdDSA] {
        let key = SigningKey::generate(algorithm).unwrap().seal(&vault, &cx).unwrap();
        records.extend(rotate(&[], key, cx.now, Seconds(3600)));
    }
    KeyRing::open(records, &vault, cx.now).unwrap()
}

async fn signed_in(world: &World, person: PersonId) -> Result<Session, SignInError> {
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

fn noon() -> Instant {
    Instant::parse(NOON).unwrap()
}

on_both! {
    async fn a_token_carries_exactly_the_two_contexts_for_this_organisation(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let portal = scene.registered(Client { id_token_alg: Algorithm::EdDSA, ..client("portal", "openid profile vo ovam rrn") }).await;
        let answer = scene.tokens(&portal, "openid profile vo ovam").await;
        let (access, id) = (scene.access(&answer, "portal"), scene.id(&answer));
        let roles = json!(["OVAMGebruiker-matisMelder:0405546706", "OVAMGebruiker-nonConformiteiten:0405546706"]);
        for claims in [&access.extra, &id.extra] {
            assert_eq!(claims["ovam_rol_3d"], roles);
            assert_eq!(claims["ovam_rol_2d"], json!(["OVAMGebruiker:0405546706"]));
            assert_eq!((&claims["vo_orgcode"], &claims["vo_doelgroepcode"]), (&json!("0405546706"), &json!("EA")));
            assert!(!claims.contains_key("rrn"));
        }
        assert_eq!(id.nonce.as_deref(), Some("n-1"));
        assert_eq!(id.at_hash, Some(at_hash(Algorithm::EdDSA, &answer.access_token)));
        assert_eq!((id.sid, answer.expires_in), (Some(scene.session.id.to_string()), 3600));
        assert_eq!(scene.introspect(&portal, &access).await.token.unwrap().claims["ovam_rol_3d"], roles);
        let now = scene.now();
        let info = scene.world.store.read(move |tx| sign_in::userinfo(tx, &issuance(), &access, now)).await.unwrap();
        assert_eq!((&info.1["family_name"], &info.1["ovam_rol_3d"]), (&json!("Peeters"), &roles));
    }

    async fn a_number_needs_a_legal_basis_also_when_the_request_escaped_the_rule(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let lawful = Client { legal_basis: Some(text("decreet")), ..client("portal", "openid rrn ovam") };
        let portal = scene.registered(client("portal", "openid rrn ovam")).await;
        for (one, told) in [(&lawful, Some(json!("85073100130"))), (&portal, None)] {
            let code = scene.code(&lawful, "openid rrn", Some(scene.company.id)).await.unwrap();
            let answer = scene.redeem(one, &code).await.unwrap();
            assert_eq!(scene.id(&answer).extra.get("rrn"), told.as_ref());
            assert!(!scene.access(&answer, "portal").extra.contains_key("rrn"));
        }
    }

    async fn a_code_is_for_its_client_and_works_once_also_when_twenty_come_at_once(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let portal = scene.registered(client("portal", "openid ovam")).await;
        let thief = scene.registered(client("thief", "openid ovam")).await;
        let code = scene.code(&portal, "openid ovam", Some(scene.company.id)).await.unwrap();
        let refused = scene.redeem(&thief, &code).await;
        assert!(matches!(refused, Err(SignInError::Token(TokenError::Grant))));
        let tries: Vec<_> = (0..20)
            .map(|_| {
                let (store, cx, client, request) = (scene.world.store.clone(), scene.cx(), portal.clone(), redemption(&code));
                tokio::spawn(async move { store.write(cx, move |tx| sign_in::redeem_code(tx, &issuance(), &client, &request)).await })
            })
            .collect();
        let mut given = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(Redeemed::Tokens(_)) => given += 1,
                Ok(Redeemed::NotYet(_)) => panic!(),
                Ok(Redeemed::Again) => {}
                Err(SignInError::Token(TokenError::Grant)) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(given, 1);
    }

    async fn a_code_that_comes_back_takes_its_token_along(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let portal = scene.registered(client("portal", "openid ovam")).await;
        let thief = scene.registered(client("thief", "openid ovam")).await;
        let other = scene.access(&scene.tokens(&portal, "openid ovam").await, "portal");
        let code = scene.code(&portal, "openid ovam", Some(scene.company.id)).await.unwrap();
        let access = scene.access(&scene.redeem(&portal, &code).await.unwrap(), "portal");
        assert!(matches!(scene.redeem(&thief, &code).await, Err(SignInError::Token(TokenError::Grant))));
        assert!(scene.introspect(&portal, &access).await.active, "another client spoils nothing");
        for _ in 0..2 {
            assert!(matches!(scene.redeem(&portal, &code).await, Err(SignInError::Token(TokenError::Grant))));
        }
        assert!(!scene.introspect(&portal, &access).await.active);
        assert!(scene.introspect(&portal, &other).await.active, "tokens of other codes stay");
        let person = scene.an.person.id;
        let events = scene.world.store.read(move |tx| storage::events::history(tx, &storage::events::Of::Person(person), &Default::default(), world::page())).await.unwrap();
        assert_eq!(events.items.iter().filter(|event| event.what.action == audit::Action::TokenRevoked).count(), 1);
    }

    async fn a_second_sign_in_keeps_the_session_and_not_its_cookie(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let portal = scene.registered(client("portal", "openid ovam")).await;
        let access = scene.access(&scene.tokens(&portal, "openid ovam").await, "portal");
        let again = scene.world.store.write(scene.cx(), |tx| {
            let account = sign_in::account(tx, "an")?.unwrap();
            let session = sign_in::begin_session(tx, &account, &[10; 32], Some(&[9; 32]), None, &sign_in::Policy::default())?;
            let now = tx.cx().now;
            Ok::<_, SignInError>((session, sign_in::session(tx, &[9; 32], &sign_in::Policy::default(), now)?, sign_in::session(tx, &[10; 32], &sign_in::Policy::default(), now)?))
        });
        let (again, before, after) = again.await.unwrap();
        assert_eq!((again.id, before), (scene.session.id, None));
        assert_eq!(after.map(|session| (session.id, session.organisation)), Some((again.id, Some(scene.company.id))));
        assert!(scene.introspect(&portal, &access).await.active);
    }

    async fn another_password_ends_the_other_sessions_and_is_no_longer_forced(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let own = scene.session.clone();
        let hash = tokens::password::PasswordHash::parse(HASH).unwrap();
        let done = scene.world.store.write(scene.cx(), move |tx| {
            let account = sign_in::account(tx, "an")?.unwrap();
            let given = Account { must_change: true, ..account.clone() };
            accounts::update(tx, &given)?;
            sign_in::begin_session(tx, &account, &[10; 32], None, None, &sign_in::Policy::default())?;
            let stale = Account { changed_at: noon().plus(Seconds(-1)), ..account.clone() };
            let refused = sign_in::change_password(tx, &stale, &hash, own.id, &[11; 32]);
            assert!(matches!(refused, Err(SignInError::AccountChanged)));
            sign_in::change_password(tx, &account, &hash, own.id, &[11; 32])?;
            let now = tx.cx().now;
            let sessions = [9, 10, 11].map(|cookie| sign_in::session(tx, &[cookie; 32], &sign_in::Policy::default(), now).unwrap().map(|session| session.id));
            Ok::<_, SignInError>((sign_in::account(tx, "an")?.unwrap(), sessions))
        });
        let (account, sessions) = done.await.unwrap();
        assert_eq!((account.password.as_str(), account.must_change), (HASH, false));
        assert_eq!(sessions, [None, None, Some(scene.session.id)], "his own goes on, under another cookie");
    }

    async fn a_dearer_hash_takes_the_place_of_the_kept_one_and_says_so(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let dearer = tokens::password::PasswordHash::parse(HASH).unwrap();
        let done = scene.world.store.write(scene.cx(), move |tx| {
            let account = sign_in::account(tx, "an")?.unwrap();
            sign_in::begin_session(tx, &account, &[10; 32], None, Some(&dearer), &sign_in::Policy::default())?;
            // The same at the same moment: the password that was verified is still his.
            sign_in::begin_session(tx, &account, &[11; 32], None, Some(&dearer), &sign_in::Policy::default())?;
            Ok::<_, SignInError>((sign_in::account(tx, "an")?.unwrap(), account))
        });
        let (kept, before) = done.await.unwrap();
        assert_eq!((kept.password.as_str(), kept.changed_at), (HASH, before.changed_at));
        let person = scene.an.person.id;
        let events = scene.world.store.read(move |tx| storage::events::history(tx, &storage::events::Of::Person(person), &storage::events::Part::default(), world::page())).await.unwrap();
        let told: Vec<_> = events.items.iter().filter(|event| event.what.action == audit::Action::AccountPasswordRehashed).collect();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].what.after.as_ref().unwrap()["hash"], "m=65536,t=2,p=1");
    }

    async fn a_refresh_token_survives_a_restart_and_so_does_that_it_was_used(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let asked = Client { grant_types: vec![GrantType::AuthorizationCode, GrantType::RefreshToken], ..client("portal", "openid ovam offline_access") };
        let portal = scene.registered(asked).await;
        let first = scene.tokens(&portal, "openid ovam offline_access").await.refresh_token.unwrap();
        let refresh = async |store: &storage::Store, token: &str, cx: Context| {
            let (client, request) = (portal.clone(), RefreshRequest { token: Secret::new(token), scopes: None, shown: Default::default() });
            let work = move |tx: &mut storage::WriteTx<'_>| sign_in::refresh(tx, &issuance(), &client, &request);
            store.write(cx, work).await?.tokens()?.sign(&scene.keys)
        };
        let second = refresh(&scene.world.store, &first, scene.cx()).await.unwrap().refresh_token.unwrap();
        let again = database.open();
        let third = refresh(&again, &second, scene.cx()).await.unwrap().refresh_token.unwrap();
        assert!(refresh(&again, &first, scene.cx()).await.is_err(), "used before the restart");
        assert!(refresh(&again, &third, scene.cx()).await.is_err(), "and so its family ended");
    }

    async fn the_next_step_asks_what_is_not_known_and_nothing_when_that_is_forbidden(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let portal = scene.registered(client("portal", "openid ovam poort.me")).await;
        let step = async |session: Option<&Session>, scopes: &str, change: fn(&mut AuthorizationRequest)| {
            let (session, client, now) = (session.cloned(), portal.clone(), scene.now());
            let mut asked = request(&portal, scopes);
            change(&mut asked);
            let work = move |tx: &mut storage::ReadTx<'_>| sign_in::step(tx, session.as_ref(), &client, &asked, &sign_in::Policy::default(), sign_in::Ways::default(), now);
            scene.world.store.read(work).await.unwrap()
        };
        let own = Some(&scene.session);
        let refused = |step: Step| match step {
            Step::Refused(code, _) => code.as_str(),
            other => panic!("{other:?}"),
        };
        assert_eq!(step(None, "openid ovam", |_| ()).await, Step::SignIn);
        assert_eq!(refused(step(None, "openid ovam", |asked| asked.prompt.none = true).await), "login_required");
        assert_eq!(step(own, "openid ovam", |asked| asked.prompt.login = true).await, Step::SignIn);
        assert_eq!(step(own, "openid ovam", |_| ()).await, Step::GoOn(Some(scene.company.id)));
        assert!(matches!(step(own, "openid ovam", |asked| asked.hint.switch_id = true).await, Step::Choose(_)));
        let weak = step(own, "openid ovam", |asked| asked.acr_values = vec!["urn:be:vlaanderen:authmech:eid".to_owned()]).await;
        assert_eq!(refused(weak), "unmet_authentication_requirements");

        let second = scene.world.organisation("0474029595", "Tweede NV", "EA", "onderneming", None).await;
        let coupling = world::coupling(werkrelaties::Who::Number(types::Insz::from_stored("85073100130").unwrap()), &second, "EA");
        let operator = scene.world.administrator(Kind::LokaleBeheerder, &second).await;
        scene.world.write(&operator, |tx, caller| werkrelaties::create(tx, caller, &Policies::default(), coupling)).await.unwrap();
        let Step::Choose(choices) = step(own, "poort.me", |_| ()).await else { panic!() };
        assert_eq!(choices.organisations.len(), 2);
        assert_eq!(refused(step(own, "poort.me", |asked| asked.prompt.none = true).await), "interaction_required");
        let hinted = step(own, "poort.me", |asked| asked.hint.organisation = Some("0474029595".to_owned())).await;
        assert_eq!(hinted, Step::GoOn(Some(second.id)));
        let chose = Session { organisation: Some(second.id), ..scene.session.clone() };
        assert_eq!(step(Some(&chose), "poort.me", |_| ()).await, Step::GoOn(Some(second.id)));
    }

    async fn a_pause_empties_introspection_and_the_next_login_at_once(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let portal = scene.registered(client("portal", "openid vo ovam")).await;
        let access = scene.access(&scene.tokens(&portal, "openid vo ovam").await, "portal");
        let pause = Pause { period: period("2026-11-23", "2026-12-31"), reason: text("ziekte") };
        let (id, version) = (scene.an.werkrelatie.id, scene.an.werkrelatie.version);
        scene.world.write(&scene.admin, move |tx, caller| werkrelaties::pause(tx, caller, id, version, pause)).await.unwrap();
        let now = scene.introspect(&portal, &access).await.token.unwrap();
        assert_eq!((now.claims["ovam_rol_3d"].clone(), now.claims.get("vo_orgcode")), (json!([]), None));
        let refused = scene.code(&portal, "openid vo ovam", Some(scene.company.id)).await;
        assert!(matches!(refused, Err(SignInError::NoAccess)));
    }

    async fn a_token_is_worth_nothing_without_its_session_client_or_asker(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let portal = scene.registered(client("portal", "openid ovam")).await;
        let access = scene.access(&scene.tokens(&portal, "openid ovam").await, "portal");
        let stranger = client("stranger", "openid");
        assert!(!scene.introspect(&stranger, &access).await.active);
        assert!(scene.introspect(&portal, &access).await.active);
        let off = Client { enabled: false, ..portal.clone() };
        scene.world.store.write(scene.cx(), move |tx| clients::update(tx, &off, &Default::default())).await.unwrap();
        assert!(!scene.introspect(&portal, &access).await.active);
        let (on, session) = (portal.clone(), scene.session.clone());
        scene.world.store.write(scene.cx(), move |tx| clients::update(tx, &on, &Default::default())).await.unwrap();
        assert!(scene.introspect(&portal, &access).await.active);
        scene.world.store.write(scene.cx(), move |tx| sign_in::end_session(tx, &session)).await.unwrap();
        assert_eq!(scene.introspect(&portal, &access).await, Introspection::inactive());
    }

    async fn a_token_ends_with_the_last_working_day(database) {
        let mut world = World::new(database.open()).await;
        world.outside.clock = FixedClock::at("2026-11-23T22:30:00Z");
        let scene = Scene::new(world).await;
        let (id, version) = (scene.an.werkrelatie.id, scene.an.werkrelatie.version);
        let day = world::day("2026-11-23");
        let end = move |tx: &mut storage::WriteTx<'_>, caller: &Caller| {
            werkrelaties::end(tx, caller, id, version, day, text("uit dienst"))
        };
        scene.world.write(&scene.admin, end).await.unwrap();
        let portal = scene.registered(client("portal", "openid vo ovam")).await;
        let answer = scene.tokens(&portal, "openid vo ovam").await;
        assert_eq!(answer.expires_in, 1800);
        assert_eq!(scene.access(&answer, "portal").exp.unix(), Instant::parse("2026-11-23T23:00:00Z").unwrap().unix());
    }

    async fn a_client_of_doelgroep_level_gets_all_organisations_and_the_api_those_where_he_works(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let wide = Client { level: Level::Doelgroep, ..client("portal", "openid vo ovam") };
        let wide = scene.registered(wide).await;
        let code = scene.code(&wide, "openid vo ovam", None).await.unwrap();
        let access = scene.access(&scene.redeem(&wide, &code).await.unwrap(), "portal");
        assert_eq!(access.extra["ovam_rol_2d"], json!(["OVAMGebruiker:0405546706"]));
        assert!(!access.extra.contains_key("vo_orgcode"));

        let api = scene.registered(client("api", "openid poort.me")).await;
        let elsewhere = scene.world.organisation("0474029595", "Elders NV", "EA", "onderneming", None).await;
        let refused = scene.code(&api, "poort.me", Some(elsewhere.id)).await;
        assert!(matches!(refused, Err(SignInError::NoAccess)));
        let answer = scene.tokens(&api, "poort.me").await;
        let access = scene.access(&answer, "https://poort.example/v1");
        assert_eq!(Value::Object(access.extra), json!({ "poort_organisation": scene.company.id, "poort_person": scene.an.person.id }));
        assert_eq!(answer.id_token, None);
    }

    async fn a_machine_says_for_whom_it_acts(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let mut machine: Client = client("machine", "vo poort.persons.read");
        machine.organisation = Some(scene.company.id);
        let machine = scene.registered(machine).await;
        let (client, cx) = (machine.clone(), scene.cx());
        let scopes = Scopes::parse("vo").unwrap();
        let work = move |tx: &mut storage::ReadTx<'_>| sign_in::client_credentials(tx, &issuance(), &client, &scopes, &cx);
        let answer = scene.world.store.read(work).await.unwrap().sign(&scene.keys).unwrap();
        let access = scene.access(&answer, "machine");
        let said = json!({ "vo_applicatienaam": "ovam", "vo_orgcode": "0405546706", "vo_orgnaam": "Sanering NV" });
        assert_eq!((Value::Object(access.extra.clone()), answer.id_token), (said, None));
        assert_eq!((access.sub.as_str(), access.sid.as_deref()), ("machine", None));
        assert!(scene.introspect(&machine, &access).await.active);
    }
}
