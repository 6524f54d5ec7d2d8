//! `/v1/…/history`: who did what, when, and on whose word.

use actix_web::get;
use audit::{Event, NewEvent};
use serde::Serialize;
use storage::events::Of;
use types::{Actor, Instant, MandateId, Reason};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::Answer;
use crate::authorised::Authorised;
use crate::paging::{PageView, Paging};
use crate::problem::Problem;
use crate::request::{Everything, Id, List};
use crate::schema;
use crate::scope::HistoryRead;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(of_everything)
        .service(of_person)
        .service(of_organisation)
        .service(of_werkrelatie)
        .service(of_toekenning)
        .service(of_mandate);
}

/// Something that happened.
#[derive(Serialize, ToSchema)]
#[schema(as = Event)]
pub(crate) struct EventView {
    /// Its place in the order of commits; it names the event.
    #[schema(minimum = 1, maximum = 9007199254740991i64)]
    revision: i64,
    /// When.
    #[schema(value_type = schema::Moment)]
    at: Instant,
    /// The request that it belongs to.
    #[schema(value_type = schema::Trace)]
    trace: String,
    /// What was done.
    #[schema(value_type = schema::Action)]
    action: audit::Action,
    /// Who did it.
    #[schema(value_type = schema::Actor)]
    actor: Actor,
    /// By which mandate.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Uuid>)]
    mandate: Option<MandateId>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Reason>)]
    reason: Option<Reason>,
    /// What was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    before: Option<serde_json::Value>,
    /// What became of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    after: Option<serde_json::Value>,
}

impl From<Event> for EventView {
    fn from(event: Event) -> Self {
        let Event { revision, at, trace, what } = event;
        let NewEvent { action, actor, mandate, reason, about: _, before, after } = what;
        Self { revision, at, trace: trace.to_string(), action, actor, mandate, reason, before, after }
    }
}

/// Reads the whole history
///
/// Everything that was done, the latest first, for platform operators: also what belongs to no person, organisation or application, such as
/// the signing keys.
#[utoipa::path(operation_id = "readHistory", tag = "History", security(("accessToken" = ["poort.history.read"])), params(Paging),
    responses((status = 200, description = "A page of events", body = PageView<EventView>)))]
#[get("/v1/history")]
pub(crate) async fn of_everything(caller: Authorised<HistoryRead>, query: List<Everything>) -> Result<Answer, Problem> {
    page_of(&caller, Of::Everything, query).await
}

/// Reads the history of a person
///
/// The latest first: what happened to himself and at the organisations that the caller administers. When he signed in and out is told to himself and
/// to platform operators only.
#[utoipa::path(operation_id = "readPersonHistory", tag = "Persons", security(("accessToken" = ["poort.history.read"])),
    params(("id" = crate::schema::Uuid, Path, description = "The person"), Paging),
    responses((status = 200, description = "A page of events", body = PageView<EventView>)))]
#[get("/v1/persons/{id}/history")]
pub(crate) async fn of_person(
    caller: Authorised<HistoryRead>,
    id: Id<types::PersonId>,
    query: List<Everything>,
) -> Result<Answer, Problem> {
    page_of(&caller, Of::Person(id.0), query).await
}

/// Reads the history of an organisation
///
/// The latest first.
#[utoipa::path(operation_id = "readOrganisationHistory", tag = "Organisations", security(("accessToken" = ["poort.history.read"])),
    params(("id" = crate::schema::Uuid, Path, description = "The organisation"), Paging),
    responses((status = 200, description = "A page of events", body = PageView<EventView>)))]
#[get("/v1/organisations/{id}/history")]
pub(crate) async fn of_organisation(
    caller: Authorised<HistoryRead>,
    id: Id<types::OrganisationId>,
    query: List<Everything>,
) -> Result<Answer, Problem> {
    page_of(&caller, Of::Organisation(id.0), query).await
}

/// Reads the history of a werkrelatie
///
/// The latest first.
#[utoipa::path(operation_id = "readWerkrelatieHistory", tag = "Werkrelaties", security(("accessToken" = ["poort.history.read"])),
    params(("id" = crate::schema::Uuid, Path, description = "The werkrelatie"), Paging),
    responses((status = 200, description = "A page of events", body = PageView<EventView>)))]
#[get("/v1/werkrelaties/{id}/history")]
pub(crate) async fn of_werkrelatie(
    caller: Authorised<HistoryRead>,
    id: Id<types::WerkrelatieId>,
    query: List<Everything>,
) -> Result<Answer, Problem> {
    page_of(&caller, Of::Werkrelatie(id.0), query).await
}

/// Reads the history of a toekenning
///
/// The latest first.
#[utoipa::path(operation_id = "readToekenningHistory", tag = "Toekenningen", security(("accessToken" = ["poort.history.read"])),
    params(("id" = crate::schema::Uuid, Path, description = "The toekenning"), Paging),
    responses((status = 200, description = "A page of events", body = PageView<EventView>)))]
#[get("/v1/toekenningen/{id}/history")]
pub(crate) async fn of_toekenning(
    caller: Authorised<HistoryRead>,
    id: Id<types::ToekenningId>,
    query: List<Everything>,
) -> Result<Answer, Problem> {
    page_of(&caller, Of::Toekenning(id.0), query).await
}

/// Reads the history of a mandate
///
/// The latest first.
#[utoipa::path(operation_id = "readMandateHistory", tag = "Mandates", security(("accessToken" = ["poort.history.read"])),
    params(("id" = crate::schema::Uuid, Path, description = "The mandate"), Paging),
    responses((status = 200, description = "A page of events", body = PageView<EventView>)))]
#[get("/v1/mandates/{id}/history")]
pub(crate) async fn of_mandate(
    caller: Authorised<HistoryRead>,
    id: Id<MandateId>,
    query: List<Everything>,
) -> Result<Answer, Problem> {
    page_of(&caller, Of::Mandate(id.0), query).await
}

/// A page of a history.
pub(crate) async fn page_of(caller: &Authorised<HistoryRead>, of: Of, query: List<Everything>) -> Result<Answer, Problem> {
    let List { page, here, .. } = query;
    let found = caller.read(move |tx, who| service::history::read(tx, &who.caller, &of, page)).await?;
    Answer::page(&here, found.map(EventView::from))
}
