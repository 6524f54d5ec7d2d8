use thiserror::Error;
use types::{Classification, Day, Doelgroep, OrganisationId, PeriodError};

/// Rights for this organisation are granted on another: an autonoom gemeentebedrijf's on its gemeente.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("rights of this organisation are held on organisation {organisation}")]
pub struct HeldElsewhere {
    /// Where to grant instead.
    pub organisation: OrganisationId,
}

impl HeldElsewhere {
    /// A stable code for callers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "organisationRightsHeldElsewhere"
    }
}

/// The rule that an organisation would break.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum OrganisationError {
    /// It belongs to no doelgroep.
    #[error("an organisation has at least one doelgroep")]
    NoDoelgroep,
    /// A doelgroep that is not configured.
    #[error("there is no doelgroep {0}")]
    UnknownDoelgroep(Doelgroep),
    /// A doelgroep of people without an organisation, as BUR.
    #[error("doelgroep {0} has no organisations")]
    DoelgroepWithoutOrganisations(Doelgroep),
    /// A classification that is not configured.
    #[error("there is no classification {0}")]
    UnknownClassification(Classification),
    /// The parent does not exist.
    #[error("there is no organisation {0} to be the parent")]
    UnknownParent(OrganisationId),
    /// It would be its own parent, or the parent of its parent, or further up.
    #[error("an organisation is no part of itself")]
    ParentCycle,
    /// The organisation to hold the rights does not exist.
    #[error("there is no organisation {0} to hold the rights")]
    UnknownHolder(OrganisationId),
    /// Its rights would be held on itself: leave that out instead.
    #[error("an organisation's rights are not held on itself")]
    HeldOnItself,
    /// The organisation to hold the rights does not hold its own.
    #[error("that organisation's rights are held on another organisation {0} themselves")]
    HeldInChain(OrganisationId),
    /// Rights of another organisation are held on this one.
    #[error("rights of another organisation are held on this one: it holds its own")]
    HoldsForOthers,
    /// It would end before it began.
    #[error(transparent)]
    Period(#[from] PeriodError),
    /// It ends earlier already.
    #[error("the organisation ceased on {0} already")]
    AlreadyCeased(Day),
}

impl OrganisationError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoDoelgroep => "organisationNoDoelgroep",
            Self::UnknownDoelgroep(_) => "organisationUnknownDoelgroep",
            Self::DoelgroepWithoutOrganisations(_) => "organisationDoelgroepWithoutOrganisations",
            Self::UnknownClassification(_) => "organisationUnknownClassification",
            Self::UnknownParent(_) => "organisationUnknownParent",
            Self::ParentCycle => "organisationParentCycle",
            Self::UnknownHolder(_) => "organisationUnknownHolder",
            Self::HeldOnItself => "organisationHeldOnItself",
            Self::HeldInChain(_) => "organisationHeldInChain",
            Self::HoldsForOthers => "organisationHoldsForOthers",
            Self::Period(_) => "organisationPeriod",
            Self::AlreadyCeased(_) => "organisationAlreadyCeased",
        }
    }
}
