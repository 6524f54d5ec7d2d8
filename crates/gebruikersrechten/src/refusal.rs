use persons::PersonName;
use serde::Serialize;
use thiserror::Error;
use types::{
    Classification, ContextCode, Day, Doelgroep, Instant, KboNumber, Name, OrganisationId, Parsed, Period, PeriodError, PersonId,
    RightCode, ToekenningId,
};

/// Why a grant, or a change of one, is refused. Serialises as its code and the facts of its message; never an INSZ.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[expect(missing_docs, reason = "the message of a variant says what its fields are")]
pub enum Refusal {
    /// Deceased or struck from the register.
    #[error("the person cannot act since {since}")]
    PersonInactive { since: Day },
    /// Not the person or the organisation of the werkrelatie.
    #[error("the werkrelatie belongs to another person or organisation")]
    WerkrelatieOfOther {},
    /// The werkrelatie was removed.
    #[error("the werkrelatie was removed")]
    WerkrelatieRemoved {},
    /// The werkrelatie is over.
    #[error("the werkrelatie ended on {last_day}")]
    WerkrelatieEnded { last_day: Day },
    /// The organisation does not exist on the first day, or has ceased.
    #[error("the organisation exists from {} to {}", period.begin(), period.end())]
    OrganisationNotActive { period: Period },
    /// Rights of this organisation are granted on another (AGB -> its gemeente).
    #[error("rights of this organisation are held on {}: grant it there", .name.as_ref().map_or("another organisation", Parsed::as_str))]
    HeldOnOtherOrganisation {
        organisation: OrganisationId,
        /// Left out by the rule, which knows only the identifier; told to callers.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<Name>,
        /// As its name.
        #[serde(skip_serializing_if = "Option::is_none")]
        kbo: Option<KboNumber>,
    },
    /// The definition of the right is not there.
    #[error("the right {right} does not exist in this application")]
    RightUnknown { right: RightCode },
    /// The right does not exist on the first day, or is over.
    #[error("the right {right} exists from {} to {}", period.begin(), period.end())]
    RightNotActive { right: RightCode, period: Period },
    /// The application does not exist on the first day, or is over.
    #[error("the application exists from {} to {}", period.begin(), period.end())]
    ApplicationNotActive { period: Period },
    /// The right or its application is not for such people or organisations.
    #[error("not published for the doelgroep {doelgroep} and the classification {classification}")]
    NotPublished { by: NotPublishedBy, doelgroep: Doelgroep, classification: Classification },
    /// The right asks for an e-mail address in the werkrelatie.
    #[error("the right {right} needs a werkrelatie with an e-mail address")]
    EmailRequired { right: RightCode },
    /// A context that the right does not have.
    #[error("the right has no context {context}")]
    ContextUnknown { context: ContextCode, allowed: Vec<ContextCode> },
    /// The right asks for a context.
    #[error("the right needs a context")]
    ContextMissing { allowed: Vec<ContextCode> },
    /// The right allows one context.
    #[error("the right allows exactly one context, {given} were given")]
    ContextTooMany { given: usize, allowed: Vec<ContextCode> },
    /// The same context twice.
    #[error("the context {context} was given twice")]
    ContextDuplicate { context: ContextCode },
    /// The last day lies before the first.
    #[error("the end date {end} lies before the begin date {begin}")]
    EndBeforeBegin { begin: Day, end: Day },
    /// The whole period is over.
    #[error("the end date {end} is past, today is {today}")]
    EndInPast { end: Day, today: Day },
    /// The first day lies outside the werkrelatie.
    #[error("the begin date must lie within the werkrelatie, from {} to {}", period.begin(), period.end())]
    BeginOutsideWerkrelatie { period: Period },
    /// The last day lies after the werkrelatie.
    #[error("the werkrelatie ends on {limit}")]
    EndBeyondWerkrelatie { limit: Day },
    /// The last day lies after what the right allows.
    #[error("a grant of this right lasts at most {months} months, here until {limit}")]
    EndBeyondMaximum { months: u32, limit: Day },
    /// Too many persons hold the right at the same moment.
    #[error("the right {right} is held by at most {limit} at the same time; from {since} it would be more")]
    MaxHolders {
        right: RightCode,
        limit: u32,
        /// The context that is counted, when each is counted apart.
        #[serde(skip_serializing_if = "Option::is_none")]
        context: Option<ContextCode>,
        since: Day,
        /// Who holds it then; empty for a caller who may not see them.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        holders: Vec<Holder>,
    },
    /// The person holds a right that cannot go with this one.
    #[error("the right {right} cannot be held together with {other}, which the person has on {since}")]
    MutuallyExclusive { right: RightCode, other: RightCode, since: Day, grant: ToekenningId },
    /// The person does not hold, for all of the period, the right that this one needs.
    #[error("the right {right} needs the right {requires}, which the person has not on {since}")]
    PrerequisiteMissing { right: RightCode, requires: RightCode, since: Day },
    /// Other grants need this one.
    #[error("other grants of the person need this one; revoke these first, or with it")]
    NeededBy { dependents: Vec<Dependent> },
    /// The same on the same werkrelatie.
    #[error("the person holds this right on this werkrelatie already; change the existing grant")]
    AlreadyHeld { grant: ToekenningId, since: Day },
    /// The grant was taken back.
    #[error("the grant was revoked from {at}")]
    AlreadyRevoked { at: Instant },
    /// The grant is over.
    #[error("the grant ended on {last_day}")]
    AlreadyEnded { last_day: Day },
    /// A revocation cannot take back what was.
    #[error("a revocation works from now or from a later day on, {last_day} is past")]
    RevocationInPast { last_day: Day },
    /// The grant is over before.
    #[error("the grant ends before {last_day} is over")]
    RevocationTooLate { last_day: Day },
}

