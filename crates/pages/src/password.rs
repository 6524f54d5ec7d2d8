use askama::Template;

use crate::{Language, Message};

/// A new password. Posts `csrf`, `continue`, `current`, `new`, `repeat`.
#[derive(Clone, Debug, Template)]
#[template(path = "change_password.html")]
pub struct ChangePassword<'a> {
    /// In which language.
    pub language: Language,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// Where the person goes on.
    pub continue_to: &'a str,
    /// Whether he must, because it is his first login.
    pub first_login: bool,
    /// The minimum length, in characters.
    pub minimum: usize,
    /// What was wrong.
    pub error: Option<Message>,
}

impl ChangePassword<'_> {
    fn rule(&self) -> String {
        self.language.password_rule().replace("{}", &self.minimum.to_string())
    }
}
