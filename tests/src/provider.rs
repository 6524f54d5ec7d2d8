//! A provider of the tests at which people sign in: it says whatever a test wants it to say.

use std::net::TcpListener;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oidc::relying::{Authentication, Provider, ProviderId};
use serde_json::{Value, json};
use tokens::keys::{Algorithm, SigningKey};
use types::{Name, Parsed, Secret};

/// The provider; it is away when it is dropped.
pub struct FakeProvider {
    /// Its issuer: `http://127.0.0.1:<port>`.
    pub issuer: String,
    script: Arc<Mutex<Script>>,
    server: ServerHandle,
}

/// What it says, and what it was asked.
pub struct Script {
    /// The claims of its ID tokens.
    pub claims: Value,
    /// Members of their header that are other than they should be.
    pub header: Value,
    /// The key that signs them; another than the published one at first, when a test says so.
    pub signer: SigningKey,
    /// The keys that it publishes.
    pub keys: Vec<Value>,
    /// Members of its discovery document beyond the least.
    pub discovery: Value,
    /// The public key to which it encrypts its ID tokens, if it does.
    pub encrypts_to: Option<Value>,
    /// The status of its userinfo endpoint, and what it says.
    pub userinfo: (u16, String),
    /// With which `Authorization` its userinfo endpoint was asked.
    pub userinfo_asked: Vec<String>,
    /// Whether its answers name it.
    pub names_itself: bool,
    /// The status of its token endpoint.
    pub status: u16,
    /// Another body of its token endpoint.
    pub answer: Option<String>,
    /// How many bytes more than needed its token endpoint sends.
    pub more: usize,
    /// The forms that its token endpoint got.
    pub redeemed: Vec<String>,
    /// How often its keys were asked for.
    pub keys_asked: usize,
}

impl FakeProvider {
    /// Starts it.
    ///
    /// # Panics
    /// When there is no port.
    #[must_use]
    #[expect(clippy::unwrap_used, reason = "a test without its provider has failed")]
    pub fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let signer = SigningKey::generate(Algorithm::ES256).unwrap();
        let keys = vec![serde_json::to_value(signer.public_jwk()).unwrap()];
        let script = Script {
            claims: json!({}),
            header: json!({}),
            signer,
            keys,
            discovery: json!({}),
            encrypts_to: None,
            userinfo: (200, String::new()),
            userinfo_asked: Vec::new(),
            names_itself: false,
            status: 200,
            answer: None,
            more: 0,
            redeemed: Vec::new(),
            keys_asked: 0,
        };
        let script = Arc::new(Mutex::new(script));
        let (shared, own) = (script.clone(), issuer.clone());
        let server = HttpServer::new(move || {
            let (shared, own) = (web::Data::new(shared.clone()), web::Data::new(own.clone()));
            App::new()
                .app_data(shared)
                .app_data(own)
                .route("/.well-known/openid-configuration", web::get().to(discovery))
                .route("/keys", web::get().to(keys_of))
                .route("/token", web::post().to(token))
                .route("/userinfo", web::get().to(userinfo))
        });
        let server = server.workers(1).disable_signals().listen(listener).unwrap().run();
        let handle = server.handle();
        drop(tokio::spawn(server));
        Self { issuer, script, server: handle }
    }

    /// What it says, to be changed.
    pub fn script(&self) -> MutexGuard<'_, Script> {
        locked(&self.script)
    }

    /// How Poort knows it.
    #[must_use]
    pub fn known_as(&self, id: &str) -> Provider {
        at_provider(id, &self.issuer, "poort", "s:cret")
    }
}

impl Drop for FakeProvider {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

/// A provider as Poort knows it: its `password` is worth `itsme`, everything else `csampassword`.
///
/// # Panics
/// When `id` is none.
#[must_use]
#[expect(clippy::unwrap_used, reason = "a test without its provider has failed")]
pub fn at_provider(id: &str, issuer: &str, client_id: &str, secret: &str) -> Provider {
    let acr = |name: &str| format!("urn:be:vlaanderen:authmech:{name}");
    Provider {
        id: ProviderId::parse(id).unwrap(),
        name: Name::parse(&format!("De provider {id}")).unwrap(),
        issuer: issuer.to_owned(),
        client_id: client_id.to_owned(),
        authentication: Authentication::ClientSecretBasic(Secret::new(secret)),
        decryption: Vec::new().into(),
        scopes: vec!["openid".to_owned(), "rrn".to_owned()],
        insz_claim: Some("rrn".to_owned()),
        acr: [(acr("password"), acr("itsme"))].into(),
        default_acr: acr("csampassword"),
    }
}

type Shared = web::Data<Arc<Mutex<Script>>>;

async fn discovery(script: Shared, issuer: web::Data<String>) -> HttpResponse {
    let at = |path: &str| format!("{}{path}", issuer.as_str());
    let script = locked(&script);
    let least = json!({
        "issuer": issuer.as_str(), "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"), "jwks_uri": at("/keys"),
        "authorization_response_iss_parameter_supported": script.names_itself,
    });
    HttpResponse::Ok().json(with(&least, &script.discovery))
}

async fn keys_of(script: Shared) -> HttpResponse {
    let mut script = locked(&script);
    script.keys_asked += 1;
    HttpResponse::Ok().json(json!({ "keys": script.keys }))
}

async fn token(script: Shared, body: String) -> HttpResponse {
    let mut script = locked(&script);
    script.redeemed.push(body);
    let padding = "x".repeat(script.more);
    let signed = script.sign(&script.claims);
    let id_token = script.encrypts_to.as_ref().map_or(signed.clone(), |key| crate::encrypted(&signed, key));
    let answer = json!({ "id_token": id_token, "access_token": "a", "token_type": "Bearer", "padding": padding });
    let body = script.answer.clone().unwrap_or_else(|| answer.to_string());
    HttpResponse::build(script.status.try_into().unwrap_or_default()).content_type("application/json").body(body)
}

async fn userinfo(script: Shared, request: HttpRequest) -> HttpResponse {
    let mut script = locked(&script);
    let authorization = request.headers().get("Authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    script.userinfo_asked.push(authorization.to_owned());
    HttpResponse::build(script.userinfo.0.try_into().unwrap_or_default()).body(script.userinfo.1.clone())
}

impl Script {
    /// Claims, signed as it signs now.
    ///
    /// # Panics
    /// When the key refuses.
    #[must_use]
    #[expect(clippy::unwrap_used, reason = "a test without its token has failed")]
    pub fn sign(&self, claims: &Value) -> String {
        let header = with(&json!({ "alg": "ES256", "kid": self.signer.kid().to_string() }), &self.header);
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(&header), encode(claims));
        let signature = self.signer.sign(signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// The members of both, the second before the first.
fn with(some: &Value, others: &Value) -> Value {
    let members = [some, others].into_iter().filter_map(Value::as_object).flatten();
    members.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn locked(script: &Mutex<Script>) -> MutexGuard<'_, Script> {
    script.lock().unwrap_or_else(PoisonError::into_inner)
}
