//! The authorization request (RFC 6749 section 4.1.1, OpenID Connect Core 1.0 section 3.1.2), parsed in two phases: until the
//! client and its `redirect_uri` are trusted an error is a page, from then on it travels back to the client.

mod acr;
mod claims_parameter;
mod error;
mod hint;
mod kept;
mod pkce;
mod prompt;
mod request;
mod request_object;
mod resume;

use serde::{Deserialize, Serialize};
use types::{ClientId, Day, Parsed};

use crate::device::DeviceGrant;
use crate::{Client, GrantType, Params, Pkce, RedirectUri};

use error::Refusal;

pub use acr::{ACR_CARD, ACR_PASSKEY, ACR_PASSWORD, ACR_TOTP, strength};
pub use error::{AuthorizeError, AuthorizeErrorCode, PageError, RedirectError};
pub use hint::LoginHint;
pub use kept::{KeptRequest, PUSHED, by_reference, reference, request_uri};
pub use pkce::CodeChallenge;
pub use prompt::Prompt;
pub use request::{AuthorizationRequest, Unread};
pub use resume::{continued, path_of, signed_in};

/// The first phase: which client asks. The caller looks it up.
///
/// # Errors
/// [`PageError::Client`] when it is missing or cannot be one; nothing here may be sent to an address from the request.
pub fn client_of(params: &Params) -> Result<ClientId, PageError> {
    let name = params.get("client_id")?.ok_or(PageError::Client)?;
    ClientId::parse(name).map_err(|_| PageError::Client)
}

/// The second phase: what it asks, held against what this client may.
///
/// # Errors
/// [`AuthorizeError::Page`] as long as the address is not trusted, then [`AuthorizeError::Redirect`].
pub fn parse(params: &Params, client: Option<&Client>, today: Day) -> Result<AuthorizationRequest, AuthorizeError> {
    parse_delivered(params, client, Delivery::default(), today)
}

/// How a request came; without either, in an address or a form of a browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// From the client itself, which proved who it is (RFC 9126).
    pub pushed: bool,
    /// Signed by the client (RFC 9101).
    pub signed: bool,
}

/// The same for one that came so.
///
/// # Errors
/// As [`parse`]; a client may have to push or to sign.
pub fn parse_delivered(
    params: &Params,
    client: Option<&Client>,
    delivery: Delivery,
    today: Day,
) -> Result<AuthorizationRequest, AuthorizeError> {
    let client = client.ok_or(PageError::Client)?;
    let redirect_uri = trusted_address(params, client, today)?;
    let read = deliverable(client, delivery).and_then(|()| request::parse(params, client, redirect_uri.clone()));
    read.map_err(|refusal| refusal.returned(params, client, redirect_uri))
}

fn deliverable(client: &Client, delivery: Delivery) -> Result<(), Refusal> {
    if client.require_pushed_requests && !delivery.pushed {
        return Err(Refusal::request("this client pushes its requests (RFC 9126)"));
    }
    if client.require_signed_requests && !delivery.signed {
        return Err(Refusal::request("this client signs its requests (RFC 9101)"));
    }
    Ok(())
}

/// What a device asks, as an authorization request whose answer goes to our own `page`: so the same steps lead to it, and its person always
/// chooses for which organisation. `None` for what its client may not ask (any more).
#[must_use]
pub fn of_device(client: &Client, grant: &DeviceGrant, page: RedirectUri) -> Option<AuthorizationRequest> {
    let (asked, none) = (grant.scopes.to_string(), Params::default());
    let params = none.with("response_type", "code").with("prompt", "select_account").with("scope", &asked);
    let params = grant.acr_values.iter().fold(params, |params, levels| params.with("acr_values", levels));
    // Between the answer and the device there is no browser, and so no code that PKCE would protect.
    let client = Client { pkce: Pkce::Optional, ..client.clone() };
    request::parse(&params, &client, page).ok()
}

fn trusted_address(params: &Params, client: &Client, today: Day) -> Result<RedirectUri, PageError> {
    if !client.is_active(today) {
        return Err(PageError::Client);
    }
    if !client.may(GrantType::AuthorizationCode) {
        return Err(PageError::Grant);
    }
    let asked = params.get("redirect_uri")?.ok_or(PageError::RedirectUri)?;
    client.redirect_uri(asked).cloned().ok_or(PageError::RedirectUri)
}

#[cfg(test)]
mod tests;
