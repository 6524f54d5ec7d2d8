use askama::Template;

use crate::{Language, Message, PasskeyOffer, UpstreamButton};

/// Signing in with user name and password, with an identity card, or at another provider. Posts `csrf`, `continue`, `username`, `password`; or `provider`, or nothing, instead of the last two.
#[derive(Clone, Debug, Template)]
#[template(path = "login.html")]
pub struct Login<'a> {
    /// In which language.
    pub language: Language,
    /// Where the form goes.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// Where the person goes on.
    pub continue_to: &'a str,
    /// The application that he signs in to.
    pub application: Option<&'a str>,
    /// Whether a password is strong enough here.
    pub password: bool,
    /// What he typed before.
    pub username: &'a str,
    /// The page for who forgot his password, where mail is sent.
    pub forgotten: Option<&'a str>,
    /// Where there are passkeys.
    pub passkey: Option<PasskeyOffer<'a>>,
    /// Where the form for identity cards goes, where there are.
    pub card: Option<&'a str>,
    /// Where the form with the buttons goes.
    pub upstream_action: &'a str,
    /// The other providers that are strong enough here.
    pub upstream: Vec<UpstreamButton<'a>>,
    /// What was wrong with it.
    pub error: Option<Message>,
}

impl Login<'_> {
    fn label(&self, button: &UpstreamButton<'_>) -> String {
        self.language.upstream_with().replace("{}", button.name)
    }

    /// Whether it is in the fields that something was wrong.
    fn mistyped(&self) -> bool {
        let elsewhere = [Message::Card, Message::UpstreamRefused, Message::UpstreamAway, Message::UpstreamUnknown];
        self.error.is_some_and(|error| !elsewhere.contains(&error))
    }
}
