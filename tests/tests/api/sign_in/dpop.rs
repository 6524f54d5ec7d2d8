//! DPoP (RFC 9449): tokens that are worth something only to who has a key.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use oidc::{GrantType, encoding};
use poort_tests::{Answer, CALLBACK, ORIGIN, TestApp, VERIFIER, claims};
use serde_json::{Value, json};
use storage::on_both;
use tokens::keys::{Algorithm, SigningKey};
use tokens::random::sha256_text;
use types::{Clock, Seconds};

const TOKEN: &str = "/op/v1/token";
const PAR: &str = "/op/v1/par";
const USERINFO: &str = "/op/v1/userinfo";
const PORTAL: &str = "ovam-portaal";

/// Somebody with a key.
struct Holder<'a> {
    app: &'a TestApp,
    key: SigningKey,
    made: std::cell::Cell<u32>,
}

impl<'a> Holder<'a> {
    fn of(app: &'a TestApp) -> Self {
        Self { app, key: SigningKey::generate(Algorithm::ES256).unwrap(), made: Default::default() }
    }

    fn jkt(&self) -> String {
        self.key.public_jwk().key.thumbprint()
    }

    /// A proof for a request; `change` replaces claims.
    fn proof(&self, method: &str, path: &str, token: Option<&str>, change: &Value) -> String {
        self.made.set(self.made.get() + 1);
        let mut claims = json!({
            "jti": self.made.get().to_string(), "htm": method, "htu": format!("{ORIGIN}{path}"), "iat": self.app.clock.now().unix(),
        });
        claims.as_object_mut().unwrap().extend(token.map(|token| ("ath".to_owned(), sha256_text(token.as_bytes()).into())));
        claims.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let header = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": self.key.public_jwk().key });
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(&header), encode(&claims));
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(self.key.sign(signed.as_bytes()).unwrap()))
    }

    fn for_token(&self) -> String {
        self.proof("POST", TOKEN, None, &json!({}))
    }

    /// Uses a token with a new proof.
    async fn uses(&self, path: &str, token: &str) -> Answer {
        let proof = self.proof("GET", path, Some(token), &json!({}));
        get(self.app, path, "DPoP", token, &[&proof]).await
    }
}

async fn get(app: &TestApp, path: &str, scheme: &str, token: &str, proofs: &[&str]) -> Answer {
    let authorization = format!("{scheme} {token}");
    let mut headers = vec![("Authorization", authorization.as_str())];
    headers.extend(proofs.iter().map(|proof| ("DPoP", *proof)));
    app.send("GET", path, &headers, None).await
}

/// Asks the token endpoint with proofs.
async fn ask(app: &TestApp, client: &str, form: &[(&str, &str)], proofs: &[&str]) -> Answer {
    let basic = app.secret(client).map(|secret| format!("Basic {}", STANDARD.encode(format!("{client}:{secret}"))));
    let mut headers = vec![("Content-Type", "application/x-www-form-urlencoded")];
    headers.extend(basic.iter().map(|basic| ("Authorization", basic.as_str())));
    headers.extend(proofs.iter().map(|proof| ("DPoP", *proof)));
    let named = [("client_id", client)];
    let fields = form.iter().chain(named.iter().filter(|_| basic.is_none())).copied();
    app.send("POST", TOKEN, &headers, Some(encoding::encode_pairs(fields))).await
}

async fn code(app: &TestApp, username: &str, client: &str, more: &[(&str, &str)]) -> String {
    let browser = app.browser();
    let page = browser.get(&app.authorization(client, &app.scopes(client).await, more)).await;
    browser.log_in(&page, username).await.returned("code").unwrap()
}

async fn redeem(app: &TestApp, client: &str, code: &str, proofs: &[&str]) -> Answer {
    let form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK), ("code_verifier", VERIFIER)];
    ask(app, client, &form, proofs).await
}

