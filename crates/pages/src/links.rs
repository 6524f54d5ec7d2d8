use askama::Template;
use types::Instant;

use crate::{Language, Message, UpstreamButton};

/// Who a person is at other providers. Posts `csrf`, and `remove` or `provider`.
#[derive(Clone, Debug, Template)]
#[template(path = "links.html")]
pub struct OwnLinks<'a> {
    /// In which language.
    pub language: Language,
    /// Where the forms go.
    pub action: &'a str,
    /// Against forms from elsewhere.
    pub csrf: &'a str,
    /// The first page.
    pub home: &'a str,
    /// The oldest first.
    pub links: Vec<LinkLine>,
    /// Where he may go to be linked.
    pub providers: Vec<UpstreamButton<'a>>,
    /// What was wrong.
    pub error: Option<Message>,
}

impl OwnLinks<'_> {
    fn label(&self, button: &UpstreamButton<'_>) -> String {
        self.language.links_add().replace("{}", button.name)
    }
}

/// One of them.
#[derive(Clone, Debug)]
pub struct LinkLine {
    /// What is posted to take it away.
    pub id: String,
    /// How the provider is called.
    pub name: String,
    /// Since when.
    pub since: Instant,
    /// When he last signed in by it.
    pub used: Option<Instant>,
}
