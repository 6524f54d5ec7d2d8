use oidc::device::UserCode;
use oidc::{Params, authorize, paths};

use super::{CONSENTS, HOME, LINKS, PASSKEYS, PASSWORD, RECOVERY_ADDRESS, SECOND_FACTOR, SESSIONS};

/// The pages about himself that a person can ask for by their address.
const OWN: [&str; 7] = [CONSENTS, LINKS, PASSWORD, SECOND_FACTOR, SESSIONS, PASSKEYS, RECOVERY_ADDRESS];

/// Where a person goes on after a form. Only these exist, so no form can send him elsewhere.
pub(super) enum Destination {
    /// To the authorization request with which he came.
    Authorization(Params),
    /// To let a device in, by the code that it shows.
    Device(Option<UserCode>),
    /// To a page of his own.
    Own(&'static str),
    /// To the first page.
    Home,
}

impl Destination {
    /// What a form carried along; everything else is the first page.
    pub(super) fn parse(text: Option<&str>) -> Self {
        match text {
            Some(text) => match OWN.into_iter().find(|own| *own == text) {
                Some(own) => Self::Own(own),
                None => device(text).or_else(|| authorize::continued(text).map(Self::Authorization)).unwrap_or(Self::Home),
            },
            None => Self::Home,
        }
    }

    /// What a form carries along.
    pub(super) fn path(&self) -> String {
        match self {
            Self::Authorization(params) => authorize::path_of(params),
            Self::Device(None) => paths::DEVICE_PAGE.to_owned(),
            Self::Device(Some(code)) => format!("{}?user_code={code}", paths::DEVICE_PAGE),
            Self::Own(page) => (*page).to_owned(),
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

fn device(text: &str) -> Option<Destination> {
    match text.strip_prefix(paths::DEVICE_PAGE)? {
        "" => Some(Destination::Device(None)),
        query => UserCode::parse(query.strip_prefix("?user_code=")?).map(|code| Destination::Device(Some(code))),
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
        assert_eq!(path("/toestel?user_code=wdjbmjht"), "/toestel?user_code=WDJB-MJHT");
        assert_eq!(path("/toestel"), "/toestel");
        for other in [
            "",
            "/toestel?user_code=x",
            "/toestel/",
            "/toestel?x",
            "//evil.example",
            "https://evil.example/wachtwoord",
            "/wachtwoord?x",
            "/docs",
            "\\\\evil.example",
        ] {
            assert_eq!(path(other), "/", "{other}");
        }
    }
}
