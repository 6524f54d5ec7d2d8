//! What a person agrees to before an application gets it. His answer is good for the request that he saw, and for no other: the form is bound to it.

use actix_web::HttpResponse;
use oidc::{Params, Scopes, authorize, paths};
use pages::{Consent, Message, Trouble};
use service::sign_in::{Agreed, SignInError, Step};
use types::{OrganisationId, Parsed};

use super::authorize::{give_code, give_up};
use super::destination::Destination;
use super::form::Form;
use super::journey::Journey;
use super::page::{Stop, redirect};
use super::visit::Visit;
use super::{CONSENT, choose, login};

/// He agrees, or he does not.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, answered).await
}

async fn answered(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let params = form.get("continue")?.and_then(authorize::continued).ok_or(Trouble::Request)?;
    let journey = visit.journey(&params).await?;
    let chosen = form.get("choice").ok().flatten();
    let organisation = match (&journey.step, chosen) {
        (Step::Consent(organisation), None) => Some(*organisation),
        (Step::Choose(choices), Some(value)) if journey.asks_consent => choose::among(choices, value),
        _ => None,
    };
    // Something else comes first now: he signed out in another window, or another organisation is all that is left to him.
    let Some(organisation) = organisation else { return Ok(redirect(&Destination::Authorization(params).path())) };
    if !visit.is_genuine_for(form, &shown(&params, &journey, organisation)) {
        return page_of(visit, &params, &journey, organisation, Some(Message::Stale)).await;
    }
    match form.get("answer").ok().flatten() {
        Some("akkoord") => give_code(visit, journey, organisation, Agreed::Yes).await,
        Some("weigeren") => give_up(visit, journey, "the person does not agree").await,
        _ => page_of(visit, &params, &journey, organisation, None).await,
    }
}

/// The page.
pub(super) async fn page_of(
    visit: &Visit,
    params: &Params,
    journey: &Journey,
    organisation: Option<OrganisationId>,
    error: Option<Message>,
) -> Result<HttpResponse, Stop> {
    let formed = visit.formed_for(&shown(params, journey, organisation));
    let name = match organisation {
        Some(id) => visit.state.store.read(move |tx| storage::organisations::by_id(tx, id)).await.map_err(SignInError::from)?,
        None => None,
    };
    let name = name.map(|organisation| organisation.name.to_string());
    let choice = matches!(journey.step, Step::Choose(_))
        .then(|| organisation.map_or_else(|| choose::NONE.to_owned(), |organisation| organisation.to_string()));
    let html = Consent {
        language: visit.language(),
        action: CONSENT,
        csrf: &formed.csrf,
        continue_to: &authorize::path_of(params),
        choice: choice.as_deref(),
        person: journey.person.as_deref(),
        application: &journey.application,
        organisation: name.as_deref(),
        scopes: said(visit, &journey.request.scopes),
        sign_out: paths::LOGOUT,
        error,
    };
    login::form_page(html.render(), formed, Some(journey.origin()), error)
}

/// What scopes give, in the words of who reads.
pub(super) fn said(visit: &Visit, scopes: &Scopes) -> Vec<&'static str> {
    let mut said: Vec<&'static str> = Vec::new();
    for words in scopes.iter().map(|scope| visit.language().scope(scope.as_str())) {
        if !said.contains(&words) {
            said.push(words);
        }
    }
    said
}

/// Everything that he is asked, in one text: which request, for which organisation, by whom, and what it asks now.
fn shown(params: &Params, journey: &Journey, organisation: Option<OrganisationId>) -> String {
    let Journey { client, request, .. } = journey;
    let organisation = organisation.map(|organisation| organisation.to_string()).unwrap_or_default();
    let answered = request.redirect_uri.as_str();
    format!("consent {} {answered} {organisation} {} {}", client.client_id, authorize::path_of(params), request.scopes)
}

#[cfg(test)]
mod tests {
    use oidc::ApiScope;
    use pages::Language;

    #[test]
    fn every_scope_of_the_api_says_something_of_its_own() {
        for language in Language::ALL {
            let rights = language.scope("ovam_cnr");
            let said: std::collections::BTreeSet<_> = ApiScope::ALL.map(|scope| language.scope(scope.as_str())).into();
            assert!(said.len() == ApiScope::ALL.len() && !said.contains(rights), "{said:?}");
        }
    }
}
