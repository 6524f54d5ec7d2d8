//! `/v1/access`: what a person may do, and why he may not.

mod view;

use actix_web::get;
use service::access;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::Answer;
use crate::authorised::Authorised;
use crate::paging::{PageView, Paging};
use crate::problem::Problem;
use crate::request::{List, Query};
use crate::scope::ToekenningenRead;
pub(crate) use view::AbsenceView;
use view::{Asked, Explained, ExplanationView, HeldView};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(held).service(explanation);
}

/// Answers what a person may do
///
/// The rights of an application that he holds at a moment, with their contexts, and until when; as far as the caller's mandates reach.
#[utoipa::path(operation_id = "listAccess", tag = "Access", params(Asked, Paging), security(("accessToken" = ["poort.toekenningen.read"])),
    responses((status = 200, description = "A page of rights that he holds", body = PageView<HeldView>)))]
#[get("/v1/access")]
pub(crate) async fn held(caller: Authorised<ToekenningenRead>, query: List<Asked>) -> Result<Answer, Problem> {
    let List { of: Asked { person, application, organisation, at }, page, here } = query;
    let at = at.unwrap_or(caller.cx().now);
    let all = caller.read(move |tx, who| access::held(tx, &who.caller, person, &application, organisation, at)).await?;
    Answer::page(&here, page.of(all).map(HeldView::from))
}

/// Explains what a person may or may not do
///
/// Of each grant the chain that makes it hold (person, grant, werkrelatie, organisation, application, right, window), or every reason why it gives
/// nothing; without a grant, what would keep one from being made.
#[utoipa::path(operation_id = "explainAccess", tag = "Access", params(Explained), security(("accessToken" = ["poort.toekenningen.read"])),
    responses((status = 200, description = "Why", body = ExplanationView)))]
#[get("/v1/access/explanation")]
pub(crate) async fn explanation(caller: Authorised<ToekenningenRead>, query: Query<Explained>) -> Result<Answer, Problem> {
    let Query(Explained { person, application, organisation, right, at }) = query;
    let at = at.unwrap_or(caller.cx().now);
    let done = caller
        .read(move |tx, who| access::explain(tx, &who.caller, person, &application, organisation, right.as_ref(), at))
        .await?;
    Ok(Answer::ok(&ExplanationView::from(done))?)
}
