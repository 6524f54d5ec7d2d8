use tokens::claims::Confirmation;
use types::Secret;

use super::{ExchangeRequest, TokenError};
use crate::{Client, GrantType, Params, ScopeError, Scopes};

/// What a client asks at the token endpoint.
#[derive(Clone, Debug)]
pub enum TokenRequest {
    /// Tokens for the person who signed in.
    AuthorizationCode(CodeRequest),
    /// The next tokens for a person who signed in.
    RefreshToken(RefreshRequest),
    /// Tokens for the person who signed in for a device.
    DeviceCode(DeviceRequest),
    /// A token for another API, for the person of a token that the client got.
    TokenExchange(ExchangeRequest),
    /// A token for the client itself.
    ClientCredentials {
        /// What is asked; without the parameter all that the client has.
        scopes: Scopes,
    },
}

/// A code that comes back (RFC 6749 section 4.1.3, RFC 7636 section 4.5).
#[derive(Clone, Debug)]
pub struct CodeRequest {
    /// The code; looked up by its hash.
    pub code: Secret,
    /// The address of the authorization request, again.
    pub redirect_uri: Option<String>,
    /// What the challenge was made of.
    pub code_verifier: Option<Secret>,
    /// What was shown beside it.
    pub shown: Confirmation,
}

/// A refresh token that is used (RFC 6749 section 6).
#[derive(Clone, Debug)]
pub struct RefreshRequest {
    /// The token; looked up by its hash.
    pub token: Secret,
    /// Fewer scopes than were given; without the parameter all of them.
    pub scopes: Option<Scopes>,
    /// What was shown beside it.
    pub shown: Confirmation,
}

/// A device that asks whether its person answered (RFC 8628 section 3.4).
#[derive(Clone, Debug)]
pub struct DeviceRequest {
    /// Its code; looked up by its hash.
    pub device_code: Secret,
    /// What was shown beside it.
    pub shown: Confirmation,
}

impl TokenRequest {
    /// Reads a form of an authenticated client.
    ///
    /// # Errors
    /// [`TokenError`]: an unknown grant type, one that this client may not use, missing parameters, scopes that it was not given.
    pub fn parse(form: &Params, client: &Client) -> Result<Self, TokenError> {
        if form.has_duplicates() {
            return Err(TokenError::Request("a parameter is sent more than once"));
        }
        match form.get("grant_type")? {
            None => Err(TokenError::Request("grant_type is required")),
            Some(name) if name == GrantType::AuthorizationCode.as_str() => code(form, client),
            Some(name) if name == GrantType::RefreshToken.as_str() => refresh(form, client),
            Some(name) if name == GrantType::ClientCredentials.as_str() => machine(form, client),
            Some(name) if name == GrantType::DeviceCode.as_str() => device(form, client),
            Some(name) if name == GrantType::TokenExchange.as_str() => exchange(form, client),
            Some(_) => Err(TokenError::GrantType),
        }
    }
}

impl TokenRequest {
    /// The same, by who shows that he has a key.
    #[must_use]
    pub fn showing(mut self, shown: &Confirmation) -> Self {
        match &mut self {
            Self::AuthorizationCode(request) => request.shown = shown.clone(),
            Self::RefreshToken(request) => request.shown = shown.clone(),
            Self::DeviceCode(request) => request.shown = shown.clone(),
            Self::TokenExchange(request) => request.shown = shown.clone(),
            Self::ClientCredentials { .. } => {}
        }
        self
    }
}

fn code(form: &Params, client: &Client) -> Result<TokenRequest, TokenError> {
    allowed(client, GrantType::AuthorizationCode)?;
    Ok(TokenRequest::AuthorizationCode(CodeRequest {
        code: form.get("code")?.map(Secret::new).ok_or(TokenError::Request("code is required"))?,
        redirect_uri: form.get("redirect_uri")?.map(str::to_owned),
        code_verifier: form.get("code_verifier")?.map(Secret::new),
        shown: Confirmation::default(),
    }))
}

