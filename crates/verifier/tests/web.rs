//! The actix-web extractor and the tower layer.

#![cfg(test)]

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use actix_web::dev::ServiceResponse;
use actix_web::{App, HttpResponse, get, test, web};
use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{Request, Response};
use poort_verifier::testing::{Behaviour, Endpoint, SigningKey, TEST_NOW, TestClock, TestIssuer};
use poort_verifier::{Answers, Builder, Claims, Denied, RoleClaims, Verifier, VerifyLayer};
use serde_json::{Value, json};
use tower_layer::Layer;
use tower_service::Service;

#[get("/dossiers/{kbo}")]
async fn dossier(kbo: web::Path<String>, claims: Claims, again: Claims) -> Result<HttpResponse, Denied> {
    again.require("A", "x", &kbo)?;
    Ok(HttpResponse::Ok().body(claims.subject().to_owned()))
}

#[get("/beheer")]
async fn beheer(claims: Claims) -> Result<HttpResponse, Denied> {
    claims.require_scope("beheer")?;
    Ok(HttpResponse::Ok().finish())
}

struct Scene {
    issuer: TestIssuer,
    clock: TestClock,
}

impl Scene {
    fn new() -> Self {
        Self { issuer: TestIssuer::start(), clock: TestClock::default() }
    }

    fn builder(&self) -> Builder {
        Verifier::builder(self.issuer.url(), "portal").roles(RoleClaims::of("ovam")).clock(self.clock.reader())
    }

    fn token(&self, extra: Value) -> String {
        let mut claims = json!({ "ovam_rol_3d": ["A-x:1"], "ovam_rol_2d": ["A:1"] });
        claims.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        self.issuer.access_token("portal", claims)
    }
}

async fn get(verifier: &Verifier, path: &str, headers: &[(&str, &str)]) -> ServiceResponse {
    let app = App::new().app_data(web::Data::new(verifier.clone())).service(dossier).service(beheer);
    let mut request = test::TestRequest::get().uri(path);
    for (name, value) in headers {
        request = request.append_header((*name, *value));
    }
    test::call_service(&test::init_service(app).await, request.to_request()).await
}

fn header<'a>(answer: &'a ServiceResponse, name: &str) -> Vec<&'a str> {
    answer.headers().get_all(name).map(|value| value.to_str().unwrap()).collect()
}