fn access(answer: &Answer) -> String {
    assert_eq!((answer.status.as_u16(), &answer.body["token_type"]), (200, &json!("DPoP")), "{}", answer.text);
    answer.body["access_token"].as_str().unwrap().to_owned()
}

fn refused(answer: &Answer, status: u16, error: &str, what: &str) {
    assert_eq!((answer.status.as_u16(), &answer.body["error"]), (status, &json!(error)), "{what}: {}", answer.text);
}

fn challenged(answer: &Answer, error: &str, what: &str) {
    let challenge = answer.headers["www-authenticate"].to_str().unwrap();
    let told = challenge.starts_with("DPoP ")
        && challenge.contains(&format!("error=\"{error}\""))
        && challenge.contains("algs=\"ES256 ");
    assert!(answer.status == 401 && told, "{what}: {} {challenge}", answer.status);
}

on_both! {
    async fn a_token_that_was_asked_with_a_key_is_nothing_without_it(database) {
        let app = TestApp::demo(database).await;
        let (stijn, thief) = (Holder::of(&app), Holder::of(&app));
        let token = access(&redeem(&app, PORTAL, &code(&app, "stijn", PORTAL, &[]).await, &[&stijn.for_token()]).await);
        assert_eq!(claims(&token)["cnf"], json!({ "jkt": stijn.jkt() }));
        let told = app.introspect(PORTAL, &token).await;
        assert_eq!((&told["active"], &told["token_type"], &told["cnf"]["jkt"]), (&json!(true), &json!("DPoP"), &json!(stijn.jkt())));

        assert!(stijn.uses(USERINFO, &token).await.body["family_name"].is_string());
        challenged(&get(&app, USERINFO, "Bearer", &token, &[]).await, "invalid_token", "as a bearer token");
        let proof = stijn.proof("GET", USERINFO, Some(&token), &json!({}));
        challenged(&get(&app, USERINFO, "Bearer", &token, &[&proof]).await, "invalid_token", "as a bearer token with a proof");
        challenged(&get(&app, USERINFO, "DPoP", &token, &[]).await, "invalid_dpop_proof", "without a proof");
        challenged(&thief.uses(USERINFO, &token).await, "invalid_token", "another key");
        let free = app.sign_in("stijn", PORTAL, None).await.access;
        challenged(&stijn.uses(USERINFO, &free).await, "invalid_token", "a token that is bound to nothing");
    }

    async fn a_proof_is_for_one_request_of_now_and_comes_once(database) {
        let app = TestApp::demo(database).await;
        let stijn = Holder::of(&app);
        let token = access(&redeem(&app, PORTAL, &code(&app, "stijn", PORTAL, &[]).await, &[&stijn.for_token()]).await);
        let now = app.clock.now().unix();
        for change in [
            json!({ "htm": "POST" }),
            json!({ "htu": format!("{ORIGIN}{TOKEN}") }),
            json!({ "htu": format!("https://evil.example{USERINFO}") }),
            json!({ "iat": now - 70 }),
            json!({ "iat": now + 11 }),
            json!({ "ath": sha256_text(b"another token") }),
            json!({ "ath": null }),
            json!({ "jti": "" }),
        ] {
            let proof = stijn.proof("GET", USERINFO, Some(&token), &change);
            challenged(&get(&app, USERINFO, "DPoP", &token, &[&proof]).await, "invalid_dpop_proof", &change.to_string());
        }
        let (one, two) = (stijn.proof("GET", USERINFO, Some(&token), &json!({})), stijn.proof("GET", USERINFO, Some(&token), &json!({})));
        challenged(&get(&app, USERINFO, "DPoP", &token, &[&one, &two]).await, "invalid_dpop_proof", "two proofs");
        let once = [one.as_str()];
        let answers = futures_util::future::join_all((0..20).map(|_| get(&app, USERINFO, "DPoP", &token, once.as_slice()))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        app.clock.set(app.clock.now().plus(Seconds(69)));
        challenged(&get(&app, USERINFO, "DPoP", &token, &[&one]).await, "invalid_dpop_proof", "again");
    }

    async fn the_token_endpoint_takes_one_good_proof(database) {
        let app = TestApp::demo(database).await;
        let machine = Holder::of(&app);
        let form = [("grant_type", "client_credentials"), ("scope", "vo")];
        let proof = machine.for_token();
        access(&ask(&app, "hr-zandmeer", &form, &[&proof]).await);
        refused(&ask(&app, "hr-zandmeer", &form, &[&proof]).await, 400, "invalid_dpop_proof", "again");
        let (one, two) = (machine.for_token(), machine.for_token());
        refused(&ask(&app, "hr-zandmeer", &form, &[&one, &two]).await, 400, "invalid_dpop_proof", "two proofs");
        let elsewhere = machine.proof("POST", USERINFO, None, &json!({}));
        for (proof, what) in [("", "empty"), ("a.b.c", "nonsense"), (&elsewhere, "another endpoint"), (&"x".repeat(6000), "long")] {
            refused(&ask(&app, "hr-zandmeer", &form, &[proof]).await, 400, "invalid_dpop_proof", what);
        }
        app.change_client("hr-zandmeer", |client| client.dpop_bound_access_tokens = true).await;
        refused(&ask(&app, "hr-zandmeer", &form, &[]).await, 400, "invalid_dpop_proof", "a client that must");
        access(&ask(&app, "hr-zandmeer", &form, &[&machine.for_token()]).await);
        let discovery = app.send("GET", "/op/.well-known/openid-configuration", &[], None).await;
        assert_eq!(discovery.body["dpop_signing_alg_values_supported"], json!(["ES256", "EdDSA", "RS256", "PS256"]));
    }

    async fn a_code_that_names_a_key_is_for_who_has_it(database) {
        let app = TestApp::demo(database).await;
        let (stijn, thief) = (Holder::of(&app), Holder::of(&app));
        let named = code(&app, "stijn", PORTAL, &[("dpop_jkt", &stijn.jkt())]).await;
        refused(&redeem(&app, PORTAL, &named, &[]).await, 400, "invalid_grant", "without a proof");
        refused(&redeem(&app, PORTAL, &named, &[&thief.for_token()]).await, 400, "invalid_grant", "another key");
        access(&redeem(&app, PORTAL, &named, &[&stijn.for_token()]).await);
        let nonsense = app.browser().get(&app.authorization(PORTAL, "openid", &[("dpop_jkt", "x")])).await;
        assert_eq!(nonsense.returned("error").as_deref(), Some("invalid_request"));
    }

    async fn a_refresh_token_of_a_public_client_is_for_who_has_its_key(database) {
        let app = TestApp::demo(database).await;
        for client in ["beheer", PORTAL] {
            app.change_client(client, |client| {
                client.grant_types.push(GrantType::RefreshToken);
                client.scopes.push("offline_access".parse().unwrap());
            })
            .await;
        }
        let (own, thief) = (Holder::of(&app), Holder::of(&app));
        for (client, bound) in [("beheer", true), (PORTAL, false)] {
            let first = redeem(&app, client, &code(&app, "stijn", client, &[]).await, &[&own.for_token()]).await;
            access(&first);
            let refresh = first.body["refresh_token"].as_str().unwrap();
            let form = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
            if bound {
                refused(&ask(&app, client, &form, &[]).await, 400, "invalid_grant", "without a proof");
                refused(&ask(&app, client, &form, &[&thief.for_token()]).await, 400, "invalid_grant", "another key");
                let next = access(&ask(&app, client, &form, &[&own.for_token()]).await);
                assert_eq!(claims(&next)["cnf"]["jkt"], json!(own.jkt()));
            } else {
                assert_eq!(ask(&app, client, &form, &[]).await.body["token_type"], "Bearer", "it proves itself in another way");
            }
        }
    }

    async fn the_api_of_poort_itself_holds_a_token_to_its_key(database) {
        let app = TestApp::demo(database).await;
        let (own, thief) = (Holder::of(&app), Holder::of(&app));
        let token = access(&redeem(&app, "beheer", &code(&app, "stijn", "beheer", &[]).await, &[&own.for_token()]).await);
        assert_eq!(own.uses("/v1/me", &token).await.status, 200);
        let kind = "urn:problem-type:belgif:invalidAccessToken";
        let (again, elsewhere) = (own.proof("GET", "/v1/me", Some(&token), &json!({})), own.proof("GET", "/v1/persons", Some(&token), &json!({})));
        assert_eq!(get(&app, "/v1/me?page=1", "DPoP", &token, &[&elsewhere]).await.body["code"], "proofForAnotherRequest");
        assert_eq!(get(&app, "/v1/me", "DPoP", &token, &[&again]).await.status, 200);
        for (answer, error, code) in [
            (get(&app, "/v1/me", "Bearer", &token, &[]).await, "invalid_token", "tokenBinding"),
            (get(&app, "/v1/me", "DPoP", &token, &[]).await, "invalid_dpop_proof", "proofMissing"),
            (get(&app, "/v1/me", "DPoP", &token, &[&again]).await, "invalid_dpop_proof", "proofRepeated"),
            (thief.uses("/v1/me", &token).await, "invalid_token", "tokenBinding"),
        ] {
            challenged(&answer, error, code);
            assert_eq!((&answer.body["type"], &answer.body["code"]), (&json!(kind), &json!(code)));
            assert!(!answer.text.contains(&token));
        }
    }

    async fn a_proof_beside_a_pushed_request_binds_its_code(database) {
        let app = TestApp::demo(database).await;
        let (own, other) = (Holder::of(&app), Holder::of(&app));
        let secret = format!("Basic {}", STANDARD.encode(format!("{PORTAL}:{}", app.secret(PORTAL).unwrap())));
        let push = async |proof: &str, more: &[(&str, &str)]| {
            let sound = [("response_type", "code"), ("redirect_uri", CALLBACK), ("scope", "openid"),
                ("code_challenge", poort_tests::CHALLENGE), ("code_challenge_method", "S256")];
            let headers = [("Authorization", secret.as_str()), ("Content-Type", "application/x-www-form-urlencoded"), ("DPoP", proof)];
            app.send("POST", PAR, &headers, Some(encoding::encode_pairs(sound.iter().chain(more).copied()))).await
        };
        let at_par = |holder: &Holder<'_>| holder.proof("POST", PAR, None, &json!({}));
        let spent = at_par(&own);
        let pushed = push(&spent, &[]).await;
        assert_eq!(pushed.status, 201, "{}", pushed.text);
        let uri = encoding::encode(pushed.body["request_uri"].as_str().unwrap());
        let browser = app.browser();
        let login = browser.follow(browser.get(&format!("/op/v1/auth?client_id={PORTAL}&request_uri={uri}")).await).await;
        let code = browser.log_in(&login, "stijn").await.returned("code").unwrap();
        for proofs in [vec![], vec![other.for_token()]] {
            let proofs: Vec<&str> = proofs.iter().map(String::as_str).collect();
            refused(&redeem(&app, PORTAL, &code, &proofs).await, 400, "invalid_grant", "another key than pushed it");
        }
        access(&redeem(&app, PORTAL, &code, &[&own.for_token()]).await);

        refused(&push(&spent, &[]).await, 400, "invalid_dpop_proof", "it comes once");
        refused(&push(&own.for_token(), &[]).await, 400, "invalid_dpop_proof", "for another endpoint");
        refused(&push("nonsense", &[]).await, 400, "invalid_dpop_proof", "none");
        refused(&push(&at_par(&own), &[("dpop_jkt", &other.jkt())]).await, 400, "invalid_dpop_proof", "it contradicts");
        assert_eq!(push(&at_par(&own), &[("dpop_jkt", &own.jkt())]).await.status, 201);
    }
}
