//! What a request shows beside a token or a code: that who sends it has a key (DPoP, RFC 9449), or a certificate (mutual TLS, RFC 8705).

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use oidc::dpop::{self, AcceptedProof, ProofError, ProvenRequest};
use oidc::token::TokenError;
use service::sign_in::{self, SignInError};
use tokens::claims::{AccessTokenClaims, Confirmation};
use types::Context;

use crate::State;
use crate::problem::Problem;

/// How a token is asked for: by whoever has it, or with a proof (RFC 6750 section 3, RFC 9449 section 7.1).
pub(crate) const SCHEMES: &str = r#"Bearer realm="poort", DPoP realm="poort", algs="ES256 EdDSA RS256 PS256""#;
/// The answer to a proof that is not accepted.
pub(crate) const NO_PROOF: &str = r#"DPoP realm="poort", error="invalid_dpop_proof", algs="ES256 EdDSA RS256 PS256""#;
/// The answer to a token that is used in another way than it is bound.
pub(crate) const WRONG_WAY: &str = r#"DPoP realm="poort", error="invalid_token", algs="ES256 EdDSA RS256 PS256""#;

/// The answer to a token that is bound to a certificate, over another connection (RFC 8705 section 3).
pub(crate) const OTHER_CONNECTION: &str = r#"Bearer realm="poort", error="invalid_token""#;
/// The same for people.
pub(crate) const OTHER_CERTIFICATE: &str = "this token is bound to a client certificate that did not come along";

/// A token as it came in.
#[derive(Clone, Copy)]
pub(crate) struct Presented<'a> {
    pub(crate) token: &'a str,
    /// By the scheme `DPoP`, not `Bearer`.
    pub(crate) by_proof: bool,
}

/// Why a token that is good may not be used by who sent it.
pub(crate) enum Unproven {
    /// The proof is none.
    Proof(ProofError),
    /// It is bound to something else, or used in another way.
    Bound,
    /// It is bound to the certificate of another connection.
    Certificate,
    /// It could not be found out.
    Inside(SignInError),
}

/// The proof that came along for a request of this method and address, if one did. It is yet to be spent.
pub(crate) fn proof(request: &HttpRequest, asked: &ProvenRequest<'_>, cx: &Context) -> Result<Option<AcceptedProof>, ProofError> {
    let mut headers = request.headers().get_all("dpop");
    let Some(proof) = headers.next() else { return Ok(None) };
    let proof = proof.to_str().ok().filter(|_| headers.next().is_none()).ok_or(ProofError::Unreadable)?;
    dpop::accept(proof, asked, cx.now).map(Some)
}

/// What a proof and the connection of a request show.
pub(crate) fn shown(request: &HttpRequest, state: &State, cx: &Context, proof: Option<&AcceptedProof>) -> Confirmation {
    let certificate = state.sign_in.certificate(request, cx.now);
    Confirmation {
        jkt: proof.map(|proof| proof.jkt.clone()),
        x5t: certificate.map(|shown| shown.certificate.thumbprint().to_owned()),
    }
}

/// Lets a verified token be used by who may: what it is bound to is shown, and each proof comes once.
pub(crate) async fn may_use(
    request: &HttpRequest,
    state: &State,
    cx: &Context,
    presented: Presented<'_>,
    claims: &AccessTokenClaims,
) -> Result<(), Unproven> {
    let Presented { token, by_proof } = presented;
    let uri = state.sign_in.issuance.issuer.endpoint(request.path());
    let asked = ProvenRequest { method: request.method().as_str(), uri: &uri, token: Some(token) };
    let proof = if by_proof { Some(proof(request, &asked, cx)?.ok_or(ProofError::Missing)?) } else { None };
    if !dpop::may_use(claims.cnf.as_ref(), &shown(request, state, cx, proof.as_ref()), by_proof) {
        let by_key = by_proof || claims.cnf.as_ref().is_some_and(|cnf| cnf.jkt.is_some());
        return Err(if by_key { Unproven::Bound } else { Unproven::Certificate });
    }
    let Some(proof) = proof else { return Ok(()) };
    Ok(state.store.write(cx.clone(), move |tx| sign_in::spend_proof(tx, &proof)).await?)
}

impl From<ProofError> for Unproven {
    fn from(error: ProofError) -> Self {
        Self::Proof(error)
    }
}

impl From<SignInError> for Unproven {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Token(TokenError::Proof(error)) => Self::Proof(error),
            error => Self::Inside(error),
        }
    }
}

impl From<Unproven> for Problem {
    fn from(unproven: Unproven) -> Self {
        let problem = Self::belgif(StatusCode::UNAUTHORIZED, "invalidAccessToken", "Invalid Access Token");
        match unproven {
            Unproven::Proof(error) => problem.because(error.to_string()).coded(error.code()).challenge(NO_PROOF),
            Unproven::Bound => problem
                .because("what this token is bound to was not shown, or it is bound to nothing")
                .coded("tokenBinding")
                .challenge(WRONG_WAY),
            Unproven::Certificate => problem.because(OTHER_CERTIFICATE).coded("tokenBinding").challenge(OTHER_CONNECTION),
            Unproven::Inside(error) => crate::problem::inside(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokens::keys::Algorithm;

    #[test]
    fn the_challenges_name_every_algorithm_that_is_accepted() {
        let names = Algorithm::ACCEPTED.map(Algorithm::as_str).join(" ");
        for challenge in [SCHEMES, NO_PROOF, WRONG_WAY] {
            assert!(challenge.ends_with(&format!("algs=\"{names}\"")), "{challenge}");
        }
    }
}
