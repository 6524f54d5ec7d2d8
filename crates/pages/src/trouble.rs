use types::TraceId;

use crate::ErrorPage;

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
    pub fn page(self, trace: TraceId) -> ErrorPage<'static> {
        let (title, explanation) = self.words();
        ErrorPage { title, explanation, trace }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Application => (
                "Deze toepassing is niet gekend",
                "De toepassing die je hierheen stuurde, kan je hier niet laten aanmelden. Verwittig wie de toepassing beheert.",
            ),
            Self::Address => (
                "Deze toepassing is niet goed ingesteld",
                "Het adres waarnaar je zou terugkeren, is niet geregistreerd. Verwittig wie de toepassing beheert.",
            ),
            Self::Request => (
                "Deze aanvraag klopt niet",
                "Ga terug naar de toepassing en begin daar opnieuw. Gebeurt dit weer, verwittig dan wie de toepassing beheert.",
            ),
            Self::TooMany => ("Te veel pogingen", "Wacht enkele minuten en probeer het dan opnieuw."),
            Self::NotFound => {
                ("Deze pagina bestaat niet", "Kijk het adres na, of begin opnieuw in de toepassing die je wilt gebruiken.")
            }
            Self::Stale => (
                "Deze pagina is verlopen",
                "Ze stond te lang open of werd niet hier geopend. Ga terug naar de toepassing en begin daar opnieuw.",
            ),
            Self::Unavailable => {
                ("Aanmelden lukt nu niet", "Poort is even niet bereikbaar. Probeer het over enkele minuten opnieuw.")
            }
            Self::Internal => ("Er ging iets mis", "Het ligt niet aan jou. Probeer het opnieuw; lukt het niet, vraag dan hulp."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_what_happened_and_which_number_to_mention() {
        let page = Trouble::Address.page(TraceId([0xab; 16])).render().unwrap();
        assert!(page.contains("<h1>Deze toepassing is niet goed ingesteld</h1>"));
        assert!(page.contains(&"ab".repeat(16)));
    }
}
