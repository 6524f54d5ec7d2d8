use oidc::{Params, authorize};

use super::{HOME, PASSWORD};

/// Where a person goes on after a form. Only these exist, so no form can send him elsewhere.
pub(super) enum Destination {
    /// To the authorization request with which he came.
    Authorization(Params),
    /// To choose another password.
    Password,
    /// To the first page.
    Home,
}

impl Destination {
    /// What a form carried along; everything else is the first page.
    pub(super) fn parse(text: Option<&str>) -> Self {
        match text {
            Some(PASSWORD) => Self::Password,
            Some(text) => authorize::continued(text).map_or(Self::Home, Self::Authorization),
            None => Self::Home,
        }
    }

    /// What a form carries along.
    pub(super) fn path(&self) -> String {
        match self {
            Self::Authorization(params) => authorize::path_of(params),
            Self::Password => PASSWORD.to_owned(),
            Self::Home => HOME.to_owned(),
        }
    }

    /// Where who just signed in goes: without what made him sign in.
    pub(super) fn signed_in(&self) -> String {
        match self {
            Self::Authorization(params) => authorize::path_of(&authorize::signed_in(params)),
            other => other.path(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_to_our_own_pages_only() {
        let path = |text: &str| Destination::parse(Some(text)).path();
        assert_eq!(path("/wachtwoord"), "/wachtwoord");
        assert_eq!(path("/op/v1/auth?client_id=a&prompt=login"), "/op/v1/auth?client_id=a&prompt=login");
        assert_eq!(Destination::parse(Some("/op/v1/auth?a=b&prompt=login&max_age=0")).signed_in(), "/op/v1/auth?a=b");
        for other in ["", "//evil.example", "https://evil.example/wachtwoord", "/wachtwoord?x", "/docs", "\\\\evil.example"] {
            assert_eq!(path(other), "/", "{other}");
        }
    }
}
