//! The checks, in their order.

use std::sync::Arc;

use crate::binding::{self, Confirmation, Expected, Nonces, Presented, Seen};
use crate::builder::Builder;
use crate::claims::{Claims, RoleClaims};
use crate::clock::Clock;
use crate::error::{FetchError, VerifyError};
use crate::id_token::SignIn;
use crate::issuer::{Introspection, Issuer, KeyCache, Verdict};
use crate::jwt::{Jwt, Members};
use crate::web::Answers;

/// Verifies the tokens of one issuer for one application. Cheap to clone; all clones share the keys and what was seen.
///
/// It works in a tokio runtime (actix-web's and axum's are).
#[derive(Clone)]
pub struct Verifier(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) issuer: Arc<Issuer>,
    pub(crate) keys: KeyCache,
    pub(crate) audiences: Vec<String>,
    pub(crate) roles: RoleClaims,
    /// In seconds.
    pub(crate) leeway: i64,
    pub(crate) introspection: Option<Introspection>,
    pub(crate) require_binding: bool,
    pub(crate) origin: Option<String>,
    pub(crate) proofs: Seen,
    pub(crate) nonces: Option<Nonces>,
    pub(crate) certificate_header: Option<String>,
    pub(crate) answers: Answers,
    pub(crate) clock: Clock,
}

impl Verifier {
    /// Settings for tokens of `issuer` (its identifier, to the letter: `https://poort.example/op`) that are meant for `audience` (the application's
    /// `client_id`, or the name of its API).
    pub fn builder(issuer: &str, audience: &str) -> Builder {
        Builder::new(issuer, audience)
    }

    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// Whether both are clones of one.
    #[cfg(feature = "actix")]
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }

    /// Verifies an access token that came as `Authorization: Bearer`. One that is bound to a key or certificate is refused here: see
    /// [`Verifier::verify_presented`].
    ///
    /// # Errors
    /// [`VerifyError`]: the first thing that is wrong.
    pub async fn verify(&self, token: &str) -> Result<Claims, VerifyError> {
        self.verify_presented(&Presented::bearer(token)).await
    }

    /// Verifies an access token with what came along to prove possession (RFC 9068 section 4, RFC 9449 section 7, RFC 8705 section 3).
    ///
    /// # Errors
    /// [`VerifyError`]: the first thing that is wrong.
    pub async fn verify_presented(&self, presented: &Presented<'_>) -> Result<Claims, VerifyError> {
        let inner = self.inner();
        let jwt = Jwt::parse(presented.token)?;
        if !jwt.header.is("at+jwt") {
            return Err(VerifyError::WrongType);
        }
        let claims = inner.signed(&jwt).await?;
        inner.check_issued(&claims, |name| inner.audiences.iter().any(|ours| ours == name))?;
        for needed in ["client_id", "jti"] {
            // RFC 9068 section 2.2.
            claims.needed_text(needed)?;
        }
        inner.check_binding(&claims, presented)?;
        let claims = Claims::new(claims, &inner.roles)?;
        let claims = inner.as_it_is_now(presented.token, claims).await?;
        if claims.rights_elsewhere() { Err(VerifyError::RightsElsewhere) } else { Ok(claims) }
    }

    /// Verifies the ID token of a sign-in (OpenID Connect Core 1.0 section 3.1.3.7). An access token is none, and the other way round.
    ///
    /// # Errors
    /// [`VerifyError`]: the first thing that is wrong.
    pub async fn verify_id_token(&self, token: &str, sign_in: &SignIn<'_>) -> Result<Claims, VerifyError> {
        let inner = self.inner();
        let jwt = Jwt::parse(token)?;
        // OpenID Connect does not demand a type.
        if jwt.header.has_type() && !jwt.header.is("jwt") {
            return Err(VerifyError::WrongType);
        }
        let claims = inner.signed(&jwt).await?;
        inner.check_issued(&claims, |name| name == sign_in.client_id())?;
        sign_in.check(&claims, jwt.header.algorithm, inner.clock.now().seconds(), inner.leeway)?;
        Claims::of_sign_in(claims, &inner.roles)
    }

    /// Asks the issuer for its keys when they are not known: at the start of an application, or for its readiness.
    ///
    /// # Errors
    /// [`FetchError`]: what is wrong with the way to the issuer, or with what is configured.
    pub async fn warm_up(&self) -> Result<(), FetchError> {
        self.inner().keys.published().await.map(drop)
    }

    /// The nonce for the next DPoP proof, when [`Builder::dpop_nonces`] asks for nonces.
    #[must_use]
    pub fn dpop_nonce(&self) -> Option<String> {
        let inner = self.inner();
        inner.nonces.as_ref().map(|nonces| nonces.current(inner.clock.now().seconds()))
    }
}

impl Inner {
    /// The claims of a token whose signature is the issuer's.
    async fn signed(&self, jwt: &Jwt<'_>) -> Result<Members, VerifyError> {
        let kid = jwt.header.kid.as_deref().ok_or(VerifyError::UnknownKey)?;
        let key = self.keys.key(kid, jwt.header.algorithm).await?;
        if !key.verifies(jwt.signed, &jwt.signature) {
            return Err(VerifyError::BadSignature);
        }
        jwt.claims()
    }

    /// By whom, for whom, when.
    fn check_issued(&self, claims: &Members, is_ours: impl Fn(&str) -> bool) -> Result<(), VerifyError> {
        if claims.needed_text("iss")? != self.issuer.identifier() {
            return Err(VerifyError::WrongIssuer);
        }
        if !claims.audience()?.into_iter().any(is_ours) {
            return Err(VerifyError::WrongAudience);
        }
        let now = self.clock.now().seconds();
        let begins = claims.needed_seconds("iat")?.max(claims.seconds("nbf")?.unwrap_or_default());
        if now >= claims.needed_seconds("exp")? + self.leeway {
            return Err(VerifyError::Expired);
        }
        if begins > now + self.leeway { Err(VerifyError::NotYetValid) } else { Ok(()) }
    }

    fn check_binding(&self, claims: &Members, presented: &Presented<'_>) -> Result<(), VerifyError> {
        let confirmation = Confirmation::of(claims)?;
        if self.require_binding && !confirmation.is_bound() {
            return Err(VerifyError::ProofMissing);
        }
        confirmation.check_certificate(presented.certificate)?;
        let Some(proof) = &presented.proof else {
            return if confirmation.key.is_some() { Err(VerifyError::ProofMissing) } else { Ok(()) };
        };
        let now = self.clock.now().seconds();
        let proved = binding::verify_proof(proof, &Expected { token: presented.token, now, leeway: self.leeway })?;
        confirmation.check_key(&proved.key)?;
        if let Some(nonces) = &self.nonces {
            proved.nonce.as_deref().filter(|nonce| nonces.accepts(nonce, now)).ok_or(VerifyError::NonceNeeded)?;
        }
        self.proofs.first_time(&proved.key, &proved.jti, proved.ends, now)
    }

    /// The claims as the issuer says them now, when it is to be asked.
    async fn as_it_is_now(&self, token: &str, claims: Claims) -> Result<Claims, VerifyError> {
        let Some(introspection) = &self.introspection else { return Ok(claims) };
        let published = self.keys.published().await?;
        match introspection.verdict(token, &published).await? {
            Verdict::Inactive => Err(VerifyError::Revoked),
            Verdict::Active(now) => claims.updated(&now, &self.roles),
        }
    }
}
