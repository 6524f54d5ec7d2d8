use types::TraceId;

use crate::{ErrorPage, Language};

/// What can go wrong on the way to a login, in words for the person to whom it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The client is not known, not active, or may not let people sign in.
    Application,
    /// The address to return to is not registered.
    Address,
    /// The request cannot be read.
    Request,
    /// Too many attempts.
    TooMany,
    /// No such page.
    NotFound,
    /// A form that is too old or came from elsewhere.
    Stale,
    /// Poort cannot answer now.
    Unavailable,
    /// A defect.
    Internal,
}

impl Trouble {
    /// The page that says so.
    #[must_use]
    pub fn page(self, language: Language, trace: TraceId) -> ErrorPage<'static> {
        let (title, explanation) = self.words(language);
        ErrorPage { language, title, explanation, trace }
    }

    fn words(self, language: Language) -> (&'static str, &'static str) {
        match self {
            Self::Application => (language.trouble_application(), language.trouble_application_why()),
            Self::Address => (language.trouble_address(), language.trouble_address_why()),
            Self::Request => (language.trouble_request(), language.trouble_request_why()),
            Self::TooMany => (language.trouble_too_many(), language.trouble_too_many_why()),
            Self::NotFound => (language.trouble_not_found(), language.trouble_not_found_why()),
            Self::Stale => (language.trouble_stale(), language.trouble_stale_why()),
            Self::Unavailable => (language.trouble_unavailable(), language.trouble_unavailable_why()),
            Self::Internal => (language.trouble_internal(), language.trouble_internal_why()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_what_happened_and_which_number_to_mention() {
        let page = Trouble::Address.page(Language::Nl, TraceId([0xab; 16])).render().unwrap();
        assert!(page.contains("<h1>Deze toepassing is niet goed ingesteld</h1>"));
        assert!(page.contains(&"ab".repeat(16)));
    }
}
