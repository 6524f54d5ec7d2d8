use ::mandates::{Limit, MandateError, Refusal as Refused, Widening};
use ::persons::{Absence, PersonError};
use ::werkrelaties::WerkrelatieError;
use gebruikersrechten::Refusal;
use serde_json::{Map, Value, json};

/// Members of a problem document beside those of RFC 9457: names and values that the rule knows, never what was sent.
pub(crate) type Facts = Map<String, Value>;

/// What a rule of rights looked at.
pub(crate) fn of_right(refusal: &Refusal) -> Facts {
    let Ok(Value::Object(mut facts)) = serde_json::to_value(refusal) else { return Facts::new() };
    facts.shift_remove("code");
    facts
}

/// The limit of a mandate that was met.
pub(super) fn of_mandate(refusal: &Refused) -> Facts {
    let facts = match refusal {
        Refused::Beyond(Limit::Duration { months, until }) => json!({ "months": months, "limit": until }),
        Refused::Beyond(Limit::Period { until }) => json!({ "limit": until }),
        Refused::Wider(Widening::Duration { months }) => json!({ "months": months }),
        Refused::Wider(Widening::Period { until }) => json!({ "limit": until }),
        _ => Value::Null,
    };
    members(facts)
}

/// What a rule of persons looked at; never a number.
pub(super) fn of_person(error: &PersonError) -> Facts {
    let facts = match error {
        PersonError::Absent(Absence::Deceased(since) | Absence::Struck(since)) => json!({ "since": since }),
        PersonError::UnknownToRegister { .. } | PersonError::Register(_) => Value::Null,
    };
    members(facts)
}

/// What a rule looked at of what a mandate can be.
pub(super) fn of_proposal(error: &MandateError) -> Facts {
    let facts = match error {
        MandateError::Domain { kind } | MandateError::Limits { kind } => json!({ "kind": kind }),
        MandateError::EndPast { today } | MandateError::BeginPast { today } => json!({ "today": today }),
        MandateError::Ended { at } => json!({ "at": at }),
        MandateError::Duration | MandateError::Redelegation => Value::Null,
    };
    members(facts)
}

fn members(facts: Value) -> Facts {
    if let Value::Object(facts) = facts { facts } else { Facts::new() }
}

/// What a rule of werkrelaties looked at.
pub(super) fn of_werkrelatie(error: &WerkrelatieError) -> Facts {
    use WerkrelatieError as Rule;
    let facts = match error {
        Rule::DoelgroepUnknown(doelgroep)
        | Rule::DoelgroepWithoutWerkrelaties(doelgroep)
        | Rule::DoelgroepNotOfOrganisation(doelgroep) => json!({ "doelgroep": doelgroep }),
        Rule::CategoryNotAllowed { category, doelgroep, allowed } => {
            json!({ "category": category, "doelgroep": doelgroep, "allowed": allowed })
        }
        Rule::EmailMandatory { category, doelgroep } | Rule::PhoneMandatory { category, doelgroep } => {
            json!({ "category": category, "doelgroep": doelgroep })
        }
        Rule::Period(error) => json!({ "begin": error.begin, "end": error.end }),
        Rule::Duplicate { existing, period } => json!({ "werkrelatie": existing, "period": period }),
        Rule::PersonInactive { since } | Rule::WasEffective(since) => json!({ "since": since }),
        Rule::OrganisationNotActive(period) | Rule::AlreadyPaused(period) | Rule::PauseOutside(period) => {
            json!({ "period": period })
        }
        Rule::AlreadyEnded(day) | Rule::NotLater(day) | Rule::NotEarlier(day) => json!({ "lastDay": day }),
        Rule::NotBegun(day) => json!({ "begin": day }),
        Rule::PauseInPast(today) => json!({ "today": today }),
        Rule::TooManyPauses(limit) => json!({ "limit": limit }),
        Rule::Removed | Rule::NotPaused => Value::Null,
    };
    members(facts)
}
