use askama::Template;

use crate::Language;

/// 'Wil je je afmelden?', when a logout may not be what the person asked for. Posts `csrf`, `continue`.
#[derive(Clone, Debug, Template)]
#[template(path = "sign_out.html")]
pub struct SignOut<'a> {
    /// In which language.
    pub language: Language,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// The logout request, to go on with.
    pub continue_to: &'a str,
}

/// The session is over.
#[derive(Clone, Debug, Template)]
#[template(path = "signed_out.html")]
pub struct SignedOut<'a> {
    /// In which language.
    pub language: Language,
    /// A registered address of the application, if one is known. Never one from the request: a link runs what its scheme says.
    pub back: Option<&'a str>,
}
