//! `/v1/mandates`.

mod view;

use actix_web::{get, post};
use service::mandates;
use storage::mandates::Query as Search;
use types::MandateId;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::Answer;
use crate::authorised::Authorised;
use crate::paging::{PageView, Paging};
use crate::problem::Problem;
use crate::request::{Body, Id, IfMatch, List, Valid};
use crate::scope::{MandatesRead, MandatesWrite};
pub(crate) use view::Revoked;
use view::{Listed, MandateView, NewMandate, TakeBack};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(give).service(list).service(read).service(take_back);
}

/// Gives a mandate
///
/// Never wider than the giver's own, and never to himself.
#[utoipa::path(operation_id = "giveMandate", tag = "Mandates", request_body = NewMandate, security(("accessToken" = ["poort.mandates.write"])),
    responses((status = 201, description = "Given", body = MandateView, headers(("Location" = String), ("ETag" = String)))))]
#[post("/v1/mandates")]
pub(crate) async fn give(caller: Authorised<MandatesWrite>, body: Valid<NewMandate>) -> Result<Answer, Problem> {
    let Valid(Body { value, repeat }) = body;
    let done = caller.write(repeat, move |tx, who| {
        let mandate = mandates::give(tx, &who.caller, value.into())?;
        Answer::created(format!("/v1/mandates/{}", mandate.id), mandate.version, &MandateView::from(mandate))
    });
    done.await
}

/// Lists mandates
///
/// Who administers what, as far as the caller's own mandates reach.
#[utoipa::path(operation_id = "listMandates", tag = "Mandates", params(Listed, Paging), security(("accessToken" = ["poort.mandates.read"])),
    responses((status = 200, description = "A page of mandates", body = PageView<MandateView>)))]
#[get("/v1/mandates")]
pub(crate) async fn list(caller: Authorised<MandatesRead>, query: List<Listed>) -> Result<Answer, Problem> {
    let List { of: Listed { organisation, application, person }, page, here } = query;
    let holder = person.map(::mandates::Holder::Person);
    let search = Search { organisations: organisation.map(|one| vec![one]), application, holder };
    let found = caller.read(move |tx, who| mandates::search(tx, &who.caller, search, page)).await?;
    Answer::page(&here, found.map(MandateView::from))
}

/// Reads a mandate
///
/// One's own, or one over what the caller administers.
#[utoipa::path(operation_id = "readMandate", tag = "Mandates", security(("accessToken" = ["poort.mandates.read"])),
    params(("id" = crate::schema::Uuid, Path, description = "The mandate")),
    responses((status = 200, description = "The mandate", body = MandateView, headers(("ETag" = String)))))]
#[get("/v1/mandates/{id}")]
pub(crate) async fn read(caller: Authorised<MandatesRead>, id: Id<MandateId>) -> Result<Answer, Problem> {
    let mandate = caller.read(move |tx, who| mandates::read(tx, &who.caller, id.0)).await?;
    Ok(Answer::versioned(mandate.version, &MandateView::from(mandate))?)
}

/// Takes a mandate back
///
/// At once, or when a last day is over.
#[utoipa::path(operation_id = "takeBackMandate", tag = "Mandates", request_body = TakeBack, security(("accessToken" = ["poort.mandates.write"])),
    params(("id" = crate::schema::Uuid, Path, description = "The mandate"), IfMatch),
    responses((status = 200, description = "The mandate after the change", body = MandateView, headers(("ETag" = String)))))]
#[post("/v1/mandates/{id}/revocation")]
pub(crate) async fn take_back(
    caller: Authorised<MandatesWrite>,
    id: Id<MandateId>,
    version: IfMatch,
    body: Body<TakeBack>,
) -> Result<Answer, Problem> {
    let Body { value: TakeBack { last_day, reason }, repeat } = body;
    let at = last_day.map_or(caller.cx().now, types::Day::end);
    let done = caller.write(repeat, move |tx, who| {
        let mandate = mandates::take_back(tx, &who.caller, id.0, version.0, at, reason)?;
        Answer::versioned(mandate.version, &MandateView::from(mandate))
    });
    done.await
}
