use askama::Template;

use crate::{Language, Message};

/// 'Wachtwoord vergeten'. Posts `csrf`, `username`.
#[derive(Clone, Debug, Template)]
#[template(path = "forgotten.html")]
pub struct Forgotten<'a> {
    /// In which language.
    pub language: Language,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// What he typed before.
    pub username: &'a str,
    /// The page for who has a code.
    pub recover: &'a str,
    /// What was wrong.
    pub error: Option<Message>,
}

/// Another password, with a code from a mail. Posts `csrf`, `username`, `code`, `new`, `repeat`.
#[derive(Clone, Debug, Template)]
#[template(path = "recover.html")]
pub struct Recover<'a> {
    /// In which language.
    pub language: Language,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// What he typed before.
    pub username: &'a str,
    /// A code was asked for just now.
    pub asked: bool,
    /// The page on which one is asked for.
    pub forgotten: &'a str,
    /// The minimum length, in characters.
    pub minimum: usize,
    /// What was wrong.
    pub error: Option<Message>,
}

impl Recover<'_> {
    fn rule(&self) -> String {
        self.language.password_rule().replace("{}", &self.minimum.to_string())
    }
}

/// He has another password.
#[derive(Clone, Debug, Template)]
#[template(path = "recovered.html")]
pub struct Recovered<'a> {
    /// In which language.
    pub language: Language,
    /// Where he signs in.
    pub login: &'a str,
}

/// Where codes for a person go. Posts `csrf`, and `remove`; or `current` and `address`; or `code`.
#[derive(Clone, Debug, Template)]
#[template(path = "recovery_address.html")]
pub struct OwnRecoveryAddress<'a> {
    /// In which language.
    pub language: Language,
    /// Where the forms go.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// The first page.
    pub home: &'a str,
    /// The one that he has.
    pub address: Option<&'a str>,
    /// A code was asked for just now.
    pub asked: bool,
    /// What was wrong.
    pub error: Option<Message>,
}
