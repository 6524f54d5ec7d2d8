//! What became of a message that Poort sends: a mail, or the notice of a logout.

/// After one try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Whom it is for has it.
    Delivered,
    /// It is tried again later.
    Postponed,
    /// It is not tried again, and nobody has it.
    GivenUp,
}

impl Delivery {
    /// Its word for the log and the metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Postponed => "postponed",
            Self::GivenUp => "givenUp",
        }
    }
}
