use thiserror::Error;
use types::{Category, Day, Doelgroep, Period, PeriodError, WerkrelatieId};

/// Why an action on a werkrelatie is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WerkrelatieError {
    /// The configuration does not have this doelgroep.
    #[error("the doelgroep {0} does not exist")]
    DoelgroepUnknown(Doelgroep),
    /// People of this doelgroep need no werkrelatie (burgers).
    #[error("the doelgroep {0} has no werkrelaties")]
    DoelgroepWithoutWerkrelaties(Doelgroep),
    /// The organisation is not in this doelgroep.
    #[error("the organisation does not belong to the doelgroep {0}")]
    DoelgroepNotOfOrganisation(Doelgroep),
    /// Another category is expected in this doelgroep.
    #[error("the category {category} is not allowed in the doelgroep {doelgroep}")]
    CategoryNotAllowed {
        /// What was asked.
        category: Category,
        /// Where.
        doelgroep: Doelgroep,
        /// What would do.
        allowed: Vec<Category>,
    },
    /// This category needs an e-mail address.
    #[error("the category {category} of the doelgroep {doelgroep} needs an e-mail address")]
    EmailMandatory {
        /// The category.
        category: Category,
        /// Where.
        doelgroep: Doelgroep,
    },
    /// This category needs a phone number.
    #[error("the category {category} of the doelgroep {doelgroep} needs a phone number")]
    PhoneMandatory {
        /// The category.
        category: Category,
        /// Where.
        doelgroep: Doelgroep,
    },
    /// The end lies before the begin.
    #[error(transparent)]
    Period(#[from] PeriodError),
    /// The same person has one already at this organisation in this doelgroep.
    #[error("a werkrelatie of this person with this organisation in this doelgroep exists already, from {} to {}", period.begin(), period.end())]
    Duplicate {
        /// The one that exists.
        existing: WerkrelatieId,
        /// Its period.
        period: Period,
    },
    /// Deceased or struck from the register.
    #[error("the person cannot act since {since}")]
    PersonInactive {
        /// From this day on.
        since: Day,
    },
    /// The organisation does not exist on the first day, or has ceased.
    #[error("the organisation exists from {} to {}", .0.begin(), .0.end())]
    OrganisationNotActive(Period),
    /// Its last day is past: create a new one.
    #[error("the werkrelatie ended on {0}; create a new one")]
    AlreadyEnded(Day),
    /// It was taken back.
    #[error("the werkrelatie was removed")]
    Removed,
    /// Cannot be removed: it has been in force.
    #[error("the werkrelatie has been in force since {0}; end it instead")]
    WasEffective(Day),
    /// An extension must bring a later end.
    #[error("the werkrelatie runs until {0} already; an extension needs a later end")]
    NotLater(Day),
    /// Ending cannot bring a later end.
    #[error("the werkrelatie ends on {0} already; to make it longer, extend it")]
    NotEarlier(Day),
    /// The last working day lies before the first.
    #[error("the werkrelatie begins on {0} only; remove it instead")]
    NotBegun(Day),
    /// Another pause has one of these days.
    #[error("the werkrelatie is paused from {} to {} already", .0.begin(), .0.end())]
    AlreadyPaused(Period),
    /// More than anybody needs.
    #[error("a werkrelatie has at most {0} pauses")]
    TooManyPauses(usize),
    /// There is no pause to end.
    #[error("the werkrelatie is not paused")]
    NotPaused,
    /// A pause cannot take back what was.
    #[error("a pause begins today ({0}) or later")]
    PauseInPast(Day),
    /// The first day of the pause lies outside the werkrelatie.
    #[error("the pause must begin between {} and {}", .0.begin(), .0.end())]
    PauseOutside(Period),
}

impl WerkrelatieError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::DoelgroepUnknown(_) => "doelgroepUnknown",
            Self::DoelgroepWithoutWerkrelaties(_) => "doelgroepWithoutWerkrelaties",
            Self::DoelgroepNotOfOrganisation(_) => "doelgroepNotOfOrganisation",
            Self::CategoryNotAllowed { .. } => "categoryNotAllowed",
            Self::EmailMandatory { .. } => "emailMandatory",
            Self::PhoneMandatory { .. } => "phoneMandatory",
            Self::Period(_) => "endBeforeBegin",
            Self::Duplicate { .. } => "werkrelatieDuplicate",
            Self::PersonInactive { .. } => "personInactive",
            Self::OrganisationNotActive(_) => "organisationNotActive",
            Self::AlreadyEnded(_) => "werkrelatieEnded",
            Self::Removed => "werkrelatieRemoved",
            Self::WasEffective(_) => "werkrelatieWasEffective",
            Self::NotLater(_) => "endNotLater",
            Self::NotEarlier(_) => "endNotEarlier",
            Self::NotBegun(_) => "werkrelatieNotBegun",
            Self::AlreadyPaused(_) => "alreadyPaused",
            Self::TooManyPauses(_) => "tooManyPauses",
            Self::NotPaused => "notPaused",
            Self::PauseInPast(_) => "pauseInPast",
            Self::PauseOutside(_) => "pauseOutsideWerkrelatie",
        }
    }
}
