//! Access tokens at the API (RFC 6750, RFC 9449): Poort's own access tokens (RFC 9068), for this API, with the scope that the operation needs.

use ::mandates::Holder;
use actix_web::http::{StatusCode, header::AUTHORIZATION};
use actix_web::{HttpMessage, HttpRequest};
use service::sign_in::{ORGANISATION_CLAIM, PERSON_CLAIM};
use tokens::claims::AccessTokenClaims;
use tokens::jwt::{self, AudienceRule, Expected, TokenType, VerifyError};
use types::{Actor, ClientId, Context, OrganisationId, Parsed};

use crate::State;
use crate::journal::Seen;
use crate::possession::{self, Presented, SCHEMES};
use crate::problem::Problem;

/// Whom a token speaks for.
pub(crate) struct Bearer {
    /// What the token says.
    pub(crate) claims: AccessTokenClaims,
    pub(crate) holder: Holder,
    pub(crate) session: Option<OrganisationId>,
}

impl Bearer {
    /// Whether the token has a scope.
    pub(crate) fn needs(&self, scope: &str) -> Result<(), Problem> {
        if self.claims.has_scope(scope) { Ok(()) } else { Err(missing(scope)) }
    }
}

/// Verifies the token of a request, and that who sent it may use it.
pub(crate) async fn verify(request: &HttpRequest, state: &State, cx: &Context) -> Result<Bearer, Problem> {
    let presented = presented(request).ok_or_else(none)?;
    let issuance = &state.sign_in.issuance;
    let audience = AudienceRule::Contains(&issuance.api_audience);
    let expected = Expected::new(TokenType::Access, issuance.issuer.as_str(), audience, cx.now);
    let claims: AccessTokenClaims = jwt::verify(presented.token, state.keys.current().as_ref(), &expected).map_err(refused)?;
    let bearer = bearer(claims).ok_or_else(|| refused(VerifyError::Malformed))?;
    possession::may_use(request, state, cx, presented, &bearer.claims).await?;
    request.extensions_mut().insert(Seen { client: bearer.claims.client_id.clone(), actor: actor(&bearer.holder) });
    Ok(bearer)
}

/// The token that a request brings (RFC 6750 section 2.1, RFC 9449 section 7.1), when it is one.
pub(crate) fn presented(request: &HttpRequest) -> Option<Presented<'_>> {
    let mut values = request.headers().get_all(AUTHORIZATION);
    let (scheme, token) = values.next()?.to_str().ok()?.split_once(' ')?;
    let by_proof = scheme.eq_ignore_ascii_case("DPoP");
    let one = values.next().is_none() && (by_proof || scheme.eq_ignore_ascii_case("Bearer")) && !token.trim().is_empty();
    one.then(|| Presented { token: token.trim(), by_proof })
}

/// A person's token for this API names him; one without a person and a session is a machine's, and about itself.
fn bearer(claims: AccessTokenClaims) -> Option<Bearer> {
    let holder = match claims.extra.get(PERSON_CLAIM) {
        Some(id) => Holder::Person(id.as_str()?.parse().ok()?),
        None if claims.sid.is_none() && claims.sub == claims.client_id => {
            Holder::Client(ClientId::parse(&claims.client_id).ok()?)
        }
        None => return None,
    };
    let session = match claims.extra.get(ORGANISATION_CLAIM) {
        Some(value) => Some(value.as_str()?.parse().ok()?),
        None => None,
    };
    Some(Bearer { claims, holder, session })
}

fn actor(holder: &Holder) -> Actor {
    match holder {
        Holder::Person(id) => Actor::Person(*id),
        Holder::Client(id) => Actor::Client(id.clone()),
    }
}

fn none() -> Problem {
    Problem::belgif(StatusCode::UNAUTHORIZED, "noAccessToken", "No Access Token").challenge(SCHEMES)
}

fn refused(error: VerifyError) -> Problem {
    let problem = if error == VerifyError::Expired {
        Problem::belgif(StatusCode::UNAUTHORIZED, "expiredAccessToken", "Expired Access Token")
    } else {
        Problem::belgif(StatusCode::UNAUTHORIZED, "invalidAccessToken", "Invalid Access Token")
    };
    problem.because(error.to_string()).coded(error.code()).challenge(r#"Bearer realm="poort", error="invalid_token""#)
}

/// A token that was good when it was signed, and is worth nothing any more: its session ended, its client was switched off, it was revoked.
pub(crate) fn ended() -> Problem {
    Problem::belgif(StatusCode::UNAUTHORIZED, "invalidAccessToken", "Invalid Access Token")
        .because("what this token was issued on has ended since")
        .coded("tokenInactive")
        .challenge(r#"Bearer realm="poort", error="invalid_token""#)
}

fn missing(scope: &str) -> Problem {
    Problem::belgif(StatusCode::FORBIDDEN, "missingScope", "Missing Scope")
        .because(format!("the access token lacks the scope {scope}"))
        .challenge(&format!(r#"Bearer realm="poort", error="insufficient_scope", scope="{scope}""#))
}
