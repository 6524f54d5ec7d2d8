//! The settings of a verifier.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::binding::{Nonces, Seen};
use crate::claims::RoleClaims;
use crate::clock::Clock;
use crate::error::SetupError;
use crate::issuer::{self, Bounds, Introspection, Issuer, KeyCache};
use crate::verifier::{Inner, Verifier};
use crate::web::Answers;

/// Settings, each with a default that is safe. From [`Verifier::builder`].
#[must_use]
pub struct Builder {
    issuer: String,
    audiences: Vec<String>,
    roles: RoleClaims,
    leeway: Duration,
    timeout: Duration,
    bounds: Bounds,
    introspection: Option<(String, String, Duration)>,
    require_binding: bool,
    origin: Option<String>,
    proofs: usize,
    nonces: Option<([u8; 32], Duration)>,
    certificate_header: Option<String>,
    answers: Answers,
    clock: Clock,
}

const MAX_LEEWAY: Duration = Duration::from_secs(300);

impl Builder {
    pub(crate) fn new(issuer: &str, audience: &str) -> Self {
        Self {
            issuer: issuer.to_owned(),
            audiences: vec![audience.to_owned()],
            roles: RoleClaims::default(),
            leeway: Duration::from_secs(30),
            timeout: Duration::from_secs(5),
            bounds: Bounds {
                refresh_after: Duration::from_secs(300),
                usable_for: Duration::from_secs(3600),
                min_interval: Duration::from_secs(10),
            },
            introspection: None,
            require_binding: false,
            origin: None,
            proofs: 100_000,
            nonces: None,
            certificate_header: None,
            answers: Answers::default(),
            clock: Clock::system(),
        }
    }

    /// Accepts access tokens for this audience too.
    pub fn also_for(mut self, audience: &str) -> Self {
        self.audiences.push(audience.to_owned());
        self
    }

    /// Where the rights of the application are. Without it no right is ever held.
    pub fn roles(self, roles: RoleClaims) -> Self {
        Self { roles, ..self }
    }

    /// How far the clocks of issuer and application may be apart: 30 s; at most 300 s.
    pub fn leeway(self, leeway: Duration) -> Self {
        Self { leeway, ..self }
    }

    /// How long the issuer may take for an answer: 5 s. Not zero.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// From which age on the keys of the issuer are fetched again: 5 minutes. While the issuer answers, a withdrawn key is refused at the latest
    /// twice this after it was withdrawn. An announced key is known before it signs when this is not longer than it is announced ahead.
    /// Not longer than what [`Builder::keys_usable_for`] says.
    pub fn refresh_keys_after(mut self, age: Duration) -> Self {
        self.bounds.refresh_after = age;
        self
    }

    /// Up to which age the keys are used when the issuer does not answer: 1 hour. Then every token is refused until it does. This is also the bound
    /// within which a withdrawn key is refused by an application that the issuer's answers cannot reach.
    pub fn keys_usable_for(mut self, age: Duration) -> Self {
        self.bounds.usable_for = age;
        self
    }

    /// The least time between two questions for keys, whatever tokens come in: 10 s. Not below 1 s, nor above [`Builder::refresh_keys_after`].
    pub fn least_between_fetches(mut self, interval: Duration) -> Self {
        self.bounds.min_interval = interval;
        self
    }

    /// Asks the issuer what each access token is worth now (RFC 7662), as this client, and believes an answer for `kept_for`: what is taken back is
    /// gone after that time. When the issuer does not answer, tokens are refused. 5 to 30 s is usual; at most 300 s; zero asks each time.
    pub fn introspection(self, client_id: &str, secret: &str, kept_for: Duration) -> Self {
        Self { introspection: Some((client_id.to_owned(), secret.to_owned(), kept_for)), ..self }
    }

    /// Refuses access tokens that are bound to no key and no certificate.
    pub fn require_binding(self) -> Self {
        Self { require_binding: true, ..self }
    }

