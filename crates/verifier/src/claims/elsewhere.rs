//! Claims that a token only refers to (OpenID Connect Core 1.0 section 5.6.2).

use serde_json::Value;

use crate::error::VerifyError;
use crate::jwt::Members;

/// Whether the claim of this name is to be asked elsewhere: `_claim_names` has it.
pub(super) fn refers(claims: &Members, name: &str) -> Result<bool, VerifyError> {
    let Some(names) = claims.0.get("_claim_names") else { return Ok(false) };
    let names = names.as_object().filter(|names| names.values().all(Value::is_string)).ok_or(VerifyError::Malformed)?;
    Ok(names.contains_key(name))
}
