use ::mandates::Kind;
use ::organisations::Organisation;
use ::persons::PersonName;
use ::werkrelaties::State;
use serde::{Deserialize, Serialize};
use service::me::{MyAdministrator, MyRight, MyWerkrelatie};
use types::{
    ApplicationCode, Category, ContextCode, Doelgroep, EmailAddress, Instant, Name, OrganisationId, Period, PhoneNumber,
    RightCode, Secret, Text, ToekenningId, WerkrelatieId,
};
use utoipa::ToSchema;

use crate::access::AbsenceView;
use crate::persons::FullName;
use crate::schema;

/// Another password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPassword {
    /// The one of now.
    #[schema(value_type = schema::Password)]
    pub(crate) current: Secret,
    /// The one to be: of 12 characters or more, not easily guessed.
    #[schema(value_type = schema::Password)]
    pub(crate) new: Secret,
}

/// An organisation, by name.
#[derive(Serialize, ToSchema)]
#[schema(as = OrganisationName)]
pub(crate) struct OrganisationName {
    /// Identifier in the API.
    #[schema(value_type = schema::Uuid)]
    pub(super) id: OrganisationId,
    /// As it stands in a token: KBO number, or OVO code in the doelgroep GID.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Code>, example = "0405546706")]
    pub(super) code: Option<String>,
    /// Its name.
    #[schema(value_type = schema::Name)]
    pub(super) name: Name,
}

/// A right that was granted to me.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = MyRight)]
pub(crate) struct MyRightView {
    /// The grant.
    #[schema(value_type = schema::Uuid)]
    toekenning: ToekenningId,
    /// Which right.
    #[schema(value_type = schema::Code, example = "OVAMGebruiker")]
    right: RightCode,
    /// How it is called.
    #[schema(value_type = schema::Name, example = "OVAM Gebruiker")]
    name: Name,
    /// What it allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Text>)]
    description: Option<Text>,
    /// Of which application.
    application: ApplicationName,
    /// For which organisation.
    organisation: OrganisationName,
    /// Refined by these.
    #[schema(max_items = 200)]
    contexts: Vec<ContextName>,
    /// First to last day.
    #[schema(value_type = schema::Period)]
    period: Period,
    /// Whether it gives something now.
    active: bool,
    /// The first moment at which it may no longer; left out when it has no end, or gives nothing now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Moment>)]
    until: Option<Instant>,
    /// Why it gives nothing now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 50)]
    because: Vec<AbsenceView>,
}

/// An application, by name.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApplicationName {
    /// Which.
    #[schema(value_type = schema::Code, example = "ovam")]
    code: ApplicationCode,
    /// Its name.
    #[schema(value_type = schema::Name)]
    name: Name,
}

/// A context, by name.
#[derive(Serialize, ToSchema)]
pub(crate) struct ContextName {
    /// Which.
    #[schema(value_type = schema::Code, example = "MatisMelder")]
    code: ContextCode,
    /// Its name; left out when the right has it no longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Name>)]
    name: Option<Name>,
}

impl From<MyRight> for MyRightView {
    fn from(mine: MyRight) -> Self {
        let MyRight { grant, right, application, organisation, now } = mine;
        let context = |code: ContextCode| {
            let name = right.contexts.value(&code).map(|value| value.name.clone());
            ContextName { code, name }
        };
        let contexts = grant.contexts.iter().cloned().map(context).collect();
        let active = now.is_ok();
        let (until, because) = match now {
            Ok(until) => (Some(until).filter(|until| *until != Instant::FOREVER), Vec::new()),
            Err(because) => (None, because.into_iter().map(AbsenceView::from).collect()),
        };
        Self {
            toekenning: grant.id,
            right: right.code,
            name: right.name,
            description: right.description,
            application: ApplicationName { code: application.code, name: application.name },
            organisation: OrganisationName { id: organisation.id, code: None, name: organisation.name },
            contexts,
            period: grant.period,
            active,
            until,
            because,
        }
    }
}

/// Who administers me.
#[derive(Serialize, ToSchema)]
#[schema(as = MyAdministrator)]
pub(crate) struct AdministratorView {
    /// Where I work.
    organisation: OrganisationName,
    /// `hoofdLokaleBeheerder` or `lokaleBeheerder`.
    #[schema(value_type = schema::MandateKind)]
    kind: Kind,
    /// Who.
    #[schema(value_type = FullName)]
    name: PersonName,
    /// At his work there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Email>)]
    email: Option<EmailAddress>,
}

impl From<MyAdministrator> for AdministratorView {
    fn from(one: MyAdministrator) -> Self {
        let MyAdministrator { organisation, organisation_name, kind, name, email } = one;
        Self { organisation: OrganisationName { id: organisation, code: None, name: organisation_name }, kind, name, email }
    }
}

/// Where I work.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = MyWerkrelatie)]
pub(crate) struct MyWerkrelatieView {
    /// Identifier.
    #[schema(value_type = schema::Uuid)]
    id: WerkrelatieId,
    /// Where.
    organisation: OrganisationName,
    /// As what kind of user.
    #[schema(value_type = schema::Code, example = "LB")]
    doelgroep: Doelgroep,
    /// vasteMedewerker, externeMedewerker, ...
    #[schema(value_type = schema::Code, example = "vasteMedewerker")]
    category: Category,
    /// First to last working day.
    #[schema(value_type = schema::Period)]
    period: Period,
    /// `planned`, `active`, `paused` or `ended`.
    #[schema(value_type = schema::WerkrelatieState)]
    state: State,
    /// In this werkrelatie.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Email>)]
    email: Option<EmailAddress>,
    /// In this werkrelatie.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Phone>)]
    phone: Option<PhoneNumber>,
}

impl From<MyWerkrelatie> for MyWerkrelatieView {
    fn from(mine: MyWerkrelatie) -> Self {
        let MyWerkrelatie { werkrelatie: one, organisation, state } = mine;
        let place = |organisation: Organisation, doelgroep: &Doelgroep| OrganisationName {
            id: organisation.id,
            code: Some(organisation.orgcode(doelgroep)),
            name: organisation.name,
        };
        Self {
            id: one.id,
            organisation: place(organisation, &one.doelgroep),
            doelgroep: one.doelgroep,
            category: one.category,
            period: one.period,
            state,
            email: one.contact.email,
            phone: one.contact.phone,
        }
    }
}
