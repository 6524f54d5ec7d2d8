use actix_web::HttpResponse;
use oidc::authorize::AuthorizeErrorCode;
use oidc::{authorize, response};
use pages::{Message, Trouble};
use service::sign_in::{self, Agreed, SignInError, Step};
use storage::WriteTx;
use types::OrganisationId;

use super::destination::Destination;
use super::form::Form;
use super::journey::Journey;
use super::page::{Stop, answered, redirect};
use super::visit::Visit;
use super::{choose, consent, kept, login, password, second_factor, second_step};

/// The authorization endpoint (RFC 6749 section 3.1): the code at once, or the page that is needed first.
pub(super) async fn get(visit: Visit) -> HttpResponse {
    visit.answer(go_on(&visit).await)
}

/// The same with the request in a form (OpenID Connect Core 1.0 section 3.1.2.1). It goes on as GET: from another site browsers send no cookies
/// along with a form.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.answer(form.0.map(|params| redirect(&authorize::path_of(&params))).map_err(Stop::from))
}

async fn go_on(visit: &Visit) -> Result<HttpResponse, Stop> {
    let params = visit.query()?;
    if let Some(own) = kept::taken_in(visit, &params).await? {
        return Ok(redirect(&authorize::path_of(&own)));
    }
    let journey = visit.journey(&params).await?;
    match &journey.step {
        Step::SignIn => {
            let error = journey.other_person.then_some(Message::OtherPerson);
            login::page_of(visit, &Destination::Authorization(params), Some(&journey), "", error)
        }
        Step::SecondFactor => second_step::page_of(visit, &Destination::Authorization(params), Some(journey.origin()), None),
        Step::Enrol => {
            let Some(session) = &journey.session else { return Err(Trouble::Stale.into()) };
            let destination = Destination::Authorization(params);
            second_factor::page_of(visit, session, &destination, Some(journey.origin()), None).await
        }
        Step::ChangePassword => password::page_of(visit, &Destination::Authorization(params), true, Some(journey.origin()), None),
        Step::Choose(choices) => choose::page_of(visit, &params, &journey, choices, None),
        Step::GoOn(organisation) => {
            let organisation = *organisation;
            give_code(visit, journey, organisation, Agreed::NotAsked).await
        }
        Step::Consent(organisation) => consent::page_of(visit, &params, &journey, *organisation, None).await,
        Step::Refused(error, description) => {
            let refused = response::refusal(&journey.request, *error, description);
            answered(&refused.answer(&visit.sign_in().issuance.issuer), visit.language())
        }
    }
}

/// Sends the browser back to the client with a code.
pub(super) async fn give_code(
    visit: &Visit,
    journey: Journey,
    organisation: Option<OrganisationId>,
    agreed: Agreed,
) -> Result<HttpResponse, Stop> {
    let Journey { client, request, session, kept, .. } = journey;
    let Some(session) = session else { return Err(Trouble::Stale.into()) };
    let (asked, policy) = (request.clone(), visit.state.policies.sign_in);
    let work = move |tx: &mut WriteTx<'_>| {
        if let Some(reference) = &kept {
            sign_in::close_request(tx, reference)?;
        }
        sign_in::issue_code(tx, &session, &client, &asked, organisation, &policy, agreed)
    };
    match visit.state.store.write(visit.cx.clone(), work).await {
        Ok(code) => answered(&response::success(&request, &code, &visit.sign_in().issuance.issuer), visit.language()),
        // What he could choose a moment ago was taken back since: he begins anew.
        Err(SignInError::NoAccess | SignInError::SessionEnded) => Err(Trouble::Stale.into()),
        Err(error) => Err(error.into()),
    }
}

/// Sends the browser back to the client without one: its person does not want to go on.
pub(super) async fn give_up(visit: &Visit, journey: Journey, why: &'static str) -> Result<HttpResponse, Stop> {
    if let Some(reference) = journey.kept {
        visit.state.store.write(visit.cx.clone(), move |tx| sign_in::close_request(tx, &reference)).await?;
    }
    let refused = response::refusal(&journey.request, AuthorizeErrorCode::AccessDenied, why);
    answered(&refused.answer(&visit.sign_in().issuance.issuer), visit.language())
}
