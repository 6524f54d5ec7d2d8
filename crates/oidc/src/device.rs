//! Device authorization (RFC 8628): a person signs in for a device that has no browser of its own, on another one.

mod grant;
mod user_code;

use serde::Serialize;
use types::{Instant, Seconds};

use crate::token::TokenError;
use crate::{Client, GrantType, Issuer, Params, Scopes, paths};

pub use grant::{DeviceAnswer, DeviceError, DeviceGrant};
pub use user_code::UserCode;

/// How long a person has to type the code (own choice).
pub const LIFETIME: Seconds = Seconds(600);
/// For how long after that a device still hears that it was too late.
pub const REMEMBERED: Seconds = Seconds(600);

/// What a device asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceAsk {
    /// For its user.
    pub scopes: Scopes,
    /// How strongly he is to prove who he is, the preferred first: as at the authorization endpoint.
    pub acr_values: Option<String>,
}

/// What a device asks for its user.
///
/// # Errors
/// [`TokenError`]: a client without this grant type, a parameter that is sent twice, a scope that it was not given.
pub fn parse(form: &Params, client: &Client) -> Result<DeviceAsk, TokenError> {
    if form.has_duplicates() {
        return Err(TokenError::Request("a parameter is sent more than once"));
    }
    if !client.may(GrantType::DeviceCode) {
        return Err(TokenError::Unauthorized);
    }
    let scopes = Scopes::for_person(form.get("scope")?.unwrap_or_default(), client)?;
    Ok(DeviceAsk { scopes, acr_values: form.get("acr_values")?.map(str::to_owned) })
}

/// What a device is answered (RFC 8628 section 3.2).
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct DeviceResponse {
    /// With this it asks for its tokens.
    pub device_code: String,
    /// This it shows.
    pub user_code: String,
    /// Where its user goes with that.
    pub verification_uri: String,
    /// The same address with the code in it, for who need not type: a QR code.
    pub verification_uri_complete: String,
    /// How many seconds both codes live.
    pub expires_in: i64,
    /// How many seconds it waits between two questions.
    pub interval: i64,
}

impl DeviceResponse {
    /// The answer for a grant that waits.
    #[must_use]
    pub fn new(issuer: &Issuer, device_code: &types::Secret, user_code: &UserCode, grant: &DeviceGrant, now: Instant) -> Self {
        let page = issuer.endpoint(paths::DEVICE_PAGE);
        Self {
            device_code: device_code.expose().to_owned(),
            user_code: user_code.to_string(),
            verification_uri_complete: format!("{page}?user_code={user_code}"),
            verification_uri: page,
            expires_in: grant.expires.unix() - now.unix(),
            interval: grant.interval.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{params, portal};

    #[test]
    fn a_client_asks_for_its_user_what_it_was_given() {
        let mut client = portal();
        let code = |form: &[(&str, &str)], client: &Client| parse(&params(form), client).map_err(|error| error.code());
        assert_eq!(code(&[("scope", "openid")], &client), Err("unauthorized_client"));
        client.grant_types.push(GrantType::DeviceCode);
        assert_eq!(code(&[("scope", "openid ovam")], &client).unwrap().scopes.to_string(), "openid ovam");
        for scope in ["", "ovam", "openid rrn", "openid other", "openid \"x\""] {
            assert_eq!(code(&[("scope", scope)], &client), Err("invalid_scope"), "{scope}");
        }
        assert_eq!(code(&[("scope", "openid"), ("scope", "openid")], &client), Err("invalid_request"));
    }
}
