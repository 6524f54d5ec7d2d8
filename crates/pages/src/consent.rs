use askama::Template;
use types::{Day, Instant};

use crate::{Language, Message};

/// Whether a person agrees to what an application gets about him. Posts `csrf`, `continue`, `choice`, and `answer`: `akkoord` or `weigeren`.
#[derive(Clone, Debug, Template)]
#[template(path = "consent.html")]
pub struct Consent<'a> {
    /// In which language.
    pub language: Language,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere, and for another request than the one that is shown.
    pub csrf: &'a str,
    /// Where the person goes on.
    pub continue_to: &'a str,
    /// The organisation that he chose just now, as it was posted.
    pub choice: Option<&'a str>,
    /// Who is signed in.
    pub person: Option<&'a str>,
    /// The application that asks.
    pub application: &'a str,
    /// For which organisation he goes on, by name.
    pub organisation: Option<&'a str>,
    /// What it gets, in words.
    pub scopes: Vec<&'static str>,
    /// The page for who is somebody else.
    pub sign_out: &'a str,
    /// What was wrong.
    pub error: Option<Message>,
}

/// What a person agreed to. Posts `csrf`, `continue` and `client`, for which he agrees no longer.
#[derive(Clone, Debug, Template)]
#[template(path = "consents.html")]
pub struct Consents<'a> {
    /// In which language.
    pub language: Language,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// Where the person goes on.
    pub continue_to: &'a str,
    /// The first page.
    pub home: &'a str,
    /// By application.
    pub lines: Vec<ConsentLine>,
    /// What was wrong.
    pub error: Option<Message>,
}

/// What he agreed to for one application.
#[derive(Clone, Debug)]
pub struct ConsentLine {
    /// What is posted to withdraw it.
    pub client: String,
    /// Which application.
    pub application: String,
    /// What it gets, in words.
    pub scopes: Vec<&'static str>,
    /// Since when.
    pub since: Instant,
}

impl ConsentLine {
    /// As it is read.
    fn day(&self) -> Day {
        self.since.day()
    }
}
