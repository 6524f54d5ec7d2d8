//! The logout request of a client (OpenID Connect RP-Initiated Logout 1.0 section 2), with ACM/IDM's `switch`.

use thiserror::Error;
use types::{ClientId, Day, Parsed, Secret};

use crate::{Client, ParamError, Params};

/// What a logout asks.
#[derive(Clone, Debug)]
pub struct LogoutRequest {
    /// Where the person goes afterwards: a registered address with the client's `state`. Without it he sees a page.
    pub location: Option<String>,
    /// Only another organisation or identity is wanted: he signs in again at once (`switch=true`).
    pub switch: bool,
    /// An ID token by which the client says whose session it means; yet to be verified.
    pub id_token_hint: Option<Secret>,
}

/// A logout that is refused: shown as a page, for no address from such a request is trusted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LogoutError {
    /// Unknown or not active; or no `client_id` beside a `post_logout_redirect_uri`.
    #[error("the application that sent you here is not known")]
    Client,
    /// The address is not registered to the letter.
    #[error("the address to return to is not registered for this application")]
    RedirectUri,
    /// A parameter breaks a rule of its own.
    #[error(transparent)]
    Param(#[from] ParamError),
}

impl LogoutError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Client => "unknownClient",
            Self::RedirectUri => "unknownRedirectUri",
            Self::Param(_) => "invalidParameter",
        }
    }
}

/// The first phase: which client asks, if any. The caller looks it up.
///
/// # Errors
/// [`LogoutError::Client`], [`LogoutError::Param`].
pub fn client_of(params: &Params) -> Result<Option<ClientId>, LogoutError> {
    params.get("client_id")?.map(|name| ClientId::parse(name).map_err(|_| LogoutError::Client)).transpose()
}

/// The second phase: what it asks, held against what is registered for this client.
///
/// # Errors
/// [`LogoutError`].
pub fn parse(params: &Params, client: Option<&Client>, today: Day) -> Result<LogoutRequest, LogoutError> {
    let state = params.get("state")?.map(|state| ("state", state));
    let location = match params.get("post_logout_redirect_uri")? {
        None => None,
        Some(asked) => {
            let client = client.filter(|client| client.is_active(today)).ok_or(LogoutError::Client)?;
            let registered = client.post_logout_redirect_uri(asked).ok_or(LogoutError::RedirectUri)?;
            Some(registered.with_query(state))
        }
    };
    let id_token_hint = params.get("id_token_hint")?.map(Secret::new);
    Ok(LogoutRequest { location, switch: params.get("switch")? == Some("true"), id_token_hint })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{params, portal};

    fn ask(pairs: &[(&str, &str)], client: Option<&Client>) -> Result<LogoutRequest, LogoutError> {
        parse(&params(pairs), client, Day::new(2026, 11, 23).unwrap())
    }

    #[test]
    fn a_registered_address_gets_its_state_back() {
        let mut client = portal();
        client.post_logout_redirect_uris = vec!["https://portal.example/bye?x=1".parse().unwrap()];
        let address = ("post_logout_redirect_uri", "https://portal.example/bye?x=1");
        let request = ask(&[address, ("state", "a&b"), ("switch", "true")], Some(&client)).unwrap();
        assert_eq!(request.location.as_deref(), Some("https://portal.example/bye?x=1&state=a%26b"));
        assert!(request.switch);
        assert_eq!(ask(&[address], Some(&client)).unwrap().location.as_deref(), Some(address.1));
        assert_eq!(ask(&[address], None).unwrap_err(), LogoutError::Client);
        client.enabled = false;
        assert_eq!(ask(&[address], Some(&client)).unwrap_err(), LogoutError::Client);
    }

    #[test]
    fn no_other_address_is_followed() {
        let evil = ("post_logout_redirect_uri", "https://evil.example/");
        assert_eq!(ask(&[evil], Some(&portal())).unwrap_err(), LogoutError::RedirectUri);
        assert_eq!(ask(&[], None).unwrap().location, None);
        assert_eq!(client_of(&params(&[("client_id", "a:b")])), Err(LogoutError::Client));
        assert_eq!(client_of(&params(&[])), Ok(None));
    }
}
