//! Who acts for the user.

use serde_json::Value;

use crate::error::VerifyError;
use crate::jwt::Members;

/// More clients than this in a row are a mistake, or an attack.
const LONGEST: usize = 16;

/// The clients that `act` names, who acts now first (RFC 8693 section 4.1): each an object with a text `sub`, and perhaps the one before it.
pub(super) fn read(claims: &Members) -> Result<Vec<String>, VerifyError> {
    let mut actors = Vec::new();
    let mut next = claims.0.get("act");
    while let Some(act) = next {
        let members = act.as_object().ok_or(VerifyError::Malformed)?;
        let actor = members.get("sub").and_then(Value::as_str).filter(|sub| !sub.is_empty()).ok_or(VerifyError::Malformed)?;
        if actors.len() == LONGEST {
            return Err(VerifyError::Malformed);
        }
        actors.push(actor.to_owned());
        next = members.get("act");
    }
    Ok(actors)
}
