//! `/v1/organisations`.

mod view;

use ::organisations::{Edit, NewOrganisation};
use actix_web::{get, patch, post};
use service::organisations;
use storage::organisations::Query as Search;
use types::OrganisationId;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::Answer;
use crate::authorised::Authorised;
use crate::paging::{PageView, Paging};
use crate::problem::Problem;
use crate::request::{Body, Id, IfMatch, List};
use crate::scope::{OrganisationsRead, OrganisationsWrite};
use view::{Cessation, Listed, OrganisationEdit, OrganisationNew, OrganisationView};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create).service(list).service(read).service(edit).service(cease);
}

/// Adds an organisation
///
/// For platform operators.
#[utoipa::path(operation_id = "createOrganisation", tag = "Organisations", request_body = OrganisationNew,
    security(("accessToken" = ["poort.organisations.write"])),
    responses((status = 201, description = "Added", body = OrganisationView, headers(("Location" = String), ("ETag" = String)))))]
#[post("/v1/organisations")]
pub(crate) async fn create(caller: Authorised<OrganisationsWrite>, body: Body<NewOrganisation>) -> Result<Answer, Problem> {
    let Body { value, repeat } = body;
    let done = caller.write(repeat, move |tx, who| {
        let id = tx.cx().new_id();
        let organisation = organisations::create(tx, &who.caller, &who.policies, value, id)?;
        Answer::created(format!("/v1/organisations/{id}"), organisation.version, &OrganisationView::from(organisation))
    });
    done.await
}

/// Lists organisations
///
/// Those that the caller administers and what is below them, by name.
#[utoipa::path(operation_id = "listOrganisations", tag = "Organisations", params(Listed, Paging), security(("accessToken" = ["poort.organisations.read"])),
    responses((status = 200, description = "A page of organisations", body = PageView<OrganisationView>)))]
#[get("/v1/organisations")]
pub(crate) async fn list(caller: Authorised<OrganisationsRead>, query: List<Listed>) -> Result<Answer, Problem> {
    let List { of: Listed { name, kbo, ovo, instellingsnummer, classification, doelgroep }, page, here } = query;
    let search =
        Search { among: None, name: name.map(|name| name.to_string()), kbo, ovo, instellingsnummer, classification, doelgroep };
    let found = caller.read(move |tx, who| organisations::search(tx, &who.caller, search, page)).await?;
    Answer::page(&here, found.map(OrganisationView::from))
}

/// Reads an organisation
///
/// One that the caller administers.
#[utoipa::path(operation_id = "readOrganisation", tag = "Organisations", security(("accessToken" = ["poort.organisations.read"])),
    params(("id" = crate::schema::Uuid, Path, description = "The organisation")),
    responses((status = 200, description = "The organisation", body = OrganisationView, headers(("ETag" = String)))))]
#[get("/v1/organisations/{id}")]
pub(crate) async fn read(caller: Authorised<OrganisationsRead>, id: Id<OrganisationId>) -> Result<Answer, Problem> {
    let organisation = caller.read(move |tx, who| organisations::read(tx, &who.caller, id.0)).await?;
    Ok(Answer::versioned(organisation.version, &OrganisationView::from(organisation))?)
}

/// Edits an organisation
///
/// For platform operators, as a JSON merge patch. The KBO number stays: another number is another organisation.
#[utoipa::path(operation_id = "editOrganisation", tag = "Organisations", security(("accessToken" = ["poort.organisations.write"])),
    request_body(content = OrganisationEdit, content_type = "application/merge-patch+json"),
    params(("id" = crate::schema::Uuid, Path, description = "The organisation"), IfMatch),
    responses((status = 200, description = "The organisation after the change", body = OrganisationView, headers(("ETag" = String)))))]
#[patch("/v1/organisations/{id}")]
pub(crate) async fn edit(
    caller: Authorised<OrganisationsWrite>,
    id: Id<OrganisationId>,
    version: IfMatch,
    body: Body<Edit>,
) -> Result<Answer, Problem> {
    let Body { value, repeat } = body;
    let done = caller.write(repeat, move |tx, who| {
        let organisation = organisations::edit(tx, &who.caller, &who.policies, id.0, version.0, value)?;
        Answer::versioned(organisation.version, &OrganisationView::from(organisation))
    });
    done.await
}

/// Ends an organisation
///
/// On a last day: from the day after it gives nobody anything.
#[utoipa::path(operation_id = "endOrganisation", tag = "Organisations", request_body = Cessation,
    security(("accessToken" = ["poort.organisations.write"])),
    params(("id" = crate::schema::Uuid, Path, description = "The organisation"), IfMatch),
    responses((status = 200, description = "The organisation after the change", body = OrganisationView, headers(("ETag" = String)))))]
#[post("/v1/organisations/{id}/cessation")]
pub(crate) async fn cease(
    caller: Authorised<OrganisationsWrite>,
    id: Id<OrganisationId>,
    version: IfMatch,
    body: Body<Cessation>,
) -> Result<Answer, Problem> {
    let Body { value: Cessation { last_day, reason }, repeat } = body;
    let done = caller.write(repeat, move |tx, who| {
        let organisation = organisations::cease(tx, &who.caller, id.0, version.0, last_day, reason)?;
        Answer::versioned(organisation.version, &OrganisationView::from(organisation))
    });
    done.await
}
