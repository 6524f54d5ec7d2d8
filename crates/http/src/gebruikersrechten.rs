//! `/v1/gebruikersrechten`.

mod view;

use ::gebruikersrechten::Gebruikersrecht;
use actix_web::{get, patch, post};
use serde_json::{Value, json};
use service::applications::{self, RightQuery};
use storage::events::Of;
use types::{ApplicationCode, Parsed, RightCode};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::Answer;
use crate::applications::sorted;
use crate::authorised::Authorised;
use crate::history::{EventView, page_of};
use crate::paging::{PageView, Paging};
use crate::problem::{Issue, IssueKind, Place, Problem};
use crate::request::document::{Document, Members, fresh, merged, shown};
use crate::request::{Body, Everything, Id, IfMatch, List};
use crate::scope::{ApplicationsRead, ApplicationsWrite, HistoryRead};
use view::{GebruikersrechtEdit, Listed, NewRights, RightView, Rights};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create).service(list).service(read).service(edit).service(history);
}

impl Document for Gebruikersrecht {
    const FIXED: &'static [&'static str] = &["code", "application"];

    fn version(&self) -> i64 {
        self.version
    }
}

/// Defines gebruikersrechten
///
/// Of one application, all at once: rights that exclude or need one another name each other. All are added, or none.
#[utoipa::path(operation_id = "createGebruikersrechten", tag = "Gebruikersrechten", request_body = NewRights,
    security(("accessToken" = ["poort.applications.write"])),
    responses((status = 201, description = "Added, in the order in which they were sent", body = Rights, headers(("Location" = String)))))]
#[post("/v1/gebruikersrechten")]
pub(crate) async fn create(caller: Authorised<ApplicationsWrite>, body: Body<NewRights>) -> Result<Answer, Problem> {
    let Body { value: NewRights { application, items }, repeat } = body;
    let new = rights(&application, items)?;
    let done = caller.write(repeat, move |tx, who| {
        let rights = applications::create_rights(tx, &who.caller, &application, new)?;
        let location = match rights.as_slice() {
            [one] => format!("/v1/gebruikersrechten/{}", one.code),
            _ => format!("/v1/gebruikersrechten?application={application}"),
        };
        let items: Vec<Value> = rights.iter().map(shown).collect::<Result<_, _>>()?;
        Answer::made(location, &json!({ "items": items }))
    });
    done.await
}

/// Lists gebruikersrechten
///
/// Of one application, or of all that the caller may know.
#[utoipa::path(operation_id = "listGebruikersrechten", tag = "Gebruikersrechten", params(Listed, Paging), security(("accessToken" = ["poort.applications.read"])),
    responses((status = 200, description = "A page of gebruikersrechten", body = PageView<RightView>)))]
#[get("/v1/gebruikersrechten")]
pub(crate) async fn list(caller: Authorised<ApplicationsRead>, query: List<Listed>) -> Result<Answer, Problem> {
    let List { of: Listed { application, doelgroep, name, sort }, page, here } = query;
    let search = RightQuery { application, doelgroep, name: name.map(|name| name.to_string()) };
    let all = caller.read(move |tx, who| applications::list_rights(tx, &who.caller, &search)).await?;
    Answer::documents(&here, page.of(sorted(all, sort, |one| &one.name)))
}

/// Reads a gebruikersrecht
#[utoipa::path(operation_id = "readGebruikersrecht", tag = "Gebruikersrechten", security(("accessToken" = ["poort.applications.read"])),
    description = "The definition of one right.",
    params(("code" = crate::schema::Code, Path, description = "The gebruikersrecht")),
    responses((status = 200, description = "The gebruikersrecht", body = RightView, headers(("ETag" = String)))))]
#[get("/v1/gebruikersrechten/{code}")]
pub(crate) async fn read(caller: Authorised<ApplicationsRead>, code: Id<RightCode>) -> Result<Answer, Problem> {
    let right = caller.read(move |tx, who| applications::read_right(tx, &who.caller, &code.0)).await?;
    Ok(Answer::document(&right)?)
}

/// Edits a gebruikersrecht
///
/// For the toepassingsbeheerder of its application and platform operators, as a JSON merge patch. Its code and application stay, and so do the
/// grants that it has.
#[utoipa::path(operation_id = "editGebruikersrecht", tag = "Gebruikersrechten", security(("accessToken" = ["poort.applications.write"])),
    request_body(content = GebruikersrechtEdit, content_type = "application/merge-patch+json"),
    params(("code" = crate::schema::Code, Path, description = "The gebruikersrecht"), IfMatch),
    responses((status = 200, description = "The gebruikersrecht after the change", body = RightView, headers(("ETag" = String)))))]
#[patch("/v1/gebruikersrechten/{code}")]
pub(crate) async fn edit(
    caller: Authorised<ApplicationsWrite>,
    code: Id<RightCode>,
    version: IfMatch,
    body: Body<Members>,
) -> Result<Answer, Problem> {
    let Body { value, repeat } = body;
    if let Some(answer) = caller.repeated(&repeat).await? {
        return Ok(answer);
    }
    let before = caller.read(move |tx, who| applications::managed_right(tx, &who.caller, &code.0)).await?;
    let new = merged(&before, value, version.0)?;
    let done = caller.write(repeat, move |tx, who| Answer::document(&applications::edit_right(tx, &who.caller, new)?));
    done.await
}

/// Reads the history of a gebruikersrecht
///
/// The latest first: who changed the definition and why, for who manages the application. Whoever grants its rights reads the definition only.
#[utoipa::path(operation_id = "readGebruikersrechtHistory", tag = "Gebruikersrechten", security(("accessToken" = ["poort.history.read"])),
    params(("code" = crate::schema::Code, Path, description = "The gebruikersrecht"), Paging),
    responses((status = 200, description = "A page of events", body = PageView<EventView>)))]
#[get("/v1/gebruikersrechten/{code}/history")]
pub(crate) async fn history(
    caller: Authorised<HistoryRead>,
    code: Id<RightCode>,
    query: List<Everything>,
) -> Result<Answer, Problem> {
    page_of(&caller, Of::Right(code.0), query).await
}

/// What is wrong in each, all at once.
fn rights(application: &ApplicationCode, items: Vec<Members>) -> Result<Vec<Gebruikersrecht>, Problem> {
    let (mut rights, mut issues) = (Vec::new(), Vec::new());
    if items.is_empty() || items.len() > view::MOST {
        let detail = format!("1 to {} gebruikersrechten expected", view::MOST);
        issues.push(Issue::new(IssueKind::InvalidInput, Place::Body, Some("items".into()), detail));
    }
    for (at, mut members) in items.into_iter().enumerate() {
        let own = members.insert("application".into(), Value::from(application.as_str())).is_none();
        match fresh(members, &format!("items[{at}]")) {
            Ok(right) if own => rights.push(right),
            Ok(_) => {
                let name = Some(format!("items[{at}].application"));
                issues.push(Issue::new(IssueKind::UnknownInput, Place::Body, name, "it stands beside the items, once"));
            }
            Err(issue) => issues.push(issue),
        }
    }
    if issues.is_empty() { Ok(rights) } else { Err(Problem::input(issues)) }
}
