use oidc::Params;
use oidc::relying::{self, AnswerError, Identity, IdentityError, Metadata, Pending, Proven, Ties, TokenAnswer, UserinfoAnswer};
use outgoing::{Answer, OutgoingError};
use serde_json::{Map, Value};
use tokens::jwt::SignError;
use types::Secret;

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

/// Whom the answer of a provider names: its code is redeemed, the ID token that comes back is held against all that was asked, and userinfo says what that
/// left out.
pub(super) async fn redeemed(
    visit: &Visit,
    known: &Known,
    params: &Params,
    pending: &Pending,
    ties: &Ties,
    address: &str,
) -> Result<Identity, Failed> {
    let metadata = known.metadata(visit).await.ok_or(Failed::Away("upstreamMetadata"))?;
    let (provider, now) = (&known.provider, visit.cx.now);
    let code = relying::code(params, provider, &metadata)?;
    let asked = relying::redemption(provider, &metadata, &code, address, ties, &visit.cx)?;
    let outgoing = &visit.state.outgoing;
    let answer = outgoing.post_form(&metadata.token_endpoint, asked.authorization.as_ref(), &asked.form()).await?;
    let answer = TokenAnswer::read(&answered(answer, "upstreamToken")?, provider)?;
    let keys = known.keys(visit, &metadata, |keys| answer.has_key(keys, now)).await;
    let proven = relying::proven(&answer, &keys, provider, ties, pending, now)?;
    let userinfo = match &metadata.userinfo_endpoint {
        Some(endpoint) if proven.wants_userinfo(provider) => {
            Some(userinfo(visit, known, &metadata, endpoint, &answer.access_token, &proven).await?)
        }
        _ => None,
    };
    Ok(proven.identity(userinfo.as_ref(), provider, now)?)
}

async fn userinfo(
    visit: &Visit,
    known: &Known,
    metadata: &Metadata,
    endpoint: &str,
    access_token: &Secret,
    proven: &Proven,
) -> Result<Map<String, Value>, Failed> {
    const ACCEPT: &str = "application/json, application/jwt";
    let (provider, now) = (&known.provider, visit.cx.now);
    let bearer = Secret::new(format!("Bearer {}", access_token.expose()));
    let answer = visit.state.outgoing.get(endpoint, Some(&bearer), ACCEPT).await?;
    let answer = UserinfoAnswer::read(&answered(answer, "upstreamUserinfo")?, provider)?;
    let keys = known.keys(visit, metadata, |keys| answer.has_key(keys, now)).await;
    Ok(answer.claims(proven, &keys, provider, now)?)
}

/// The body of an answer of success.
fn answered(answer: Answer, code: &'static str) -> Result<Vec<u8>, Failed> {
    match answer.status {
        200..300 => Ok(answer.body),
        500.. => Err(Failed::Away(code)),
        _ => Err(Failed::Refused(code)),
    }
}

impl From<SignError> for Failed {
    fn from(error: SignError) -> Self {
        Self::Away(error.code())
    }
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