fn prove(key: &SigningKey, token: &str, htu: &str) -> String {
    let ath = URL_SAFE_NO_PAD.encode(digest(&SHA256, token.as_bytes()));
    let claims = json!({ "htm": "GET", "htu": htu, "iat": TEST_NOW, "jti": htu, "ath": ath });
    key.sign(&json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": key.public() }), &claims)
}

#[actix_web::test]
async fn a_handler_is_called_with_an_acceptable_token_only() {
    let scene = Scene::new();
    let verifier = scene.builder().build().unwrap();
    let bearer = format!("Bearer {}", scene.token(json!({})));
    let answer = get(&verifier, "/dossiers/1", &[("authorization", &bearer)]).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(test::read_body(answer).await, "person");
    let expired = format!("Bearer {}", scene.token(json!({ "exp": TEST_NOW - 60 })));
    for (headers, status, challenge, kind) in [
        (vec![], 401, "Bearer", "noAccessToken"),
        (vec![("authorization", "Basic YTpi")], 401, "Bearer", "noAccessToken"),
        (
            vec![("authorization", "Bearer x")],
            401,
            r#"Bearer error="invalid_token", error_description="the token is malformed""#,
            "invalidAccessToken",
        ),
        (
            vec![("authorization", &*expired)],
            401,
            r#"Bearer error="invalid_token", error_description="the token has expired""#,
            "expiredAccessToken",
        ),
        (
            vec![("authorization", &*bearer), ("authorization", &*bearer)],
            400,
            r#"Bearer error="invalid_request", error_description="the request does not present its token clearly""#,
            "badRequest",
        ),
    ] {
        let answer = get(&verifier, "/dossiers/1", &headers).await;
        assert_eq!((answer.status().as_u16(), header(&answer, "www-authenticate")), (status, vec![challenge]));
        assert_eq!(
            (header(&answer, "content-type"), header(&answer, "cache-control")),
            (vec!["application/problem+json"], vec!["no-store"])
        );
        let problem: Value = test::read_body_json(answer).await;
        assert_eq!((&problem["type"], &problem["status"]), (&json!(format!("urn:problem-type:belgif:{kind}")), &json!(status)));
    }
}

#[actix_web::test]
async fn a_lacking_right_and_scope_are_403() {
    let scene = Scene::new();
    let (verifier, bearer) = (scene.builder().build().unwrap(), format!("Bearer {}", scene.token(json!({}))));
    let answer = get(&verifier, "/dossiers/2", &[("authorization", &bearer)]).await;
    assert_eq!(answer.status(), 403);
    assert_eq!(test::read_body_json::<Value, _>(answer).await["type"], "urn:problem-type:belgif:missingPermission");
    let answer = get(&verifier, "/beheer", &[("authorization", &bearer)]).await;
    assert_eq!(
        (answer.status().as_u16(), header(&answer, "www-authenticate")),
        (403, vec![r#"Bearer error="insufficient_scope", scope="beheer""#])
    );
}

#[actix_web::test]
async fn an_issuer_that_is_away_is_503_and_a_forgotten_verifier_500() {
    let scene = Scene::new();
    scene.issuer.behave(Endpoint::Discovery, Behaviour::Down);
    let (verifier, bearer) =
        (scene.builder().answers(Answers::Empty).build().unwrap(), format!("Bearer {}", scene.token(json!({}))));
    let answer = get(&verifier, "/dossiers/1", &[("authorization", &bearer)]).await;
    assert_eq!((answer.status().as_u16(), header(&answer, "retry-after")), (503, vec!["5"]));
    assert!(test::read_body(answer).await.is_empty());
    let app = test::init_service(App::new().service(beheer)).await;
    let request = test::TestRequest::get().uri("/beheer").insert_header(("authorization", bearer)).to_request();
    assert_eq!(test::call_service(&app, request).await.status(), 500);
}

#[actix_web::test]
async fn a_bound_token_is_accepted_with_its_proof_for_the_configured_origin() {
    let scene = Scene::new();
    let key = SigningKey::es256("device");
    let token = scene.token(json!({ "cnf": { "jkt": key.thumbprint() } }));
    let verifier = scene.builder().origin("https://portal.example").build().unwrap();
    let dpop = format!("DPoP {token}");
    let proof = prove(&key, &token, "https://portal.example/dossiers/1");
    // The handler takes the claims twice: the proof is used once.
    let answer = get(&verifier, "/dossiers/1?page=2", &[("authorization", &dpop), ("dpop", &proof)]).await;
    assert_eq!(answer.status(), 200);
    let evil = prove(&key, &token, "https://evil.example/dossiers/1");
    for headers in [
        vec![("authorization", &*dpop), ("dpop", &*proof)],
        vec![("authorization", &*dpop), ("dpop", &*evil), ("host", "evil.example")],
    ] {
        let answer = get(&verifier, "/dossiers/1", &headers).await;
        let challenges = header(&answer, "www-authenticate");
        assert_eq!((answer.status().as_u16(), challenges[0]), (401, "Bearer"));
        assert!(challenges[1].starts_with(r#"DPoP error="invalid_dpop_proof""#), "{challenges:?}");
    }
    for headers in [vec![("authorization", &*dpop)], vec![("authorization", &*dpop), ("dpop", &*proof), ("dpop", &*proof)]] {
        assert!(get(&verifier, "/dossiers/1", &headers).await.status().is_client_error());
    }
    let bearer = format!("Bearer {token}");
    assert_eq!(get(&verifier, "/dossiers/1", &[("authorization", &bearer), ("dpop", &proof)]).await.status(), 401);
    let nowhere = scene.builder().build().unwrap();
    assert_eq!(get(&nowhere, "/dossiers/1", &[("authorization", &dpop), ("dpop", &proof)]).await.status(), 401);
}

#[actix_web::test]
async fn a_proof_is_for_the_whole_address_also_when_a_proxy_takes_a_prefix_off() {
    let scene = Scene::new();
    let key = SigningKey::es256("device");
    let token = scene.token(json!({ "cnf": { "jkt": key.thumbprint() } }));
    let verifier = scene.builder().origin("https://portal.example/api").build().unwrap();
    let dpop = format!("DPoP {token}");
    for (htu, status) in [
        ("https://portal.example/api/dossiers/1", 200),
        ("https://portal.example/dossiers/1", 401),
        ("https://portal.example/other/dossiers/1", 401),
        ("https://portal.example/api/api/dossiers/1", 401),
    ] {
        let proof = prove(&key, &token, htu);
        let answer = get(&verifier, "/dossiers/1", &[("authorization", &dpop), ("dpop", &proof)]).await;
        assert_eq!(answer.status().as_u16(), status, "{htu}");
    }
    let whole = web::Data::new(scene.builder().origin("https://portal.example").build().unwrap());
    let app = test::init_service(App::new().app_data(whole).service(web::scope("/api").service(dossier))).await;
    let proof = prove(&key, &token, "https://portal.example/api/dossiers/1");
    let request = test::TestRequest::get().uri("/api/dossiers/1").insert_header(("authorization", dpop));
    let answer = test::call_service(&app, request.insert_header(("dpop", proof)).to_request()).await;
    assert_eq!(answer.status(), 200, "a scope takes nothing off");
}

#[actix_web::test]
async fn a_certificate_is_read_from_the_configured_header_only() {
    let scene = Scene::new();
    let print = URL_SAFE_NO_PAD.encode(digest(&SHA256, b"der"));
    let bearer = format!("Bearer {}", scene.token(json!({ "cnf": { "x5t#S256": print } })));
    let shown = format!(":{}:", STANDARD.encode("der"));
    let behind_proxy = scene.builder().client_certificate_header("Client-Cert").build().unwrap();
    let headers = [("authorization", &*bearer), ("client-cert", &*shown)];
    assert_eq!(get(&behind_proxy, "/dossiers/1", &headers).await.status(), 200);
    assert_eq!(get(&behind_proxy, "/dossiers/1", &headers[..1]).await.status(), 401);
    let twice = [headers[0], headers[1], headers[1]];
    assert_eq!(get(&behind_proxy, "/dossiers/1", &twice).await.status(), 400);
    assert_eq!(get(&scene.builder().build().unwrap(), "/dossiers/1", &headers).await.status(), 401);
}

#[actix_web::test]
async fn a_certificate_comes_in_the_form_of_the_proxy_or_not_at_all() {
    let scene = Scene::new();
    let print = URL_SAFE_NO_PAD.encode(digest(&SHA256, b"der"));
    let verifier = scene.builder().client_certificate_header("Client-Cert").build().unwrap();
    let bound = format!("Bearer {}", scene.token(json!({ "cnf": { "x5t#S256": print } })));
    let unbound = format!("Bearer {}", scene.token(json!({})));
    for (field, of_bound, of_unbound) in [
        (":ZGVy:", 200, 200),
        ("-----BEGIN CERTIFICATE----- ZGVy -----END CERTIFICATE----- ", 200, 200),
        ("-----BEGIN%20CERTIFICATE-----%0AZGVy%0A-----END%20CERTIFICATE-----%0A", 200, 200),
        ("-----BEGIN CERTIFICATE----- AAAA -----END CERTIFICATE-----", 401, 200),
        ("(null)", 401, 200),
        ("", 401, 200),
        ("ZGVy", 400, 400),
    ] {
        for (bearer, status) in [(&bound, of_bound), (&unbound, of_unbound)] {
            let answer = get(&verifier, "/dossiers/1", &[("authorization", bearer), ("client-cert", field)]).await;
            assert_eq!(answer.status().as_u16(), status, "{field}");
        }
    }
}

/// What stands behind the layer: says who came.
#[derive(Clone)]
struct Greeter;

impl Service<Request<()>> for Greeter {
    type Response = Response<String>;
    type Error = Infallible;
    type Future = Ready<Result<Response<String>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<()>) -> Self::Future {
        let subject = request.extensions().get::<Claims>().map(|claims| claims.subject().to_owned());
        ready(Ok(Response::new(subject.unwrap_or_default())))
    }
}

/// Takes `/api` off, as axum's `nest` does before what it nests.
#[derive(Clone)]
struct Nested<S>(S);

impl<S: Service<Request<()>>> Service<Request<()>> for Nested<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<()>) -> S::Future {
        *request.uri_mut() = request.uri().path().strip_prefix("/api").unwrap().parse().unwrap();
        self.0.call(request)
    }
}

#[tokio::test]
async fn a_layer_around_a_nest_sees_the_whole_address_and_one_inside_is_told_the_prefix() {
    let scene = Scene::new();
    let key = SigningKey::es256("device");
    let token = scene.token(json!({ "cnf": { "jkt": key.thumbprint() } }));
    let request = || {
        let proof = prove(&key, &token, "https://portal.example/api/dossiers");
        Request::get("/api/dossiers").header("authorization", format!("DPoP {token}")).header("dpop", proof).body(()).unwrap()
    };
    let layer = |origin: &str| VerifyLayer::new(scene.builder().origin(origin).build().unwrap());
    let around = layer("https://portal.example").layer(Nested(Greeter)).call(request()).await.unwrap();
    let inside = Nested(layer("https://portal.example/api").layer(Greeter)).call(request()).await.unwrap();
    let untold = Nested(layer("https://portal.example").layer(Greeter)).call(request()).await.unwrap();
    assert_eq!([around.status(), inside.status(), untold.status()].map(|status| status.as_u16()), [200, 200, 401]);
}

#[tokio::test]
async fn the_layer_lets_acceptable_tokens_through() {
    let scene = Scene::new();
    let mut service = VerifyLayer::new(scene.builder().build().unwrap()).layer(Greeter);
    let request = |value: &str| Request::get("/dossiers").header("authorization", value).body(()).unwrap();
    let answer = service.call(request(&format!("Bearer {}", scene.token(json!({}))))).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.body().as_str()), (200, "person"));
    let answer = service.call(request("Bearer x")).await.unwrap();
    assert_eq!(answer.status(), 401);
    assert!(answer.body().contains("urn:problem-type:belgif:invalidAccessToken"));
    assert!(answer.headers()["www-authenticate"].to_str().unwrap().starts_with(r#"Bearer error="invalid_token""#));
    let answer = service.call(Request::get("/dossiers").body(()).unwrap()).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers()["www-authenticate"].to_str().unwrap()), (401, "Bearer"));
}