    /// The public origin of the application (`https://portal.example`), for DPoP proofs that come by the actix or tower part. Without it these refuse
    /// bound tokens: what `Host` says is not to be trusted.
    ///
    /// With the prefix that clients write before the path that the framework sees (`https://portal.example/api`), where something takes one off: a proxy, or
    /// axum's `nest` around what has the layer (`VerifyLayer` says more). Without a `/` at its end. A proof for another prefix is refused.
    pub fn origin(self, origin: &str) -> Self {
        Self { origin: Some(origin.to_owned()), ..self }
    }

    /// How many DPoP proofs of the last minute are remembered: 100 000 (about 10 MB). Beyond that they are refused for a moment.
    ///
    /// They are remembered in memory, by this verifier and its clones: **a proof counts once in each process**, and once more after a restart, for as long as it
    /// lives (a minute, and the [`Builder::leeway`] on both sides). At Poort's own endpoints it counts once on all machines. Who has seen a request may so repeat it
    /// at another process; only that one request, with its token. To narrow that: [`Builder::dpop_nonces`] with a short stretch, after which every proof is
    /// nothing; a smaller leeway; and, where the balancer keeps a client with one process, a nonce key of its own for each, so that a proof for one is
    /// nothing at the others nor after a restart.
    pub fn remembered_proofs(self, proofs: usize) -> Self {
        Self { proofs, ..self }
    }

    /// Demands a nonce in DPoP proofs. `key` is a secret of the application, the same in all its processes (or another in each, when a client stays with one: see
    /// [`Builder::remembered_proofs`]); a nonce is accepted for one to two times `stretch` (whole seconds, at least 1).
    pub fn dpop_nonces(self, key: [u8; 32], stretch: Duration) -> Self {
        Self { nonces: Some((key, stretch)), ..self }
    }

    /// The header in which a trusted TLS proxy says the client's certificate, for the actix or tower part: as RFC 9440 has it (`Client-Cert`), as PEM
    /// (Apache) or as escaped PEM (nginx); nothing and `(null)` are none; at most 16 KiB. Only when that proxy overwrites the header on every path: clients can
    /// send it too.
    pub fn client_certificate_header(self, name: &str) -> Self {
        Self { certificate_header: Some(name.to_ascii_lowercase()), ..self }
    }

    /// What the body of a refusal is: a problem document, or nothing.
    pub fn answers(self, answers: Answers) -> Self {
        Self { answers, ..self }
    }

    /// Another clock than the machine's.
    pub fn clock(self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self { clock: Clock::new(now), ..self }
    }

    /// The verifier. Nothing is asked of the issuer yet: see [`Verifier::warm_up`].
    ///
    /// # Errors
    /// [`SetupError`]: the first setting that cannot be.
    pub fn build(self) -> Result<Verifier, SetupError> {
        self.check()?;
        let issuer = Arc::new(Issuer::new(&self.issuer, self.timeout)?);
        let introspection = match &self.introspection {
            Some((client, secret, kept_for)) => {
                Some(Introspection::new(Arc::clone(&issuer), self.clock.clone(), (client, secret), *kept_for)?)
            }
            None => None,
        };
        let seconds = |span: Duration| i64::try_from(span.as_secs()).map_err(|_| SetupError::Span);
        let nonces = self.nonces.map(|(key, stretch)| seconds(stretch).map(|stretch| Nonces::new(&key, stretch))).transpose()?;
        Ok(Verifier::new(Inner {
            keys: KeyCache::new(Arc::clone(&issuer), self.bounds, self.clock.clone()),
            issuer,
            audiences: self.audiences,
            roles: self.roles,
            leeway: seconds(self.leeway)?,
            introspection,
            require_binding: self.require_binding,
            origin: self.origin,
            proofs: Seen::new(self.proofs),
            nonces,
            certificate_header: self.certificate_header,
            answers: self.answers,
            clock: self.clock,
        }))
    }

