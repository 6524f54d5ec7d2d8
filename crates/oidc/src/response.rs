//! The answer to an authorization request: what goes back to the client, and how.

use std::borrow::Cow;

use types::Secret;

use crate::authorize::{AuthorizationRequest, AuthorizeErrorCode, RedirectError};
use crate::{Issuer, RedirectUri, encoding};

/// How an answer travels (OAuth 2.0 Multiple Response Type Encoding Practices section 2.1, OAuth 2.0 Form Post Response Mode).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResponseMode {
    /// In the query of the address: what a code is for.
    #[default]
    Query,
    /// Behind `#`, for an application that is all in the browser.
    Fragment,
    /// In a form that the browser posts: in no address, history or log.
    FormPost,
}

impl ResponseMode {
    /// All of them, by name.
    pub const ALL: [Self; 3] = [Self::Query, Self::Fragment, Self::FormPost];

    /// The one of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == name)
    }

    /// The value of `response_mode`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Fragment => "fragment",
            Self::FormPost => "form_post",
        }
    }
}

/// An answer on its way to a registered address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationAnswer {
    /// Where to.
    pub redirect_uri: RedirectUri,
    /// How.
    pub mode: ResponseMode,
    /// What.
    pub members: Vec<(&'static str, String)>,
}

impl AuthorizationAnswer {
    /// The address to send the browser to; of a form, the address that it is posted to.
    #[must_use]
    pub fn location(&self) -> String {
        let pairs = self.members.iter().map(|(name, value)| (*name, value.as_str()));
        match self.mode {
            ResponseMode::Query => self.redirect_uri.with_query(pairs),
            ResponseMode::Fragment => format!("{}#{}", self.redirect_uri.as_str(), encoding::encode_pairs(pairs)),
            ResponseMode::FormPost => self.redirect_uri.as_str().to_owned(),
        }
    }
}

/// The answer with the code, the client's state and, unless switched off, the issuer (RFC 6749 section 4.1.2, RFC 9207).
#[must_use]
pub fn success(request: &AuthorizationRequest, code: &Secret, issuer: &Issuer) -> AuthorizationAnswer {
    let mut members = vec![("code", code.expose().to_owned())];
    members.extend(request.state.clone().map(|state| ("state", state)));
    members.extend(request.iss.then(|| ("iss", issuer.as_str().to_owned())));
    AuthorizationAnswer { redirect_uri: request.redirect_uri.clone(), mode: request.response_mode, members }
}

/// A refusal after the request was found sound: nobody signed in with `prompt=none`, no organisation to choose.
#[must_use]
pub fn refusal(request: &AuthorizationRequest, error: AuthorizeErrorCode, description: &'static str) -> RedirectError {
    RedirectError {
        redirect_uri: request.redirect_uri.clone(),
        response_mode: request.response_mode,
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
        let location = |request: &AuthorizationRequest| success(request, &Secret::new("c0de"), &issuer).location();
        let members = "code=c0de&state=a%3Db&iss=https%3A%2F%2Fpoort.example%2Fop";
        assert_eq!(location(&request), format!("https://portal.example/cb?{members}"));
        request.response_mode = ResponseMode::Fragment;
        assert_eq!(location(&request), format!("https://portal.example/cb#{members}"));
        request.response_mode = ResponseMode::FormPost;
        assert_eq!(location(&request), "https://portal.example/cb");
        assert_eq!(success(&request, &Secret::new("c0de"), &issuer).members[1], ("state", "a=b".to_owned()));
        (request.iss, request.state, request.response_mode) = (false, None, ResponseMode::Query);
        assert_eq!(location(&request), "https://portal.example/cb?code=c0de");
        let refused = refusal(&request, AuthorizeErrorCode::LoginRequired, "nobody is signed in");
        assert!(refused.answer(&issuer).location().contains("error=login_required"));
    }
}
