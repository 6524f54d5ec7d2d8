//! `/v1/werkrelaties`.

mod actions;
mod body;
mod outcome;
mod view;

use ::werkrelaties::{Edit, Werkrelatie};
use actix_web::{get, patch, post};
use service::{Error, Names, werkrelaties};
use storage::ReadTx;
use types::{Day, WerkrelatieId};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::Answer;
use crate::authorised::Authorised;
use crate::paging::{PageView, Paging};
use crate::problem::Problem;
use crate::request::{Body, Id, IfMatch, List, Query};
use crate::scope::{WerkrelatiesRead, WerkrelatiesWrite};
use body::{EditWerkrelatie, NewWerkrelatie};
use view::Listed;
pub(crate) use view::{AsKnown, WerkrelatieView};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create).service(list).service(read).service(edit);
    actions::routes(config);
}

/// Creates a werkrelatie
///
/// Couples a person to an organisation that the caller administers: by identifier when he sees the person or nobody has coupled him yet, by
/// number otherwise. It lasts ten years unless its end is said.
#[utoipa::path(operation_id = "createWerkrelatie", tag = "Werkrelaties", request_body(content = NewWerkrelatie, example = json!({
        "person": "01938f6e-0000-7000-8000-000000000001", "organisation": "01938f6e-0000-7000-8000-000000000002", "doelgroep": "LB",
        "category": "vasteMedewerker", "period": { "begin": "2026-12-01" }, "email": "an@zandmeer.example", "reason": "Nieuwe collega",
    })),
    security(("accessToken" = ["poort.werkrelaties.write"])),
    responses((status = 201, description = "Created", body = WerkrelatieView, headers(("Location" = String), ("ETag" = String)))))]
#[post("/v1/werkrelaties")]
pub(crate) async fn create(caller: Authorised<WerkrelatiesWrite>, body: Body<NewWerkrelatie>) -> Result<Answer, Problem> {
    let Body { value, repeat } = body;
    let new = value.parse(&caller)?;
    let done = caller.write(repeat, move |tx, who| {
        let created = werkrelaties::create(tx, &who.caller, &who.policies, new)?;
        let (id, version, today) = (created.id, created.version, tx.cx().today());
        Answer::created(format!("/v1/werkrelaties/{id}"), version, &view(tx, created, today)?)
    });
    done.await
}

/// Lists werkrelaties
///
/// Those at organisations that the caller administers. Those that were removed only with `state=removed`.
#[utoipa::path(operation_id = "listWerkrelaties", tag = "Werkrelaties", params(Listed, Paging),
    security(("accessToken" = ["poort.werkrelaties.read"])),
    responses((status = 200, description = "A page of werkrelaties", body = PageView<WerkrelatieView>)))]
#[get("/v1/werkrelaties")]
pub(crate) async fn list(caller: Authorised<WerkrelatiesRead>, query: List<Listed>) -> Result<Answer, Problem> {
    let List { of, page, here } = query;
    let today = caller.cx().today();
    let search = of.query(today);
    let found = caller.read(move |tx, who| {
        let found = werkrelaties::search(tx, &who.caller, search, page)?;
        let names = Names::read(tx, &found.items, [])?;
        Ok(found.map(|one| WerkrelatieView::new(one, &names, today)))
    });
    Answer::page(&here, found.await?)
}

/// Reads a werkrelatie
///
/// One at an organisation that the caller administers.
#[utoipa::path(operation_id = "readWerkrelatie", tag = "Werkrelaties", security(("accessToken" = ["poort.werkrelaties.read"])),
    params(("id" = crate::schema::Uuid, Path, description = "The werkrelatie"), AsKnown),
    responses((status = 200, description = "The werkrelatie", body = WerkrelatieView, headers(("ETag" = String)))))]
#[get("/v1/werkrelaties/{id}")]
pub(crate) async fn read(
    caller: Authorised<WerkrelatiesRead>,
    id: Id<WerkrelatieId>,
    query: Query<AsKnown>,
) -> Result<Answer, Problem> {
    let (known, today) = (query.0.known(), caller.cx().today());
    let done = caller.read(move |tx, who| {
        let one = werkrelaties::read(tx, &who.caller, id.0, known)?;
        Answer::versioned(one.version, &view(tx, one, today)?)
    });
    done.await
}

/// Edits a werkrelatie
///
/// Category, e-mail and phone, as a JSON merge patch. The period has actions of its own.
#[utoipa::path(operation_id = "editWerkrelatie", tag = "Werkrelaties", security(("accessToken" = ["poort.werkrelaties.write"])),
    request_body(content = EditWerkrelatie, content_type = "application/merge-patch+json"),
    params(("id" = crate::schema::Uuid, Path, description = "The werkrelatie"), IfMatch),
    responses((status = 200, description = "The werkrelatie after the change", body = WerkrelatieView, headers(("ETag" = String)))))]
#[patch("/v1/werkrelaties/{id}")]
pub(crate) async fn edit(
    caller: Authorised<WerkrelatiesWrite>,
    id: Id<WerkrelatieId>,
    version: IfMatch,
    body: Body<Edit>,
) -> Result<Answer, Problem> {
    let Body { value, repeat } = body;
    let done = caller.write(repeat, move |tx, who| {
        let one = werkrelaties::edit(tx, &who.caller, &who.policies, id.0, version.0, value)?;
        let today = tx.cx().today();
        Answer::versioned(one.version, &view(tx, one, today)?)
    });
    done.await
}

fn view(tx: &mut ReadTx<'_>, one: Werkrelatie, today: Day) -> Result<WerkrelatieView, Error> {
    let names = Names::read(tx, [&one], [])?;
    Ok(WerkrelatieView::new(one, &names, today))
}
