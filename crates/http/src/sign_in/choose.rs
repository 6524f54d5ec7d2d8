use actix_web::HttpResponse;
use oidc::{Params, authorize, paths};
use pages::{Choice, ChoiceGroup, Choose, ChooseHeading, Message, Trouble};
use service::sign_in::{Agreed, Choices, Step};
use types::{OrganisationId, Parsed};

use super::CHOOSE;
use super::authorize::{give_code, give_up};
use super::form::Form;
use super::journey::Journey;
use super::page::{Stop, redirect};
use super::visit::Visit;
use super::{consent, destination::Destination, login};

/// What is posted for no organisation in particular.
pub(super) const NONE: &str = "geen";

/// The organisation for which a person goes on.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, chosen).await
}

async fn chosen(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let params = form.get("continue")?.and_then(authorize::continued).ok_or(Trouble::Request)?;
    let journey = visit.journey(&params).await?;
    let choices = match &journey.step {
        Step::Choose(choices) => choices.clone(),
        // Something else comes first now: he signed out in another window, or has one choice left.
        _ => return Ok(redirect(&Destination::Authorization(params).path())),
    };
    if !visit.is_genuine(form) {
        return page_of(visit, &params, &journey, &choices, Some(Message::Stale));
    }
    if form.get("cancel")?.is_some() {
        return give_up(visit, journey, "the person went back").await;
    }
    match form.get("choice").ok().flatten().and_then(|value| among(&choices, value)) {
        Some(organisation) if journey.asks_consent => consent::page_of(visit, &params, &journey, organisation, None).await,
        Some(organisation) => give_code(visit, journey, organisation, Agreed::NotAsked).await,
        None => page_of(visit, &params, &journey, &choices, Some(Message::Choice)),
    }
}

pub(super) fn among(choices: &Choices, value: &str) -> Option<Option<OrganisationId>> {
    if value == NONE {
        return choices.without.then_some(None);
    }
    let id: OrganisationId = value.parse().ok()?;
    choices.organisations.iter().any(|choice| choice.organisation == id).then_some(Some(id))
}

/// The page; without anything to choose it says whom to ask.
pub(super) fn page_of(
    visit: &Visit,
    params: &Params,
    journey: &Journey,
    choices: &Choices,
    error: Option<Message>,
) -> Result<HttpResponse, Stop> {
    let formed = visit.formed();
    let current = journey.session.as_ref().and_then(|session| session.organisation);
    let listed = Listed::of(visit, current, choices);
    let groups = if listed.0.is_empty() {
        Vec::new()
    } else {
        vec![ChoiceGroup { legend: &journey.application, choices: listed.choices() }]
    };
    let heading = match &journey.client.application {
        _ if groups.is_empty() => ChooseHeading::Nothing,
        Some(_) => ChooseHeading::ApplicationAndOrganisation,
        None => ChooseHeading::Organisation,
    };
    let continue_to = authorize::path_of(params);
    let html = Choose {
        language: visit.language(),
        heading,
        action: CHOOSE,
        csrf: &formed.csrf,
        continue_to: &continue_to,
        person: journey.person.as_deref(),
        application: &journey.application,
        sign_out: paths::LOGOUT,
        groups,
        error,
    };
    login::form_page(html.render(), formed, Some(journey.origin()), error)
}

/// The choices in words.
pub(super) struct Listed(Vec<Line>);

struct Line {
    value: String,
    label: String,
    detail: String,
    selected: bool,
}

impl Listed {
    /// `current`: the one that he made before.
    pub(super) fn of(visit: &Visit, current: Option<OrganisationId>, choices: &Choices) -> Self {
        let catalogue = &visit.sign_in().issuance.catalogue;
        let mut lines: Vec<Line> = Vec::new();
        for choice in &choices.organisations {
            let doelgroep = catalogue.doelgroep(&choice.doelgroep);
            let doelgroep = doelgroep.map_or_else(|| choice.doelgroep.as_str().to_owned(), |entry| entry.name.to_string());
            lines.push(Line {
                value: choice.organisation.to_string(),
                label: choice.name.to_string(),
                detail: format!("{} - {doelgroep}", choice.orgcode),
                selected: current == Some(choice.organisation),
            });
        }
        if choices.without {
            let (label, detail) = visit.language().without_organisation();
            lines.push(Line { value: NONE.to_owned(), label: label.to_owned(), detail: detail.to_owned(), selected: false });
        }
        Self(lines)
    }

    pub(super) fn choices(&self) -> Vec<Choice<'_>> {
        let choice = |line| {
            let Line { value, label, detail, selected }: &Line = line;
            Choice { value, label, detail: Some(detail), selected: *selected }
        };
        self.0.iter().map(choice).collect()
    }
}