fn refresh(form: &Params, client: &Client) -> Result<TokenRequest, TokenError> {
    allowed(client, GrantType::RefreshToken)?;
    Ok(TokenRequest::RefreshToken(RefreshRequest {
        token: form.get("refresh_token")?.map(Secret::new).ok_or(TokenError::Request("refresh_token is required"))?,
        scopes: form.get("scope")?.map(Scopes::parse).transpose()?,
        shown: Confirmation::default(),
    }))
}

fn device(form: &Params, client: &Client) -> Result<TokenRequest, TokenError> {
    allowed(client, GrantType::DeviceCode)?;
    let device_code = form.get("device_code")?.map(Secret::new).ok_or(TokenError::Request("device_code is required"))?;
    Ok(TokenRequest::DeviceCode(DeviceRequest { device_code, shown: Confirmation::default() }))
}

fn exchange(form: &Params, client: &Client) -> Result<TokenRequest, TokenError> {
    allowed(client, GrantType::TokenExchange)?;
    ExchangeRequest::parse(form).map(TokenRequest::TokenExchange)
}

/// Scopes that say something of a person to whom he signed in at; a machine is none.
pub(super) const OF_A_PERSON: [&str; 4] = ["openid", "profile", "rrn", "offline_access"];

fn machine(form: &Params, client: &Client) -> Result<TokenRequest, TokenError> {
    allowed(client, GrantType::ClientCredentials)?;
    let scopes = match form.get("scope")? {
        Some(text) => Scopes::parse(text)?,
        None => client.scopes.iter().filter(|scope| !OF_A_PERSON.contains(&types::Parsed::as_str(*scope))).cloned().collect(),
    };
    if OF_A_PERSON.iter().any(|name| scopes.has(name)) {
        return Err(ScopeError::Person.into());
    }
    scopes.within(&client.scopes)?;
    if scopes.iter().next().is_none() { Err(ScopeError::Missing.into()) } else { Ok(TokenRequest::ClientCredentials { scopes }) }
}

fn allowed(client: &Client, grant: GrantType) -> Result<(), TokenError> {
    if client.may(grant) { Ok(()) } else { Err(TokenError::Unauthorized) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{machine, params, portal};

    fn code(form: &[(&str, &str)], client: &Client) -> &'static str {
        TokenRequest::parse(&params(form), client).unwrap_err().code()
    }

    #[test]
    fn the_form_is_read_per_grant() {
        let form = params(&[("grant_type", "authorization_code"), ("code", "c"), ("redirect_uri", "u"), ("code_verifier", "v")]);
        let TokenRequest::AuthorizationCode(request) = TokenRequest::parse(&form, &portal()).unwrap() else { panic!() };
        assert_eq!((request.code.expose(), request.redirect_uri.as_deref()), ("c", Some("u")));
        let form = params(&[("grant_type", "client_credentials")]);
        let TokenRequest::ClientCredentials { scopes } = TokenRequest::parse(&form, &machine()).unwrap() else { panic!() };
        assert_eq!(scopes.to_string(), "vo dv_metadata");
    }

    #[test]
    fn everything_else_is_refused() {
        let grant = |name| ("grant_type", name);
        assert_eq!(code(&[], &portal()), "invalid_request");
        assert_eq!(code(&[grant("password")], &portal()), "unsupported_grant_type");
        assert_eq!(code(&[grant("authorization_code")], &portal()), "invalid_request");
        assert_eq!(code(&[grant("client_credentials")], &portal()), "unauthorized_client");
        assert_eq!(code(&[grant("refresh_token"), ("refresh_token", "r")], &portal()), "unauthorized_client");
        assert_eq!(code(&[grant("authorization_code"), ("code", "c")], &machine()), "unauthorized_client");
        assert_eq!(code(&[grant("authorization_code"), ("code", "c"), ("code", "d")], &portal()), "invalid_request");
        let mut wide = machine();
        wide.scopes.push("openid".parse().unwrap());
        for scope in ["openid", "ovam", "poort.me"] {
            assert_eq!(code(&[grant("client_credentials"), ("scope", scope)], &wide), "invalid_scope", "{scope}");
        }
    }
}
