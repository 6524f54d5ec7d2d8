use serde::{Deserialize, Serialize};
use tokens::keys::ClientKeys;
use types::{ClientId, Instant, Parsed, Seconds, Secret};

use super::{AuthorizeError, Delivery, parse_delivered, request_object, resume};
use crate::authorize::error::Refusal;
use crate::dpop::ProofError;
use crate::{Client, Issuer, ParamError, Params};

/// What a reference to a kept request begins with (RFC 9126 section 2.2). Every other `request_uri` is an address, and is never fetched.
const REFERENCE: &str = "urn:ietf:params:oauth:request_uri:";

/// How long a pushed request waits for its browser (own choice: RFC 9126 section 2.2 has 5 to 600 seconds).
pub const PUSHED: Seconds = Seconds(60);
/// How long the person has from then on to sign in and choose (own choice).
const OPENED: Seconds = Seconds(3600);

/// How a client proves itself: no part of what it asks.
const CREDENTIALS: [&str; 4] = ["client_secret", "client_assertion", "client_assertion_type", "request"];

/// A request that its client pushed (RFC 9126) or signed (RFC 9101): kept here, so that a browser carries a reference to it and can change nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeptRequest {
    /// Who asks.
    pub client_id: ClientId,
    /// What, as a query.
    query: String,
    /// How it came.
    pub delivery: Delivery,
    /// When a browser came with it. From then on it goes by another reference, which only that browser knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<Instant>,
    /// From when on it is worth nothing.
    pub expires: Instant,
}

impl KeptRequest {
    /// The form that an authenticated client pushes, when it is a request that this client may make. `published`: its keys, when it publishes them itself.
    ///
    /// # Errors
    /// [`AuthorizeError`], as for the same request at the authorization endpoint; it is for the client itself.
    pub fn pushed(
        form: &Params,
        client: &Client,
        published: Option<&ClientKeys>,
        issuer: &Issuer,
        now: Instant,
    ) -> Result<Self, AuthorizeError> {
        if form.get("request_uri").map_or(true, |sent| sent.is_some()) {
            return Err(Refusal::request("request_uri cannot be pushed").unreturned(form, client, now.day()));
        }
        let signed = form.get("request").map_or(true, |object| object.is_some());
        let params =
            if signed { request_object::opened(form, client, published, issuer, now)? } else { form.without(&CREDENTIALS) };
        Self::new(&params, client, Delivery { pushed: true, signed }, now, None)
    }

    /// A signed request with which a browser came: at once opened.
    ///
    /// # Errors
    /// [`AuthorizeError`].
    pub fn signed(
        params: &Params,
        client: &Client,
        published: Option<&ClientKeys>,
        issuer: &Issuer,
        now: Instant,
    ) -> Result<Self, AuthorizeError> {
        let object = request_object::opened(params, client, published, issuer, now)?;
        Self::new(&object, client, Delivery { pushed: false, signed: true }, now, Some(now))
    }

    fn new(
        params: &Params,
        client: &Client,
        delivery: Delivery,
        now: Instant,
        opened: Option<Instant>,
    ) -> Result<Self, AuthorizeError> {
        parse_delivered(params, Some(client), delivery, now.day())?;
        let params = params.without(&["client_id"]).with("client_id", client.client_id.as_str());
        let expires = now.plus(if opened.is_some() { OPENED } else { PUSHED });
        Ok(Self { client_id: client.client_id.clone(), query: params.encode(), delivery, opened, expires })
    }

    /// The same for nobody but who has the key of a proof that came along (RFC 9449 section 10.1): its code is for that key, as with `dpop_jkt`.
    ///
    /// # Errors
    /// [`ProofError::Key`] when the request names another key itself.
    pub fn bound_to(self, jkt: &str) -> Result<Self, ProofError> {
        let params = Params::decode(&self.query).map_err(|_| ProofError::Key)?;
        match params.get("dpop_jkt").map_err(|_| ProofError::Key)? {
            Some(named) if named != jkt => Err(ProofError::Key),
            Some(_) => Ok(self),
            None => Ok(Self { query: params.with("dpop_jkt", jkt).encode(), ..self }),
        }
    }

    /// The same from the moment at which a browser comes with it.
    #[must_use]
    pub fn open(self, now: Instant) -> Self {
        Self { opened: Some(now), expires: now.plus(OPENED), ..self }
    }

    /// What it asks; who signed in since it was opened did what `prompt` and `max_age` ask for.
    ///
    /// # Errors
    /// [`ParamError`] for what was kept and cannot be read.
    pub fn params(&self, signed_in: Option<Instant>) -> Result<Params, ParamError> {
        let params = Params::decode(&self.query)?;
        let because_of_it = signed_in.zip(self.opened).is_some_and(|(signed_in, opened)| signed_in >= opened);
        Ok(if because_of_it { resume::signed_in(&params) } else { params })
    }
}

