use std::fmt;

use thiserror::Error;
use types::Day;

use crate::Limit;

/// The answer *no*. It orders from least to most telling: of several mandates that all fall short, the caller hears of the nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Error)]
pub enum Denied {
    /// The caller may not even read it: to him it does not exist (404).
    #[error("not found")]
    Unknown,
    /// The caller may read it, but not do this (403).
    #[error("{0}")]
    Forbidden(Refusal),
}

/// Why someone who may read may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Error)]
pub enum Refusal {
    /// No mandate of the kind that does this.
    #[error("no mandate of yours is of the kind that does this")]
    Kind,
    /// A monitor looks and does not touch.
    #[error("a monitor's mandate only reads")]
    ReadsOnly,
    /// Policy of this environment: a lokale beheerder does not manage werkrelaties.
    #[error("here only a hoofd lokale beheerder manages werkrelaties")]
    Werkrelaties,
    /// The mandate may not be passed on.
    #[error("your mandate may not be passed on")]
    MayNotRedelegate,
    /// Nobody grants beyond his mandate.
    #[error("beyond your mandate: {0}")]
    Beyond(Limit),
    /// A given mandate is never wider than the giver's.
    #[error("wider than your own mandate: {0}")]
    Wider(Widening),
    /// Nobody grants a right or gives a mandate to himself.
    #[error("not to yourself: somebody else must decide this")]
    Oneself,
}

/// In which way a proposed mandate is wider than the giver's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Widening {
    /// A more powerful kind, or one of another family.
    Kind,
    /// Sub-entities that the giver does not have.
    SubEntities,
    /// Rights outside the giver's list.
    Rights,
    /// Contexts outside the giver's list.
    Contexts,
    /// Longer grants than the giver may make.
    Duration {
        /// The longest that he may make, in calendar months.
        months: u32,
    },
    /// Past the end of the giver's own mandate.
    Period {
        /// Its last day.
        until: Day,
    },
}

impl Denied {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Forbidden(refusal) => refusal.code(),
        }
    }
}

impl Refusal {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Kind => "mandateKind",
            Self::ReadsOnly => "mandateReadsOnly",
            Self::Werkrelaties => "mandateWerkrelaties",
            Self::MayNotRedelegate => "mandateMayNotRedelegate",
            Self::Beyond(Limit::Right) => "beyondMandateRight",
            Self::Beyond(Limit::Context) => "beyondMandateContext",
            Self::Beyond(Limit::Duration { .. }) => "beyondMandateDuration",
            Self::Beyond(Limit::Period { .. }) => "beyondMandatePeriod",
            Self::Wider(Widening::Kind) => "widerMandateKind",
            Self::Wider(Widening::SubEntities) => "widerMandateSubEntities",
            Self::Wider(Widening::Rights) => "widerMandateRights",
            Self::Wider(Widening::Contexts) => "widerMandateContexts",
            Self::Wider(Widening::Duration { .. }) => "widerMandateDuration",
            Self::Wider(Widening::Period { .. }) => "widerMandatePeriod",
            Self::Oneself => "notToOneself",
        }
    }
}

impl From<Refusal> for Denied {
    fn from(refusal: Refusal) -> Self {
        Self::Forbidden(refusal)
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Right => f.write_str("it does not hold this right"),
            Self::Context => f.write_str("it does not hold one of these contexts"),
            Self::Duration { months, until } => write!(f, "a grant lasts at most {months} months, here until {until}"),
            Self::Period { until } => write!(f, "it ends on {until}, the grant later"),
        }
    }
}

impl fmt::Display for Widening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind => f.write_str("another kind of power"),
            Self::SubEntities => f.write_str("sub-entities"),
            Self::Rights => f.write_str("rights that it does not hold"),
            Self::Contexts => f.write_str("contexts that it does not hold"),
            Self::Duration { months } => write!(f, "its grants last at most {months} months"),
            Self::Period { until } => write!(f, "it ends on {until} itself"),
        }
    }
}
