//! The answer to an authorization request: the address to which the browser is sent.

use std::borrow::Cow;

use types::Secret;

use crate::{
    Issuer,
    authorize::{AuthorizationRequest, AuthorizeErrorCode, RedirectError},
};

/// The address with the code, the client's state and, unless switched off, the issuer (RFC 6749 section 4.1.2, RFC 9207).
#[must_use]
pub fn success(request: &AuthorizationRequest, code: &Secret, issuer: &Issuer) -> String {
    let state = request.state.as_deref().map(|state| ("state", state));
    let iss = request.iss.then_some(("iss", issuer.as_str()));
    request.redirect_uri.with_query([("code", code.expose())].into_iter().chain(state).chain(iss))
}

/// A refusal after the request was found sound: nobody signed in with `prompt=none`, no organisation to choose.
#[must_use]
pub fn refusal(request: &AuthorizationRequest, error: AuthorizeErrorCode, description: &'static str) -> RedirectError {
    RedirectError {
        redirect_uri: request.redirect_uri.clone(),
        error,
        description: Cow::Borrowed(description),
        state: request.state.clone(),
        iss: request.iss,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{authorize, testing};
    use types::Day;

    #[test]
    fn the_code_goes_back_with_state_and_issuer() {
        let issuer = Issuer::parse("https://poort.example/op").unwrap();
        let mut client = testing::portal();
        client.pkce = crate::Pkce::Optional;
        let params = testing::params(&[
            ("redirect_uri", "https://portal.example/cb"),
            ("response_type", "code"),
            ("scope", "openid"),
            ("state", "a=b"),
        ]);
        let mut request = authorize::parse(&params, Some(&client), Day::new(2026, 11, 23).unwrap()).unwrap();
        let location = success(&request, &Secret::new("c0de"), &issuer);
        assert_eq!(location, "https://portal.example/cb?code=c0de&state=a%3Db&iss=https%3A%2F%2Fpoort.example%2Fop");
        (request.iss, request.state) = (false, None);
        assert_eq!(success(&request, &Secret::new("c0de"), &issuer), "https://portal.example/cb?code=c0de");
        let refused = refusal(&request, AuthorizeErrorCode::LoginRequired, "nobody is signed in");
        assert!(refused.location(&issuer).contains("error=login_required"));
    }
}