/// What a browser carries instead of a request that is kept: by which text it is found.
///
/// # Errors
/// [`ParamError`].
pub fn reference(params: &Params) -> Result<Option<Secret>, ParamError> {
    Ok(params.get("request_uri")?.and_then(|uri| uri.strip_prefix(REFERENCE)).map(Secret::new))
}

/// The `request_uri` of a kept request.
#[must_use]
pub fn request_uri(reference: &Secret) -> String {
    format!("{REFERENCE}{}", reference.expose())
}

/// The authorization request that carries a reference (RFC 9126 section 4).
#[must_use]
pub fn by_reference(client: &ClientId, reference: &Secret) -> Params {
    let none = Params::default();
    none.with("client_id", client.as_str()).with("request_uri", &request_uri(reference))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{CHALLENGE, at, params, portal};

    const NOW: &str = "2026-11-23T10:00:00Z";

    fn issuer() -> Issuer {
        Issuer::parse("https://poort.example/op").unwrap()
    }

    fn form() -> Params {
        params(&[
            ("redirect_uri", "https://portal.example/cb"),
            ("response_type", "code"),
            ("scope", "openid vo"),
            ("prompt", "login"),
            ("state", "s&1"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ])
    }

    fn push(form: &Params, client: &Client) -> Result<KeptRequest, &'static str> {
        KeptRequest::pushed(form, client, None, &issuer(), at(NOW)).map_err(|error| error.oauth_code())
    }

    #[test]
    fn what_is_pushed_is_checked_at_once_and_comes_back_without_secrets() {
        let kept = push(&form().with("client_secret", "geheim").with("client_assertion", "x.y.z"), &portal()).unwrap();
        let text = serde_json::to_string(&kept).unwrap();
        assert!(!text.contains("geheim") && !text.contains("x.y.z"));
        assert_eq!(serde_json::from_str::<KeptRequest>(&text).unwrap(), kept);
        let asked = kept.params(None).unwrap();
        assert_eq!((asked.get("state"), asked.get("client_id")), (Ok(Some("s&1")), Ok(Some("portal"))));
        assert_eq!((kept.expires, kept.opened), (at(NOW).plus(PUSHED), None));
        for (name, value, error) in [
            ("scope", "openid rrn", "invalid_scope"),
            ("redirect_uri", "https://evil.example/cb", "invalid_request"),
            ("response_type", "token", "unsupported_response_type"),
            ("code_challenge", "", "invalid_request"),
            ("request_uri", "urn:ietf:params:oauth:request_uri:x", "invalid_request"),
        ] {
            assert_eq!(push(&form().without(&[name]).with(name, value), &portal()), Err(error), "{name}");
        }
        let mut machine = portal();
        machine.grant_types = vec![crate::GrantType::ClientCredentials];
        assert_eq!(push(&form(), &machine), Err("unauthorized_client"));
    }

    #[test]
    fn a_proof_beside_it_binds_it_and_contradicts_nothing() {
        let (own, other) = ("a".repeat(43), "b".repeat(43));
        let bound = push(&form(), &portal()).unwrap().bound_to(&own).unwrap();
        assert_eq!(bound.params(None).unwrap().get("dpop_jkt"), Ok(Some(own.as_str())));
        assert_eq!(bound.clone().bound_to(&own), Ok(bound.clone()));
        assert_eq!(bound.bound_to(&other), Err(ProofError::Key));
    }

    #[test]
    fn who_signs_in_because_of_it_is_not_asked_again() {
        let kept = push(&form(), &portal()).unwrap();
        let prompt = |kept: &KeptRequest, since| kept.params(Some(at(since))).unwrap().get("prompt").unwrap().map(str::to_owned);
        assert_eq!(prompt(&kept, "2026-11-23T10:00:05Z").as_deref(), Some("login"), "nobody came with it yet");
        let opened = kept.open(at("2026-11-23T10:00:10Z"));
        assert_eq!(prompt(&opened, "2026-11-23T10:00:09Z").as_deref(), Some("login"));
        assert_eq!(prompt(&opened, "2026-11-23T10:00:10Z"), None);
    }

    #[test]
    fn a_reference_is_ours_or_none() {
        let found = |uri| reference(&params(&[("request_uri", uri)])).unwrap().map(|found| found.expose().to_owned());
        assert_eq!(found("urn:ietf:params:oauth:request_uri:abc").as_deref(), Some("abc"));
        for other in [
            "https://evil.example/object",
            "http://169.254.169.254/",
            "URN:ietf:params:oauth:request_uri:abc",
            "file:///etc/passwd",
        ] {
            assert_eq!(found(other), None, "{other}");
        }
        let carried = by_reference(&portal().client_id, &Secret::new("abc"));
        assert_eq!(reference(&carried).unwrap().unwrap().expose(), "abc");
    }
}