    fn check(&self) -> Result<(), SetupError> {
        let Bounds { refresh_after, usable_for, min_interval } = self.bounds;
        let spans = [
            self.leeway <= MAX_LEEWAY,
            !self.timeout.is_zero(),
            min_interval >= Duration::from_secs(1) && min_interval <= refresh_after && refresh_after <= usable_for,
            self.introspection.as_ref().is_none_or(|(_, _, kept_for)| *kept_for <= MAX_LEEWAY),
            self.nonces.is_none_or(|(_, stretch)| stretch.as_secs() >= 1),
        ];
        if spans.contains(&false) {
            return Err(SetupError::Span);
        }
        if self.audiences.iter().any(String::is_empty) {
            return Err(SetupError::Audience);
        }
        if self.origin.as_deref().is_some_and(|origin| !is_origin(origin)) {
            return Err(SetupError::Origin);
        }
        let is_name = |name: &String| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if self.certificate_header.as_ref().is_some_and(|name| !is_name(name)) {
            return Err(SetupError::Name);
        }
        Ok(())
    }
}

/// Written in the one way in which an address that begins with it is written too.
fn is_origin(text: &str) -> bool {
    issuer::parse_address(text).is_some_and(|url| url.as_str().trim_end_matches('/') == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(change: impl FnOnce(Builder) -> Builder) -> Option<SetupError> {
        change(Builder::new("https://poort.example/op", "portal")).build().err()
    }

    #[test]
    fn settings_that_make_no_sense_are_refused_at_the_start() {
        let seconds = Duration::from_secs;
        assert_eq!(error(|builder| builder), None);
        assert_eq!(error(|builder| builder.leeway(seconds(301))), Some(SetupError::Span));
        assert_eq!(error(|builder| builder.timeout(Duration::ZERO)), Some(SetupError::Span));
        assert_eq!(error(|builder| builder.refresh_keys_after(seconds(3601))), Some(SetupError::Span));
        assert_eq!(error(|builder| builder.keys_usable_for(seconds(299))), Some(SetupError::Span));
        assert_eq!(error(|builder| builder.least_between_fetches(Duration::ZERO)), Some(SetupError::Span));
        assert_eq!(error(|builder| builder.least_between_fetches(seconds(301))), Some(SetupError::Span));
        assert_eq!(error(|builder| builder.introspection("portal", "secret", seconds(301))), Some(SetupError::Span));
        assert_eq!(error(|builder| builder.introspection("portal", "", seconds(5))), Some(SetupError::Name));
        assert_eq!(error(|builder| builder.dpop_nonces([0; 32], Duration::ZERO)), Some(SetupError::Span));
        assert_eq!(error(|builder| builder.also_for("")), Some(SetupError::Audience));
        assert_eq!(error(|builder| builder.client_certificate_header("a b")), Some(SetupError::Name));
        for origin in [
            "https://portal.example/",
            "https://portal.example/api/",
            "https://portal.example/a/../b",
            "https://portal.example/api?a",
            "https://portal.example/api#a",
            "https://portal.example:443",
            "https://Portal.example",
            "https://a@portal.example",
            "portal.example",
            "http://portal.example",
            "",
        ] {
            assert_eq!(error(|builder| builder.origin(origin)), Some(SetupError::Origin), "{origin}");
        }
        for origin in ["https://portal.example:8443", "https://portal.example/api", "https://portal.example/a/b"] {
            assert_eq!(error(|builder| builder.origin(origin)), None, "{origin}");
        }
    }

    #[test]
    fn the_issuer_has_tls_or_is_on_this_machine() {
        for issuer in ["http://poort.example/op", "https://poort.example/op?a", "poort.example", ""] {
            assert_eq!(Builder::new(issuer, "portal").build().err(), Some(SetupError::Issuer), "{issuer}");
        }
        assert!(Builder::new("http://127.0.0.1:8080/op", "portal").build().is_ok());
    }
}
