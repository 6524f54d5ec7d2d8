use askama::Template;

use crate::Language;

/// A button for signing in at another provider.
#[derive(Clone, Copy, Debug)]
pub struct UpstreamButton<'a> {
    /// What is posted as `provider`.
    pub id: &'a str,
    /// How the provider is called.
    pub name: &'a str,
}

/// On the way to another provider: the browser goes on by itself, by a header that is sent along. It is a page and no redirect, because Chromium holds
/// `form-action` against every redirect after a form, also those that the provider makes.
#[derive(Clone, Debug, Template)]
#[template(path = "onward.html")]
pub struct Onward<'a> {
    /// In which language.
    pub language: Language,
    /// How the provider is called.
    pub provider: &'a str,
    /// Where the browser goes.
    pub address: &'a str,
}

impl Onward<'_> {
    fn heading(&self) -> String {
        self.language.upstream_onward().replace("{}", self.provider)
    }
}