/// What is not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum NotPublishedBy {
    /// The application as a whole.
    Application,
    /// The right.
    Right,
}

/// Who holds a right, by which grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Holder {
    /// Who.
    pub person: PersonId,
    /// Left out by the rule, which knows only the identifier; told to callers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
    /// By which grant.
    pub grant: ToekenningId,
}

/// A grant that cannot do without another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Dependent {
    /// Which.
    pub grant: ToekenningId,
    /// The first moment at which it would miss what it needs.
    pub at: Instant,
}

impl Refusal {
    /// A stable code for callers, equal to the `code` of the serialised form.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::PersonInactive { .. } => "personInactive",
            Self::WerkrelatieOfOther {} => "werkrelatieOfOther",
            Self::WerkrelatieRemoved {} => "werkrelatieRemoved",
            Self::WerkrelatieEnded { .. } => "werkrelatieEnded",
            Self::OrganisationNotActive { .. } => "organisationNotActive",
            Self::HeldOnOtherOrganisation { .. } => "heldOnOtherOrganisation",
            Self::RightUnknown { .. } => "rightUnknown",
            Self::RightNotActive { .. } => "rightNotActive",
            Self::ApplicationNotActive { .. } => "applicationNotActive",
            Self::NotPublished { .. } => "notPublished",
            Self::EmailRequired { .. } => "emailRequired",
            Self::ContextUnknown { .. } => "contextUnknown",
            Self::ContextMissing { .. } => "contextMissing",
            Self::ContextTooMany { .. } => "contextTooMany",
            Self::ContextDuplicate { .. } => "contextDuplicate",
            Self::EndBeforeBegin { .. } => "endBeforeBegin",
            Self::EndInPast { .. } => "endInPast",
            Self::BeginOutsideWerkrelatie { .. } => "beginOutsideWerkrelatie",
            Self::EndBeyondWerkrelatie { .. } => "endBeyondWerkrelatie",
            Self::EndBeyondMaximum { .. } => "endBeyondMaximum",
            Self::MaxHolders { .. } => "maxHolders",
            Self::MutuallyExclusive { .. } => "mutuallyExclusive",
            Self::PrerequisiteMissing { .. } => "prerequisiteMissing",
            Self::NeededBy { .. } => "neededBy",
            Self::AlreadyHeld { .. } => "alreadyHeld",
            Self::AlreadyRevoked { .. } => "alreadyRevoked",
            Self::AlreadyEnded { .. } => "alreadyEnded",
            Self::RevocationInPast { .. } => "revocationInPast",
            Self::RevocationTooLate { .. } => "revocationTooLate",
        }
    }

    /// The same for a caller who may not see who holds what.
    #[must_use]
    pub fn without_holders(self) -> Self {
        match self {
            Self::MaxHolders { right, limit, context, since, .. } => {
                Self::MaxHolders { right, limit, context, since, holders: Vec::new() }
            }
            other => other,
        }
    }
}

impl From<PeriodError> for Refusal {
    fn from(error: PeriodError) -> Self {
        Self::EndBeforeBegin { begin: error.begin, end: error.end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    #[test]
    fn the_serialised_code_is_the_code() {
        let holders = vec![Holder { person: id(1), name: None, grant: id(2) }];
        let refusal = Refusal::MaxHolders { right: right_code("R"), limit: 3, context: None, since: day("2026-01-01"), holders };
        for one in [Refusal::WerkrelatieRemoved {}, refusal.clone(), Refusal::AlreadyEnded { last_day: day("2026-01-01") }] {
            assert_eq!(serde_json::to_value(&one).unwrap()["code"], one.code());
        }
        assert_eq!(serde_json::to_value(&refusal).unwrap()["holders"][0]["person"], id::<PersonId>(1).to_string());
        assert!(serde_json::to_value(refusal.without_holders()).unwrap().get("holders").is_none());
    }
}
