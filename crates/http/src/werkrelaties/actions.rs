//! What happens to a werkrelatie, and with it to the toekenningen on it.

use actix_web::post;
use service::werkrelaties::{self, Extend};
use types::WerkrelatieId;
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::{Because, Departure, Extension, NewPause, Resumption};
use super::outcome::{OutcomeView, answer};
use super::{WerkrelatieView, view};
use crate::answer::Answer;
use crate::authorised::Authorised;
use crate::problem::Problem;
use crate::request::{Body, Id, IfMatch};
use crate::scope::WerkrelatiesWrite;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(extend).service(pause).service(resume).service(depart).service(remove);
}

/// Extends a werkrelatie
///
/// Alone, or together with its rights: each running toekenning lasts as long as the werkrelatie, or as its right's maximum allows. The answer
/// says which were extended, which stopped at their maximum, and which a rule left as they were.
#[utoipa::path(operation_id = "extendWerkrelatie", tag = "Werkrelaties", request_body = Extension,
    security(("accessToken" = ["poort.werkrelaties.write"])),
    params(("id" = crate::schema::Uuid, Path, description = "The werkrelatie"), IfMatch),
    responses((status = 200, description = "The werkrelatie, and what happened to its toekenningen", body = OutcomeView, headers(("ETag" = String)))))]
#[post("/v1/werkrelaties/{id}/extension")]
pub(crate) async fn extend(
    caller: Authorised<WerkrelatiesWrite>,
    id: Id<WerkrelatieId>,
    version: IfMatch,
    body: Body<Extension>,
) -> Result<Answer, Problem> {
    let Body { value: Extension { end, with_rights, reason }, repeat } = body;
    let what = if with_rights { Extend::WithRights } else { Extend::Alone };
    let done = caller.write(repeat, move |tx, who| {
        let outcome = werkrelaties::extend(tx, &who.caller, id.0, version.0, end, what, reason)?;
        answer(tx, outcome)
    });
    done.await
}

/// Pauses a werkrelatie
///
/// While the pause lasts its rights give nothing, from the next token and introspection on. The toekenningen stay as they are, and so do other
/// pauses: a werkrelatie keeps at most 100, of which no two share a day.
#[utoipa::path(operation_id = "pauseWerkrelatie", tag = "Werkrelaties", request_body = NewPause,
    security(("accessToken" = ["poort.werkrelaties.write"])),
    params(("id" = crate::schema::Uuid, Path, description = "The werkrelatie"), IfMatch),
    responses((status = 200, description = "The werkrelatie with its pauses", body = WerkrelatieView, headers(("ETag" = String)))))]
#[post("/v1/werkrelaties/{id}/pause")]
pub(crate) async fn pause(
    caller: Authorised<WerkrelatiesWrite>,
    id: Id<WerkrelatieId>,
    version: IfMatch,
    body: Body<NewPause>,
) -> Result<Answer, Problem> {
    let Body { value, repeat } = body;
    let done = caller.write(repeat, move |tx, who| {
        let today = tx.cx().today();
        let one = werkrelaties::pause(tx, &who.caller, id.0, version.0, value.from(today)?)?;
        Answer::versioned(one.version, &view(tx, one, today)?)
    });
    done.await
}

/// Resumes a werkrelatie
///
/// Ends the pause that runs, from today on, or takes back one that is planned. Every other pause stays as it is.
#[utoipa::path(operation_id = "resumeWerkrelatie", tag = "Werkrelaties", request_body = Resumption,
    security(("accessToken" = ["poort.werkrelaties.write"])),
    params(("id" = crate::schema::Uuid, Path, description = "The werkrelatie"), IfMatch),
    responses((status = 200, description = "The werkrelatie with the pauses that are left", body = WerkrelatieView, headers(("ETag" = String)))))]
#[post("/v1/werkrelaties/{id}/resumption")]
pub(crate) async fn resume(
    caller: Authorised<WerkrelatiesWrite>,
    id: Id<WerkrelatieId>,
    version: IfMatch,
    body: Body<Resumption>,
) -> Result<Answer, Problem> {
    let Body { value: Resumption { begin, reason }, repeat } = body;
    let done = caller.write(repeat, move |tx, who| {
        let (one, today) = (werkrelaties::resume(tx, &who.caller, id.0, version.0, begin, reason)?, tx.cx().today());
        Answer::versioned(one.version, &view(tx, one, today)?)
    });
    done.await
}

/// Ends a werkrelatie
///
/// On a last working day, inclusive. Its toekenningen end with it; the answer lists each.
#[utoipa::path(operation_id = "endWerkrelatie", tag = "Werkrelaties", request_body = Departure,
    security(("accessToken" = ["poort.werkrelaties.write"])),
    params(("id" = crate::schema::Uuid, Path, description = "The werkrelatie"), IfMatch),
    responses((status = 200, description = "The werkrelatie, and the toekenningen that end with it", body = OutcomeView, headers(("ETag" = String)))))]
#[post("/v1/werkrelaties/{id}/end")]
pub(crate) async fn depart(
    caller: Authorised<WerkrelatiesWrite>,
    id: Id<WerkrelatieId>,
    version: IfMatch,
    body: Body<Departure>,
) -> Result<Answer, Problem> {
    let Body { value: Departure { last_working_day, reason }, repeat } = body;
    let done = caller.write(repeat, move |tx, who| {
        let outcome = werkrelaties::end(tx, &who.caller, id.0, version.0, last_working_day, reason)?;
        answer(tx, outcome)
    });
    done.await
}

/// Removes a werkrelatie
///
/// Takes back one that has not begun, with the toekenningen on it. One that has begun is ended instead.
#[utoipa::path(operation_id = "removeWerkrelatie", tag = "Werkrelaties", request_body = Because,
    security(("accessToken" = ["poort.werkrelaties.write"])),
    params(("id" = crate::schema::Uuid, Path, description = "The werkrelatie"), IfMatch),
    responses((status = 200, description = "The werkrelatie, and the toekenningen that go with it", body = OutcomeView, headers(("ETag" = String)))))]
#[post("/v1/werkrelaties/{id}/removal")]
pub(crate) async fn remove(
    caller: Authorised<WerkrelatiesWrite>,
    id: Id<WerkrelatieId>,
    version: IfMatch,
    body: Body<Because>,
) -> Result<Answer, Problem> {
    let Body { value: Because { reason }, repeat } = body;
    let done = caller.write(repeat, move |tx, who| {
        let outcome = werkrelaties::remove(tx, &who.caller, id.0, version.0, reason)?;
        answer(tx, outcome)
    });
    done.await
}
