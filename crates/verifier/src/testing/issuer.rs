//! An issuer.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value, json};

use super::{SigningKey, TEST_NOW};

/// An issuer on a loopback port, with one key to begin with, that signs what it is told to. It stops when it is dropped.
pub struct TestIssuer {
    url: String,
    state: Arc<Mutex<State>>,
}

/// What it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// The discovery document.
    Discovery,
    /// The keys.
    Keys,
    /// What a token is worth.
    Introspection,
    /// Anything else.
    Other,
}

/// How it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// As it should.
    Right,
    /// It breaks the connection.
    Down,
    /// It takes the question and says nothing.
    Silent,
    /// With this status and body.
    Says(u16, String),
    /// With bytes without end.
    Endless,
    /// With a redirect to here.
    Redirects(String),
}

#[derive(Default)]
struct State {
    url: String,
    keys: Vec<SigningKey>,
    behaviours: HashMap<Endpoint, Behaviour>,
    introspection: Option<Value>,
    requests: Vec<(Endpoint, String)>,
    /// Connections that are kept open without an answer.
    silent: Vec<TcpStream>,
    stopped: bool,
}

impl TestIssuer {
    /// Listens, with an ES256 key named `first`.
    #[must_use]
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/op", listener.local_addr().unwrap());
        let keys = vec![SigningKey::es256("first")];
        let state = Arc::new(Mutex::new(State { url: url.clone(), keys, ..State::default() }));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if lock(&shared).stopped {
                    return;
                }
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || answer(stream, &shared));
            }
        });
        Self { url, state }
    }

    /// Its identifier, for [`Verifier::builder`](crate::Verifier::builder).
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Publishes these keys, and signs with the first.
    pub fn publish(&self, keys: &[&SigningKey]) {
        lock(&self.state).keys = keys.iter().map(|key| (*key).clone()).collect();
    }

    /// The key that signs.
    #[must_use]
    pub fn key(&self) -> SigningKey {
        lock(&self.state).keys.first().cloned().unwrap()
    }

    /// How it answers there from now on.
    pub fn behave(&self, endpoint: Endpoint, behaviour: Behaviour) {
        lock(&self.state).behaviours.insert(endpoint, behaviour);
    }

    /// What introspection says from now on; before that, every token is active and says nothing new.
    pub fn introspects(&self, answer: Value) {
        lock(&self.state).introspection = Some(answer);
    }

    /// Head and body of what was asked there.
    #[must_use]
    pub fn requests(&self, endpoint: Endpoint) -> Vec<String> {
        lock(&self.state).requests.iter().filter(|(at, _)| *at == endpoint).map(|(_, request)| request.clone()).collect()
    }

    /// An access token for `audience`, issued at [`TEST_NOW`] for an hour, with these claims in place of the usual ones; `null` takes one away.
    #[must_use]
    pub fn access_token(&self, audience: &str, claims: Value) -> String {
        let (key, usual) = (self.key(), json!({ "jti": "1", "client_id": "portal", "scope": "openid vo" }));
        key.sign(&self.header("at+jwt"), &self.claims(audience, usual, claims))
    }

    /// An ID token for `client_id`, likewise.
    #[must_use]
    pub fn id_token(&self, client_id: &str, claims: Value) -> String {
        let usual = json!({ "azp": client_id, "nonce": "n1" });
        self.key().sign(&self.header("JWT"), &self.claims(client_id, usual, claims))
    }

    /// The header of a token of this type by the key that signs.
    #[must_use]
    pub fn header(&self, typ: &str) -> Value {
        let key = self.key();
        json!({ "alg": key.algorithm(), "typ": typ, "kid": key.kid() })
    }

    fn claims(&self, audience: &str, usual: Value, changed: Value) -> Value {
        let basic = json!({ "iss": self.url, "sub": "person", "aud": audience, "iat": TEST_NOW, "exp": TEST_NOW + 3600 });
        let mut claims = Map::new();
        for part in [basic, usual, changed] {
            if let Value::Object(members) = part {
                claims.extend(members);
            }
        }
        claims.retain(|_, value| !value.is_null());
        Value::Object(claims)
    }
}

impl Drop for TestIssuer {
    fn drop(&mut self) {
        let mut state = lock(&self.state);
        (state.stopped, state.silent) = (true, Vec::new());
        let address = state.url.trim_start_matches("http://").trim_end_matches("/op").to_owned();
        drop(state);
        // Wakes the listener, which then ends.
        drop(TcpStream::connect(address));
    }
}

fn answer(stream: TcpStream, state: &Mutex<State>) -> Option<()> {
    let (endpoint, request) = read(&stream)?;
    let mut state = lock(state);
    state.requests.push((endpoint, request));
    let behaviour = state.behaviours.get(&endpoint).cloned().unwrap_or(Behaviour::Right);
    let right = document(endpoint, &state);
    match behaviour {
        Behaviour::Right => respond(stream, "200 OK", "", right.as_deref().unwrap_or("{}")),
        Behaviour::Down => None,
        Behaviour::Silent => {
            state.silent.push(stream);
            None
        }
        Behaviour::Says(status, body) => respond(stream, &format!("{status} Said"), "", &body),
        Behaviour::Redirects(to) => respond(stream, "302 Found", &format!("location: {to}\r\n"), ""),
        Behaviour::Endless => {
            drop(state);
            endless(stream)
        }
    }
}

/// Head and body of one request.
fn read(stream: &TcpStream) -> Option<(Endpoint, String)> {
    let mut reader = BufReader::new(stream);
    let (mut request, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        request.push_str(&line);
        if line == "\r\n" {
            break;
        }
    }
    reader.take(length).read_to_string(&mut request).ok()?;
    let endpoint = match request.split(' ').nth(1)? {
        "/op/.well-known/openid-configuration" => Endpoint::Discovery,
        "/op/v1/keys" => Endpoint::Keys,
        "/op/v1/introspect" => Endpoint::Introspection,
        _ => Endpoint::Other,
    };
    Some((endpoint, request))
}

fn document(endpoint: Endpoint, state: &State) -> Option<String> {
    let url = &state.url;
    let document = match endpoint {
        Endpoint::Discovery => {
            json!({ "issuer": url, "jwks_uri": format!("{url}/v1/keys"), "introspection_endpoint": format!("{url}/v1/introspect") })
        }
        Endpoint::Keys => json!({ "keys": state.keys.iter().map(SigningKey::public).collect::<Vec<_>>() }),
        Endpoint::Introspection => state.introspection.clone().unwrap_or_else(|| json!({ "active": true })),
        Endpoint::Other => return None,
    };
    Some(document.to_string())
}

fn respond(mut stream: TcpStream, status: &str, headers: &str, body: &str) -> Option<()> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}connection: close\r\n\r\n"
    );
    stream.write_all(format!("{head}{body}").as_bytes()).ok()
}

/// Until the other side has enough of it.
fn endless(mut stream: TcpStream) -> Option<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{\"keys\":[").ok()?;
    loop {
        stream.write_all(&[b' '; 4096]).ok()?;
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
