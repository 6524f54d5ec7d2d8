//! What a token must be to be accepted.

use types::{Instant, Seconds};

use super::{TokenType, VerifyError};
use crate::claims::{Audience, Registered};

/// What [`super::verify`] holds a token against. The clock is the caller's.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    pub(super) token_type: TokenType,
    issuer: &'a str,
    audience: AudienceRule<'a>,
    now: Instant,
    leeway: Seconds,
    even_if_expired: bool,
}

/// For whom a token must be.
#[derive(Debug, Clone, Copy)]
pub enum AudienceRule<'a> {
    /// Its `aud` contains this.
    Contains(&'a str),
    /// Its `aud` contains one of these.
    ContainsAnyOf(&'a [&'a str]),
    /// For whomever: where Poort reads its own tokens on behalf of their audience (introspection, userinfo) and decides on
    /// `aud` afterwards.
    Anyone,
}

impl<'a> Expected<'a> {
    /// A token of this type, by this issuer (compared to the letter), for this audience, valid at `now` without leeway.
    #[must_use]
    pub fn new(token_type: TokenType, issuer: &'a str, audience: AudienceRule<'a>, now: Instant) -> Self {
        Self { token_type, issuer, audience, now, leeway: Seconds(0), even_if_expired: false }
    }

    /// Tolerates clocks that are this far apart.
    #[must_use]
    pub fn with_leeway(self, leeway: Seconds) -> Self {
        Self { leeway, ..self }
    }

    /// Accepts a token past its end: the `id_token_hint` at logout (OpenID Connect RP-Initiated Logout 1.0 section 2).
    #[must_use]
    pub fn even_if_expired(self) -> Self {
        Self { even_if_expired: true, ..self }
    }

    /// When it is now.
    pub(super) fn now(&self) -> Instant {
        self.now
    }

    pub(super) fn check(&self, claims: &Registered<'_>) -> Result<(), VerifyError> {
        if claims.iss != self.issuer {
            return Err(VerifyError::WrongIssuer);
        }
        if !self.audience.accepts(claims.aud) {
            return Err(VerifyError::WrongAudience);
        }
        self.check_times(claims)
    }

    /// RFC 7519 sections 4.1.4 to 4.1.6; a token from the future is not believed either.
    fn check_times(&self, claims: &Registered<'_>) -> Result<(), VerifyError> {
        let now = self.now.unix();
        let leeway = self.leeway.0.max(0);
        let begins = claims.nbf.max(claims.iat);
        if begins.is_some_and(|begin| begin.unix() > now.saturating_add(leeway)) {
            return Err(VerifyError::NotYetValid);
        }
        if !self.even_if_expired && claims.exp.unix() <= now.saturating_sub(leeway) {
            return Err(VerifyError::Expired);
        }
        Ok(())
    }
}

impl AudienceRule<'_> {
    fn accepts(self, audience: &Audience) -> bool {
        match self {
            Self::Contains(name) => audience.contains(name),
            Self::ContainsAnyOf(names) => names.iter().any(|name| audience.contains(name)),
            Self::Anyone => true,
        }
    }
}
