//! The authorization request (RFC 6749 section 4.1.1, OpenID Connect Core 1.0 section 3.1.2), parsed in two phases: until the
//! client and its `redirect_uri` are trusted an error is a page, from then on it travels back to the client.

mod acr;
mod claims_parameter;
mod error;
mod hint;
mod pkce;
mod prompt;
mod request;
mod resume;

use types::{ClientId, Day, Parsed};

use crate::{Client, GrantType, Params, Pkce, RedirectUri, Scopes};

pub use acr::{ACR_PASSWORD, strength};
pub use error::{AuthorizeError, AuthorizeErrorCode, PageError, RedirectError};
pub use hint::LoginHint;
pub use pkce::CodeChallenge;
pub use prompt::Prompt;
pub use request::AuthorizationRequest;
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
    let client = client.ok_or(PageError::Client)?;
    let redirect_uri = trusted_address(params, client, today)?;
    request::parse(params, client, redirect_uri.clone()).map_err(|refusal| {
        AuthorizeError::Redirect(RedirectError {
            redirect_uri,
            response_mode: request::response_mode(params).unwrap_or_default(),
            error: refusal.error,
            description: refusal.description,
            state: params.get("state").ok().flatten().map(str::to_owned),
            iss: client.response_iss,
        })
    })
}

/// What a device asks, as an authorization request whose answer goes to our own `page`: so the same steps lead to it, and its person always
/// chooses for which organisation. `None` for what its client may not ask (any more).
#[must_use]
pub fn of_device(client: &Client, scopes: &Scopes, page: RedirectUri) -> Option<AuthorizationRequest> {
    let pairs = [("response_type", "code"), ("prompt", "select_account"), ("scope", &scopes.to_string())];
    let params = Params::from_pairs(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into()).ok()?;
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
