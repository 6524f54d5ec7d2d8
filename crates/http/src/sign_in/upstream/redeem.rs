use oidc::Params;
use oidc::relying::{self, AnswerError, Identity, IdentityError, Pending, Ties, TokenAnswer};
use outgoing::OutgoingError;

use super::known::Known;
use crate::sign_in::visit::Visit;

/// Why a provider named nobody, with the code for who operates Poort.
pub(super) enum Failed {
    /// It does not answer.
    Away(&'static str),
    /// It refuses, or is not believed.
    Refused(&'static str),
    /// It named nobody who may sign in here.
    Unknown(&'static str),
}

/// Whom the answer of a provider names: its code is redeemed, and the ID token that comes back is held against all that was asked.
pub(super) async fn redeemed(
    visit: &Visit,
    known: &Known,
    params: &Params,
    pending: &Pending,
    ties: &Ties,
    address: &str,
) -> Result<Identity, Failed> {
    let metadata = known.metadata(visit).await.ok_or(Failed::Away("upstreamMetadata"))?;
    let code = relying::code(params, &known.provider, &metadata)?;
    let form = relying::redemption(&code, address, ties);
    let answer = visit.state.outgoing.post_form(&metadata.token_endpoint, Some(&relying::basic(&known.provider)), &form).await?;
    match answer.status {
        200..300 => {}
        500.. => return Err(Failed::Away("upstreamToken")),
        _ => return Err(Failed::Refused("upstreamToken")),
    }
    let answer = TokenAnswer::read(&answer.body)?;
    let keys = known.keys(visit, &metadata, &answer).await;
    Ok(relying::identity(&answer, &keys, &known.provider, ties, pending, visit.cx.now)?)
}

impl From<AnswerError> for Failed {
    fn from(error: AnswerError) -> Self {
        Self::Refused(error.code())
    }
}

impl From<OutgoingError> for Failed {
    fn from(error: OutgoingError) -> Self {
        Self::Away(error.code())
    }
}

impl From<IdentityError> for Failed {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::NoInsz | IdentityError::NoSubject => Self::Unknown(error.code()),
            _ => Self::Refused(error.code()),
        }
    }
}
