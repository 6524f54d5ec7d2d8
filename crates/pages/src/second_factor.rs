use askama::Template;
use types::Instant;

use crate::{Language, Message};

/// The second step of a sign-in. Posts `csrf`, `continue`, `code`.
#[derive(Clone, Debug, Template)]
#[template(path = "second_step.html")]
pub struct SecondStep<'a> {
    /// In which language.
    pub language: Language,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// Where the person goes on.
    pub continue_to: &'a str,
    /// What was wrong.
    pub error: Option<Message>,
}

/// An app becomes a second factor. Posts `csrf`, `continue`, `offer`, `code`.
#[derive(Clone, Template)]
#[template(path = "enrol.html")]
pub struct Enrol<'a> {
    /// In which language.
    pub language: Language,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// Where the person goes on.
    pub continue_to: &'a str,
    /// What was offered, sealed.
    pub offer: &'a str,
    /// The secret, to be typed.
    pub secret: &'a str,
    /// The secret, to be scanned.
    pub uri: &'a str,
    /// He did not come here by himself.
    pub required: bool,
    /// What was wrong.
    pub error: Option<Message>,
}

/// Recovery codes, shown once.
#[derive(Clone, Template)]
#[template(path = "recovery_codes.html")]
pub struct RecoveryCodes<'a> {
    /// In which language.
    pub language: Language,
    /// The codes.
    pub codes: &'a [&'a str],
    /// Where the person goes on.
    pub continue_to: &'a str,
}

/// The second factor that a person has. Posts `csrf`, `continue`, `code`, and `renew` or `remove`.
#[derive(Clone, Debug, Template)]
#[template(path = "second_factor.html")]
pub struct SecondFactor<'a> {
    /// In which language.
    pub language: Language,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// Where the person goes on.
    pub continue_to: &'a str,
    /// Since when.
    pub since: Instant,
    /// How many recovery codes are left.
    pub codes_left: usize,
    /// The first page.
    pub home: &'a str,
    /// What was wrong.
    pub error: Option<Message>,
}

impl SecondFactor<'_> {
    fn since(&self) -> String {
        self.language.app_since().replace("{}", &self.since.day().to_string())
    }

    fn left(&self) -> String {
        self.language.app_codes_left().replace("{}", &self.codes_left.to_string())
    }
}
