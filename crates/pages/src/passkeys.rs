use askama::Template;
use types::Instant;

use crate::{Language, Message};

/// The passkeys of a person. Posts `csrf`, and `remove`; or `name` with what the script fills in: `ticket`, `credential`.
#[derive(Clone, Debug, Template)]
#[template(path = "passkeys.html")]
pub struct OwnPasskeys<'a> {
    /// In which language.
    pub language: Language,
    /// Where both forms go.
    pub action: &'a str,
    /// Where the script asks what to make.
    pub begin: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// The first page.
    pub home: &'a str,
    /// The oldest first.
    pub passkeys: Vec<PasskeyLine>,
    /// Whether he may have another one.
    pub more: bool,
    /// What was wrong.
    pub error: Option<Message>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct PasskeyLine {
    /// What is posted to take it away.
    pub id: String,
    /// How he calls it.
    pub name: String,
    /// Since when he has it.
    pub created: Instant,
    /// When he last signed in with it.
    pub used: Option<Instant>,
}

/// What the login page offers beside the password.
#[derive(Clone, Copy, Debug)]
pub struct PasskeyOffer<'a> {
    /// Where its form goes.
    pub action: &'a str,
    /// Where the script asks for which passkey.
    pub begin: &'a str,
}
