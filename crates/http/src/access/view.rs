use std::collections::BTreeSet;

use gebruikersrechten::access::{Absence, Absent, Answer, Explanation, Held, Link, What};
use serde::{Deserialize, Serialize};
use types::{ApplicationCode, ContextCode, Instant, OrganisationId, PersonId, RightCode, ToekenningId, WerkrelatieId};
use utoipa::{IntoParams, ToSchema};

use crate::schema;

/// Whose access, where and when.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// Of this person.
    #[param(value_type = schema::Uuid)]
    pub(crate) person: PersonId,
    /// Of this application.
    #[param(value_type = schema::Code)]
    pub(crate) application: ApplicationCode,
    /// For this organisation; for all that the caller may see when left out.
    #[param(value_type = Option<schema::Uuid>)]
    pub(crate) organisation: Option<OrganisationId>,
    /// At this moment; now when left out.
    #[param(value_type = Option<schema::Moment>)]
    pub(crate) at: Option<Instant>,
}

/// What is to be explained.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Explained {
    /// Of this person.
    #[param(value_type = schema::Uuid)]
    pub(crate) person: PersonId,
    /// Of this application.
    #[param(value_type = schema::Code)]
    pub(crate) application: ApplicationCode,
    /// For this organisation.
    #[param(value_type = schema::Uuid)]
    pub(crate) organisation: OrganisationId,
    /// This right; any of the application when left out.
    #[param(value_type = Option<schema::Code>)]
    pub(crate) right: Option<RightCode>,
    /// At this moment; now when left out.
    #[param(value_type = Option<schema::Moment>)]
    pub(crate) at: Option<Instant>,
}

/// A right that a person holds.
#[derive(Serialize, ToSchema)]
#[schema(as = HeldRight)]
pub(crate) struct HeldView {
    /// By which grant.
    #[schema(value_type = schema::Uuid)]
    toekenning: ToekenningId,
    /// On which werkrelatie.
    #[schema(value_type = schema::Uuid)]
    werkrelatie: WerkrelatieId,
    /// For which organisation.
    #[schema(value_type = schema::Uuid)]
    organisation: OrganisationId,
    /// Of which application.
    #[schema(value_type = schema::Code, example = "ovam")]
    application: ApplicationCode,
    /// Which right.
    #[schema(value_type = schema::Code, example = "OVAMGebruiker")]
    right: RightCode,
    /// Refined by these.
    #[schema(value_type = Vec<schema::Code>, max_items = 200, example = json!(["MatisMelder"]))]
    contexts: BTreeSet<ContextCode>,
    /// The first moment at which it may be held no longer; left out when it has no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Moment>)]
    until: Option<Instant>,
}

/// Why a person holds, or does not hold, rights of an application for an organisation at a moment.
#[derive(Serialize, ToSchema)]
#[schema(as = Explanation)]
pub(crate) struct ExplanationView {
    /// Of which application.
    #[schema(value_type = schema::Code, example = "ovam")]
    application: ApplicationCode,
    /// For which organisation.
    #[schema(value_type = schema::Uuid)]
    organisation: OrganisationId,
    /// Which right; any of the application when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Code>)]
    right: Option<RightCode>,
    /// When.
    #[schema(value_type = schema::Moment)]
    at: Instant,
    /// Whether any is held.
    held: bool,
    /// Every grant that is about it.
    #[schema(max_items = 1000)]
    grants: Vec<GrantView>,
    /// Where there is no grant: why, and what would keep one from being made.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 50)]
    because: Vec<AbsenceView>,
}

/// What one grant gives.
#[derive(Serialize, ToSchema)]
#[schema(as = ExplainedGrant)]
pub(crate) struct GrantView {
    /// Which grant.
    #[schema(value_type = schema::Uuid)]
    toekenning: ToekenningId,
    /// On which werkrelatie.
    #[schema(value_type = schema::Uuid)]
    werkrelatie: WerkrelatieId,
    /// Which right.
    #[schema(value_type = schema::Code, example = "OVAMGebruiker")]
    right: RightCode,
    /// Refined by these.
    #[schema(value_type = Vec<schema::Code>, max_items = 200, example = json!(["MatisMelder"]))]
    contexts: BTreeSet<ContextCode>,
    /// Whether it gives the right.
    held: bool,
    /// The first moment at which it may no longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Moment>)]
    until: Option<Instant>,
    /// Every link that holds, when it gives the right.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 20)]
    chain: Vec<LinkView>,
    /// Every link that does not hold, when it gives nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 50)]
    because: Vec<AbsenceView>,
}

