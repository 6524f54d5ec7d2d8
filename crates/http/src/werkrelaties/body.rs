use ::werkrelaties::{Pause, WerkrelatieError};
use serde::Deserialize;
use service::werkrelaties::{NewWerkrelatie as Asked, Who};
use types::patch::present;
use types::{Category, Contact, Day, Doelgroep, EmailAddress, OrganisationId, Period, PersonId, PhoneNumber, Reason, Secret};
use utoipa::ToSchema;

use crate::authorised::Authorised;
use crate::period::ProposedPeriod;
use crate::problem::{Issue, IssueKind, Place, Problem};
use crate::schema;
use crate::scope::Scope;

/// A werkrelatie to be. Either `person` or `insz` says who.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "insz": "85.07.31-001.30",
    "organisation": "01938f6e-0000-7000-8000-000000000001",
    "doelgroep": "LB",
    "category": "vasteMedewerker",
    "email": "an.peeters@gemeente.example",
    "reason": "Nieuwe collega op de dienst Cultuur"
}))]
pub(crate) struct NewWerkrelatie {
    /// Who, by identifier.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = schema::Uuid, required = false)]
    person: Option<PersonId>,
    /// Who, by number: the only way to a person whom somebody else administers.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = schema::Insz, required = false)]
    insz: Option<Secret>,
    /// Where.
    #[schema(value_type = schema::Uuid)]
    organisation: OrganisationId,
    /// As what kind of user.
    #[schema(value_type = schema::Code, example = "LB")]
    doelgroep: Doelgroep,
    /// Of what kind; what is allowed depends on the doelgroep.
    #[schema(value_type = schema::Code, example = "vasteMedewerker")]
    category: Category,
    /// First to last working day; from today, for ten years when left out.
    #[serde(default)]
    period: ProposedPeriod,
    /// For mail in this werkrelatie; some categories must have it.
    #[serde(default)]
    #[schema(value_type = Option<schema::Email>)]
    email: Option<EmailAddress>,
    /// In this werkrelatie; some categories must have it.
    #[serde(default)]
    #[schema(value_type = Option<schema::Phone>)]
    phone: Option<PhoneNumber>,
    /// Why.
    #[serde(default)]
    #[schema(value_type = Option<schema::Reason>)]
    reason: Option<Reason>,
}

impl NewWerkrelatie {
    /// With the number parsed.
    pub(super) fn parse<S: Scope>(self, caller: &Authorised<S>) -> Result<Asked, Problem> {
        let Self { person, insz, organisation, doelgroep, category, period, email, phone, reason } = self;
        let person = match (person, insz) {
            (Some(id), None) => Who::Id(id),
            (None, Some(text)) => Who::Number(crate::persons::number(caller, &text)?),
            _ => return Err(either()),
        };
        let contact = Contact { email, phone };
        Ok(Asked { person, organisation, doelgroep, category, begin: period.begin, end: period.end, contact, reason })
    }
}

fn either() -> Problem {
    let name = Some("person".into());
    Problem::input(vec![Issue::new(IssueKind::SchemaViolation, Place::Body, name, "either person or insz expected")])
}

/// A change of a werkrelatie: left out stays, `null` is taken away. Parsed as `werkrelaties::Edit`.
#[derive(ToSchema)]
#[schema(as = WerkrelatieEdit)]
#[expect(dead_code, reason = "documentation")]
pub(crate) struct EditWerkrelatie {
    /// Of what kind.
    #[schema(value_type = schema::Code, required = false)]
    category: (),
    /// For mail in this werkrelatie.
    #[schema(value_type = Option<schema::Email>)]
    email: (),
    /// In this werkrelatie.
    #[schema(value_type = Option<schema::Phone>)]
    phone: (),
}

/// A later last day.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Extension {
    /// The new last working day, inclusive.
    #[schema(value_type = schema::Day)]
    pub(super) end: Day,
    /// Whether its running toekenningen last longer too, each as far as its right allows.
    #[serde(default)]
    pub(super) with_rights: bool,
    /// Why.
    #[schema(value_type = schema::Reason)]
    pub(super) reason: Reason,
}

/// An interruption.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewPause {
    /// First to last day without rights; from today, without end when left out.
    #[serde(default)]
    period: ProposedPeriod,
    /// Why.
    #[schema(value_type = schema::Reason)]
    reason: Reason,
}

impl NewPause {
    pub(super) fn from(self, today: Day) -> Result<Pause, WerkrelatieError> {
        let Self { period: ProposedPeriod { begin, end }, reason } = self;
        let period = Period::new(begin.unwrap_or(today), end.unwrap_or(Day::FOREVER))?;
        Ok(Pause { period, reason })
    }
}

/// A last working day.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Departure {
    /// Inclusive; it may lie in the past, for a leaver who is reported late.
    #[schema(value_type = schema::Day)]
    pub(super) last_working_day: Day,
    /// Why.
    #[schema(value_type = schema::Reason)]
    pub(super) reason: Reason,
}

/// The end of a pause.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resumption {
    /// The first day of the pause that is meant; when left out, the one that runs, or else the next that is planned.
    #[serde(default)]
    #[schema(value_type = Option<schema::Day>)]
    pub(super) begin: Option<Day>,
    /// Why.
    #[schema(value_type = schema::Reason)]
    pub(super) reason: Reason,
}

/// Nothing but why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Because {
    /// Why.
    #[schema(value_type = schema::Reason)]
    pub(super) reason: Reason,
}
