//! `/v1/clients`. A secret is in the answer to who asked for it, once, and nowhere else.

mod view;

use actix_web::{get, patch, post};
use oidc::{Client, Profile};
use service::clients::{self, Issued};
use storage::events::Of;
use types::{ClientId, Seconds};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::Answer;
use crate::authorised::Authorised;
use crate::history::{EventView, page_of};
use crate::paging::{PageView, Paging};
use crate::problem::Problem;
use crate::request::document::{Document, Members, fresh, merged, shown};
use crate::request::{Body, Everything, Id, IfMatch, List};
use crate::scope::{ApplicationsRead, ApplicationsWrite, HistoryRead};
use view::{ClientEdit, ClientView, IssuedClient, Listed, Rotation};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create).service(list).service(read).service(edit).service(rotate).service(history);
}

impl Document for Client {
    const FIXED: &'static [&'static str] = &["clientId"];

    fn version(&self) -> i64 {
        self.version
    }

    fn complete(members: &mut Members) {
        Profile::complete(members);
    }

    fn leave(members: &mut Members, patch: &Members) {
        Profile::leave(members, patch);
    }
}

/// Adds a client
///
/// For the toepassingsbeheerder of its application and platform operators; one without an application, with scopes of the Poort API, with `rrn`
/// or on behalf of another organisation than the application's owner, for platform operators. A confidential client without keys of its own
/// gets a secret: it is told in this answer, and never again (but to a repetition with the same Idempotency-Key, within a day).
#[utoipa::path(operation_id = "createClient", tag = "Clients", request_body = ClientView, security(("accessToken" = ["poort.applications.write"])),
    responses((status = 201, description = "Added", body = IssuedClient, headers(("Location" = String), ("ETag" = String)))))]
#[post("/v1/clients")]
pub(crate) async fn create(caller: Authorised<ApplicationsWrite>, body: Body<Members>) -> Result<Answer, Problem> {
    let Body { value, repeat } = body;
    let new: Client = fresh(value, "").map_err(|issue| Problem::input(vec![issue]))?;
    let done = caller.write(repeat, move |tx, who| {
        let issued = clients::create(tx, &who.caller, new, None)?;
        let location = format!("/v1/clients/{}", issued.client.client_id);
        Answer::created(location, issued.client.version, &with_secret(&issued)?)
    });
    done.await
}

/// Lists clients
///
/// Those that the caller manages, by name in requests.
#[utoipa::path(operation_id = "listClients", tag = "Clients", params(Listed, Paging), security(("accessToken" = ["poort.applications.read"])),
    responses((status = 200, description = "A page of clients", body = PageView<ClientView>)))]
#[get("/v1/clients")]
pub(crate) async fn list(caller: Authorised<ApplicationsRead>, query: List<Listed>) -> Result<Answer, Problem> {
    let List { of: Listed { application }, page, here } = query;
    let all = caller.read(move |tx, who| clients::list(tx, &who.caller, application.as_ref())).await?;
    Answer::documents(&here, page.of(all))
}

/// Reads a client
#[utoipa::path(operation_id = "readClient", tag = "Clients", security(("accessToken" = ["poort.applications.read"])),
    description = "One client that the caller manages, without its secret: nobody can read that back.",
    params(("clientId" = crate::schema::Code, Path, description = "The client")),
    responses((status = 200, description = "The client", body = ClientView, headers(("ETag" = String)))))]
#[get("/v1/clients/{clientId}")]
pub(crate) async fn read(caller: Authorised<ApplicationsRead>, id: Id<ClientId>) -> Result<Answer, Problem> {
    let client = caller.read(move |tx, who| clients::read(tx, &who.caller, &id.0)).await?;
    Ok(Answer::document(&client)?)
}

/// Edits a client
///
/// As a JSON merge patch, by who may add it so. `enabled: false` switches it off: its tokens are worth nothing from then on where they are
/// introspected.
#[utoipa::path(operation_id = "editClient", tag = "Clients", security(("accessToken" = ["poort.applications.write"])),
    request_body(content = ClientEdit, content_type = "application/merge-patch+json"),
    params(("clientId" = crate::schema::Code, Path, description = "The client"), IfMatch),
    responses((status = 200, description = "The client after the change", body = ClientView, headers(("ETag" = String)))))]
#[patch("/v1/clients/{clientId}")]
pub(crate) async fn edit(
    caller: Authorised<ApplicationsWrite>,
    id: Id<ClientId>,
    version: IfMatch,
    body: Body<Members>,
) -> Result<Answer, Problem> {
    let Body { value, repeat } = body;
    if let Some(answer) = caller.repeated(&repeat).await? {
        return Ok(answer);
    }
    let before = caller.read(move |tx, who| clients::read(tx, &who.caller, &id.0)).await?;
    let new = merged(&before, value, version.0)?;
    let done = caller.write(repeat, move |tx, who| Answer::document(&clients::edit(tx, &who.caller, new)?));
    done.await
}

/// Gives a client another secret
///
/// The former one goes on working for `overlapSeconds`, so that the client can change over; when left out it stops at once.
#[utoipa::path(operation_id = "rotateClientSecret", tag = "Clients", request_body = Rotation, security(("accessToken" = ["poort.applications.write"])),
    params(("clientId" = crate::schema::Code, Path, description = "The client"), IfMatch),
    responses((status = 200, description = "The client with its new secret", body = IssuedClient, headers(("ETag" = String)))))]
#[post("/v1/clients/{clientId}/secret")]
pub(crate) async fn rotate(
    caller: Authorised<ApplicationsWrite>,
    id: Id<ClientId>,
    version: IfMatch,
    body: Body<Rotation>,
) -> Result<Answer, Problem> {
    let Body { value: Rotation { overlap_seconds }, repeat } = body;
    let done = caller.write(repeat, move |tx, who| {
        let issued = clients::rotate_secret(tx, &who.caller, &id.0, version.0, Seconds(overlap_seconds))?;
        Answer::versioned(issued.client.version, &with_secret(&issued)?)
    });
    done.await
}

/// Reads the history of a client
///
/// The latest first; secrets are not in it.
#[utoipa::path(operation_id = "readClientHistory", tag = "Clients", security(("accessToken" = ["poort.history.read"])),
    params(("clientId" = crate::schema::Code, Path, description = "The client"), Paging),
    responses((status = 200, description = "A page of events", body = PageView<EventView>)))]
#[get("/v1/clients/{clientId}/history")]
pub(crate) async fn history(
    caller: Authorised<HistoryRead>,
    id: Id<ClientId>,
    query: List<Everything>,
) -> Result<Answer, Problem> {
    page_of(&caller, Of::Client(id.0), query).await
}

fn with_secret(issued: &Issued) -> Result<serde_json::Value, service::Error> {
    let mut view = shown(&issued.client)?;
    if let (Some(members), Some(secret)) = (view.as_object_mut(), &issued.secret) {
        members.insert("clientSecret".into(), secret.expose().into());
    }
    Ok(view)
}