/// A link that holds.
#[derive(Serialize, ToSchema)]
#[schema(as = AccessLink)]
pub(crate) struct LinkView {
    /// `person`, `grant`, `werkrelatie`, `organisation`, `application`, `right` or `window`.
    #[schema(value_type = schema::LinkKind)]
    kind: &'static str,
    /// Which; a window has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Code>, example = "01938f6e-0000-7000-8000-000000000001")]
    id: Option<String>,
    /// The first moment at which it may hold no longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Moment>)]
    until: Option<Instant>,
}

/// Why something is not held.
#[derive(Serialize, ToSchema)]
#[schema(as = Absence)]
pub(crate) struct AbsenceView {
    /// The reason and its facts (`on`, `lastDay`, `at`, `until`, `opensOn`, `part`, `organisation`).
    #[serde(flatten)]
    #[schema(value_type = AbsenceFacts)]
    absence: Absence,
    /// The same in a sentence.
    #[schema(value_type = schema::Words, example = "the last day of the werkrelatie was 2026-11-20")]
    text: String,
}

/// A reason and its facts.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "documentation")]
pub(crate) struct AbsenceFacts {
    /// Which reason; stable, programs look at this.
    #[schema(value_type = schema::Code, example = "werkrelatieEnded")]
    code: (),
    /// Since or from which day.
    #[schema(value_type = schema::Day, required = false)]
    on: (),
    /// The last day on which it held.
    #[schema(value_type = schema::Day, required = false)]
    last_day: (),
    /// Since which moment.
    #[schema(value_type = schema::Moment, required = false)]
    at: (),
    /// The last day of a pause.
    #[schema(value_type = schema::Day, required = false)]
    until: (),
    /// When a window opens next.
    #[schema(value_type = schema::Day, required = false)]
    opens_on: (),
    /// What is unknown: `werkrelatie`, `organisation`, `application` or `right`.
    #[schema(value_type = schema::UnknownPart, required = false)]
    part: (),
    /// Where its rights are granted instead.
    #[schema(value_type = schema::Uuid, required = false)]
    organisation: (),
}

impl From<Absence> for AbsenceView {
    fn from(absence: Absence) -> Self {
        Self { text: absence.text(), absence }
    }
}

impl From<Held> for HeldView {
    fn from(held: Held) -> Self {
        let Held { grant, werkrelatie, organisation, application, right, contexts, until, chain: _ } = held;
        Self { toekenning: grant, werkrelatie, organisation, application, right, contexts, until: ending(until) }
    }
}

impl From<Explanation> for ExplanationView {
    fn from(explanation: Explanation) -> Self {
        let Explanation { application, organisation, right, at, held, answers, because } = explanation;
        let grants = answers.into_iter().map(GrantView::from).collect();
        let because = because.into_iter().map(AbsenceView::from).collect();
        Self { application, organisation, right, at, held, grants, because }
    }
}

impl From<Answer> for GrantView {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Held(Held { grant, werkrelatie, right, contexts, until, chain, organisation: _, application: _ }) => Self {
                toekenning: grant,
                werkrelatie,
                right,
                contexts,
                held: true,
                until: ending(until),
                chain: chain.into_iter().map(LinkView::from).collect(),
                because: Vec::new(),
            },
            Answer::Absent(Absent { grant, werkrelatie, right, contexts, because, organisation: _, application: _ }) => Self {
                toekenning: grant,
                werkrelatie,
                right,
                contexts,
                held: false,
                until: None,
                chain: Vec::new(),
                because: because.into_iter().map(AbsenceView::from).collect(),
            },
        }
    }
}

impl From<Link> for LinkView {
    fn from(link: Link) -> Self {
        let (kind, id) = match link.what {
            What::Person(id) => ("person", Some(id.to_string())),
            What::Grant(id) => ("grant", Some(id.to_string())),
            What::Werkrelatie(id) => ("werkrelatie", Some(id.to_string())),
            What::Organisation(id) => ("organisation", Some(id.to_string())),
            What::Application(code) => ("application", Some(code.to_string())),
            What::Right(code) => ("right", Some(code.to_string())),
            What::Window => ("window", None),
        };
        Self { kind, id, until: ending(link.until) }
    }
}

fn ending(until: Instant) -> Option<Instant> {
    Some(until).filter(|until| *until != Instant::FOREVER)
}
