use askama::Template;
use types::TraceId;

use crate::{
    ChangePassword, Choose, Consent, Consents, Device, DeviceAnswered, DeviceConfirm, Enrol, Forgotten, Language, Login, Onward,
    OwnLinks, OwnPasskeys, OwnRecoveryAddress, Recover, Recovered, RecoveryCodes, SecondFactor, SecondStep, Sessions, SignOut,
    SignedOut,
};

/// A page could not be written; a defect of this crate, never of what was put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenderError;

impl RenderError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        "page"
    }
}

impl std::fmt::Display for RenderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the page could not be written")
    }
}

impl std::error::Error for RenderError {}

macro_rules! pages {
    ($($name:ident),*) => {$(
        impl $name<'_> {
            /// The HTML.
            ///
            /// # Errors
            /// [`RenderError`], which a caller answers with 500.
            pub fn render(&self) -> Result<String, RenderError> {
                Template::render(self).map_err(|_| RenderError)
            }
        }
    )*};
}

pages!(
    Login,
    Choose,
    ChangePassword,
    SignOut,
    SignedOut,
    ErrorPage,
    Index,
    FormPost,
    Device,
    DeviceConfirm,
    DeviceAnswered,
    Onward,
    Sessions,
    Consent,
    Consents,
    OwnPasskeys,
    SecondStep,
    Enrol,
    RecoveryCodes,
    SecondFactor,
    Forgotten,
    Recover,
    Recovered,
    OwnRecoveryAddress,
    OwnLinks
);

/// Something went wrong, and there is no trusted address to go back to.
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage<'a> {
    /// In which language.
    pub language: Language,
    /// What.
    pub title: &'a str,
    /// Why, and what to do.
    pub explanation: &'a str,
    /// The number to mention when asking for help.
    pub trace: TraceId,
}

/// The page at the root: where people who typed the address find their way.
#[derive(Clone, Debug, Template)]
#[template(path = "index.html")]
pub struct Index<'a> {
    /// In which language.
    pub language: Language,
    /// Who is signed in.
    pub person: Option<&'a str>,
    /// The path of the page with his sessions.
    pub sessions: &'a str,
    /// The path of the page with what he agreed to.
    pub consents: &'a str,
    /// The path of the page with his second factor.
    pub second_factor: &'a str,
    /// The path of the page for another password.
    pub password: &'a str,
    /// The path of the page with his passkeys, where there are any.
    pub passkeys: Option<&'a str>,
    /// The path of the page with his links to other providers, where there are such.
    pub links: Option<&'a str>,
    /// The path of the page with his recovery address, where mail is sent.
    pub recovery: Option<&'a str>,
    /// The path of the logout.
    pub sign_out: &'a str,
    /// The path of the API's documentation.
    pub docs: &'a str,
    /// The path of the discovery document.
    pub discovery: &'a str,
}

/// The answer to an authorization request in a form that sends itself to the client (OAuth 2.0 Form Post Response Mode).
#[derive(Clone, Debug, Template)]
#[template(path = "form_post.html")]
pub struct FormPost<'a> {
    /// In which language.
    pub language: Language,
    /// The client's registered address.
    pub action: &'a str,
    /// What it holds.
    pub members: &'a [(&'static str, String)],
}
