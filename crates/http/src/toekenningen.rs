//! `/v1/toekenningen`.

mod body;
mod view;

use actix_web::{get, patch, post};
use gebruikersrechten::{Toekenning, When};
use service::{Error, Names, toekenningen};
use storage::ReadTx;
use types::{Instant, ToekenningId};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::Answer;
use crate::authorised::Authorised;
use crate::paging::{PageView, Paging};
use crate::problem::Problem;
use crate::request::{Body, Id, IfMatch, List, Query};
use crate::scope::{ToekenningenRead, ToekenningenWrite};
use crate::werkrelaties::AsKnown;
use body::{EditToekenning, NewToekenning, Revocation};
pub(crate) use view::ToekenningView;
use view::{Listed, RevokedView};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(give).service(list).service(read).service(edit).service(revoke);
}

/// Grants a right
///
/// On a werkrelatie at an organisation that the caller administers, within his mandate, and never to himself. A refusal names the rule, its
/// limit, and who holds the right where that matters.
#[utoipa::path(operation_id = "grantToekenning", tag = "Toekenningen", request_body = NewToekenning,
    security(("accessToken" = ["poort.toekenningen.write"])),
    responses((status = 201, description = "Granted", body = ToekenningView, headers(("Location" = String), ("ETag" = String)))))]
#[post("/v1/toekenningen")]
pub(crate) async fn give(caller: Authorised<ToekenningenWrite>, body: Body<NewToekenning>) -> Result<Answer, Problem> {
    let Body { value, repeat } = body;
    let done = caller.write(repeat, move |tx, who| {
        let granted = toekenningen::grant(tx, &who.caller, value.into())?;
        let (id, version, now) = (granted.id, granted.version, tx.cx().now);
        Answer::created(format!("/v1/toekenningen/{id}"), version, &view(tx, granted, now)?)
    });
    done.await
}

/// Lists toekenningen
///
/// Those at organisations that the caller administers, and those of applications that he manages: who holds this right in my organisation
/// (`organisation`, `right`, `state=active`), whose rights end within 60 days (`endsWithinDays=60`).
#[utoipa::path(operation_id = "listToekenningen", tag = "Toekenningen", params(Listed, Paging),
    security(("accessToken" = ["poort.toekenningen.read"])),
    responses((status = 200, description = "A page of toekenningen", body = PageView<ToekenningView>)))]
#[get("/v1/toekenningen")]
pub(crate) async fn list(caller: Authorised<ToekenningenRead>, query: List<Listed>) -> Result<Answer, Problem> {
    let List { of, page, here } = query;
    let now = caller.cx().now;
    let search = of.query(now);
    let found = caller.read(move |tx, who| {
        let found = toekenningen::search(tx, &who.caller, search, page)?;
        let names = Names::read(tx, [], &found.items)?;
        Ok(found.map(|grant| ToekenningView::new(grant, &names, now)))
    });
    Answer::page(&here, found.await?)
}

/// Reads a toekenning
///
/// One at an organisation that the caller administers, or of an application that he manages.
#[utoipa::path(operation_id = "readToekenning", tag = "Toekenningen", security(("accessToken" = ["poort.toekenningen.read"])),
    params(("id" = crate::schema::Uuid, Path, description = "The toekenning"), AsKnown),
    responses((status = 200, description = "The toekenning", body = ToekenningView, headers(("ETag" = String)))))]
#[get("/v1/toekenningen/{id}")]
pub(crate) async fn read(
    caller: Authorised<ToekenningenRead>,
    id: Id<ToekenningId>,
    query: Query<AsKnown>,
) -> Result<Answer, Problem> {
    let (known, now) = (query.0.known(), caller.cx().now);
    let done = caller.read(move |tx, who| {
        let grant = toekenningen::read(tx, &who.caller, id.0, known)?;
        Answer::versioned(grant.version, &view(tx, grant, now)?)
    });
    done.await
}

/// Edits a toekenning
///
/// Other contexts, another last day, or both, as a JSON merge patch with the reason of the change beside it.
#[utoipa::path(operation_id = "editToekenning", tag = "Toekenningen", security(("accessToken" = ["poort.toekenningen.write"])),
    request_body(content = EditToekenning, content_type = "application/merge-patch+json"),
    params(("id" = crate::schema::Uuid, Path, description = "The toekenning"), IfMatch),
    responses((status = 200, description = "The toekenning after the change", body = ToekenningView, headers(("ETag" = String)))))]
#[patch("/v1/toekenningen/{id}")]
pub(crate) async fn edit(
    caller: Authorised<ToekenningenWrite>,
    id: Id<ToekenningId>,
    version: IfMatch,
    body: Body<EditToekenning>,
) -> Result<Answer, Problem> {
    let Body { value, repeat } = body;
    let (change, reason) = value.parse()?;
    let done = caller.write(repeat, move |tx, who| {
        let grant = toekenningen::edit(tx, &who.caller, id.0, version.0, change, &reason)?;
        let now = tx.cx().now;
        Answer::versioned(grant.version, &view(tx, grant, now)?)
    });
    done.await
}

/// Revokes a toekenning
///
/// At once, or when a last day is over. Toekenningen of the same person that need this one are revoked with it; the answer lists them.
#[utoipa::path(operation_id = "revokeToekenning", tag = "Toekenningen", request_body = Revocation,
    security(("accessToken" = ["poort.toekenningen.write"])),
    params(("id" = crate::schema::Uuid, Path, description = "The toekenning"), IfMatch),
    responses((status = 200, description = "The toekenning, and what was revoked with it", body = RevokedView, headers(("ETag" = String)))))]
#[post("/v1/toekenningen/{id}/revocation")]
pub(crate) async fn revoke(
    caller: Authorised<ToekenningenWrite>,
    id: Id<ToekenningId>,
    version: IfMatch,
    body: Body<Revocation>,
) -> Result<Answer, Problem> {
    let Body { value: Revocation { last_day, reason }, repeat } = body;
    let when = last_day.map_or(When::Now, When::After);
    let done = caller.write(repeat, move |tx, who| {
        let revoked = toekenningen::revoke(tx, &who.caller, id.0, version.0, when, reason)?;
        let (version, now) = (revoked.toekenning.version, tx.cx().now);
        let names = Names::read(tx, [], revoked.touched.iter().chain([&revoked.toekenning]))?;
        Answer::versioned(version, &RevokedView::new(revoked, &names, now))
    });
    done.await
}

fn view(tx: &mut ReadTx<'_>, grant: Toekenning, now: Instant) -> Result<ToekenningView, Error> {
    let names = Names::read(tx, [], [&grant])?;
    Ok(ToekenningView::new(grant, &names, now))
}
