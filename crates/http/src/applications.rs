//! `/v1/applications`.

mod view;

use actix_web::{get, patch, post};
use gebruikersrechten::Application;
use service::applications;
use storage::events::Of;
use types::{ApplicationCode, Parsed};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::Answer;
use crate::authorised::Authorised;
use crate::history::{EventView, page_of};
use crate::paging::{PageView, Paging};
use crate::problem::Problem;
use crate::request::document::{Document, Members, fresh, merged};
use crate::request::{Body, Everything, Id, IfMatch, List};
use crate::scope::{ApplicationsRead, ApplicationsWrite, HistoryRead};
use view::{ApplicationEdit, ApplicationView, Listed};
pub(crate) use view::{By, PublicationView, sorted};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create).service(list).service(read).service(edit).service(history);
}

impl Document for Application {
    const FIXED: &'static [&'static str] = &["code"];

    fn version(&self) -> i64 {
        self.version
    }
}

/// Adds an application
///
/// For platform operators. Its rights are added by themselves.
#[utoipa::path(operation_id = "createApplication", tag = "Applications", request_body = ApplicationView,
    security(("accessToken" = ["poort.applications.write"])),
    responses((status = 201, description = "Added", body = ApplicationView, headers(("Location" = String), ("ETag" = String)))))]
#[post("/v1/applications")]
pub(crate) async fn create(caller: Authorised<ApplicationsWrite>, body: Body<Members>) -> Result<Answer, Problem> {
    let Body { value, repeat } = body;
    let new: Application = fresh(value, "").map_err(|issue| Problem::input(vec![issue]))?;
    let done = caller.write(repeat, move |tx, who| {
        let application = applications::create(tx, &who.caller, new)?;
        Answer::created_document(format!("/v1/applications/{}", application.code), &application)
    });
    done.await
}

/// Lists applications
///
/// A catalogue for who administers an organisation; a toepassingsbeheerder sees his own.
#[utoipa::path(operation_id = "listApplications", tag = "Applications", params(Listed, Paging), security(("accessToken" = ["poort.applications.read"])),
    responses((status = 200, description = "A page of applications", body = PageView<ApplicationView>)))]
#[get("/v1/applications")]
pub(crate) async fn list(caller: Authorised<ApplicationsRead>, query: List<Listed>) -> Result<Answer, Problem> {
    let List { of: Listed { name, sort }, page, here } = query;
    let all = caller.read(move |tx, who| applications::list(tx, &who.caller, name.as_ref().map(Parsed::as_str))).await?;
    Answer::documents(&here, page.of(sorted(all, sort, |one| &one.name)))
}

/// Reads an application
#[utoipa::path(operation_id = "readApplication", tag = "Applications", security(("accessToken" = ["poort.applications.read"])),
    description = "One application, as whoever administers an organisation may know it.",
    params(("code" = crate::schema::Code, Path, description = "The application")),
    responses((status = 200, description = "The application", body = ApplicationView, headers(("ETag" = String)))))]
#[get("/v1/applications/{code}")]
pub(crate) async fn read(caller: Authorised<ApplicationsRead>, code: Id<ApplicationCode>) -> Result<Answer, Problem> {
    let application = caller.read(move |tx, who| applications::read(tx, &who.caller, &code.0)).await?;
    Ok(Answer::document(&application)?)
}

/// Edits an application
///
/// For its toepassingsbeheerder and platform operators, as a JSON merge patch. Its code stays.
#[utoipa::path(operation_id = "editApplication", tag = "Applications", security(("accessToken" = ["poort.applications.write"])),
    request_body(content = ApplicationEdit, content_type = "application/merge-patch+json"),
    params(("code" = crate::schema::Code, Path, description = "The application"), IfMatch),
    responses((status = 200, description = "The application after the change", body = ApplicationView, headers(("ETag" = String)))))]
#[patch("/v1/applications/{code}")]
pub(crate) async fn edit(
    caller: Authorised<ApplicationsWrite>,
    code: Id<ApplicationCode>,
    version: IfMatch,
    body: Body<Members>,
) -> Result<Answer, Problem> {
    let Body { value, repeat } = body;
    if let Some(answer) = caller.repeated(&repeat).await? {
        return Ok(answer);
    }
    let before = caller.read(move |tx, who| applications::managed(tx, &who.caller, &code.0)).await?;
    let new = merged(&before, value, version.0)?;
    let done = caller.write(repeat, move |tx, who| Answer::document(&applications::edit(tx, &who.caller, new)?));
    done.await
}

/// Reads the history of an application
///
/// The latest first: who changed the definition and why, for who manages the application. Whoever grants its rights reads the definition only.
#[utoipa::path(operation_id = "readApplicationHistory", tag = "Applications", security(("accessToken" = ["poort.history.read"])),
    params(("code" = crate::schema::Code, Path, description = "The application"), Paging),
    responses((status = 200, description = "A page of events", body = PageView<EventView>)))]
#[get("/v1/applications/{code}/history")]
pub(crate) async fn history(
    caller: Authorised<HistoryRead>,
    code: Id<ApplicationCode>,
    query: List<Everything>,
) -> Result<Answer, Problem> {
    page_of(&caller, Of::Application(code.0), query).await
}
