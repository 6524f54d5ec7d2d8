//! `/v1/persons`. A number stands in bodies only, never in an address or an answer.

mod view;

use ::persons::OwnEdit;
use actix_web::{HttpRequest, get, patch, post};
use service::persons;
use storage::persons::Query as Search;
use types::{Insz, PersonId};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::Answer;
use crate::authorised::Authorised;
use crate::paging::{Here, PageView, Paging};
use crate::problem::{Issue, IssueKind, Place, Problem};
use crate::request::{Body, Id, IfMatch, List, Repeat};
use crate::scope::{PersonsRead, PersonsWrite};
use view::{Admission, EditPerson, Listed, NumberQuery, Reload};
pub(crate) use view::{FullName, PersonView};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(admit).service(find).service(list).service(read).service(edit).service(reload);
}

/// Admits a person
///
/// By number: name, birth date and sex come from the person register. Who is known already, by this or a former number, is answered with 200.
#[utoipa::path(operation_id = "admitPerson", tag = "Persons", request_body = Admission, security(("accessToken" = ["poort.persons.write"])),
    responses((status = 201, description = "Admitted", body = PersonView, headers(("Location" = String), ("ETag" = String))),
              (status = 200, description = "Known already", body = PersonView, headers(("ETag" = String)))))]
#[post("/v1/persons")]
pub(crate) async fn admit(caller: Authorised<PersonsWrite>, body: Body<Admission>) -> Result<Answer, Problem> {
    if let Some(answer) = caller.repeated(&body.repeat).await? {
        return Ok(answer);
    }
    let Admission { insz, reason, own } = body.value;
    let insz = number(&caller, &insz)?;
    let known = caller.read(move |tx, who| persons::by_number(tx, &who.caller, insz)).await?;
    let record = if known.is_some() { None } else { Some(caller.look_up(insz).await?) };
    let done = caller.write(body.repeat, move |tx, who| {
        let admitted = match record {
            Some(record) => persons::admit(tx, &who.caller, record, own.unwrap_or_default().into(), reason)?,
            None => persons::already_admitted(tx, &who.caller, insz)?,
        };
        let (version, new, view) = (admitted.person.version, admitted.new, PersonView::from(admitted.person));
        if new { Answer::created(format!("/v1/persons/{}", view.id), version, &view) } else { Answer::versioned(version, &view) }
    });
    done.await
}

/// Finds a person by number
///
/// For who is about to admit or couple him. The page has the one person, or nobody.
#[utoipa::path(operation_id = "queryPersons", tag = "Persons", request_body = NumberQuery, security(("accessToken" = ["poort.persons.read"])),
    responses((status = 200, description = "Who has or had this number", body = PageView<PersonView>)))]
#[post("/v1/persons/query")]
pub(crate) async fn find(
    caller: Authorised<PersonsRead>,
    body: Body<NumberQuery>,
    request: HttpRequest,
) -> Result<Answer, Problem> {
    let insz = number(&caller, &body.value.insz)?;
    let found = caller.read(move |tx, who| persons::by_number(tx, &who.caller, insz)).await?;
    let found = storage::Paged { items: found.into_iter().map(PersonView::from).collect(), more: false };
    Answer::page(&Here::only(&request), found)
}

/// Lists persons
///
/// Those with a werkrelatie at an organisation that the caller administers, by name.
#[utoipa::path(operation_id = "listPersons", tag = "Persons", params(Listed, Paging), security(("accessToken" = ["poort.persons.read"])),
    responses((status = 200, description = "A page of persons", body = PageView<PersonView>)))]
#[get("/v1/persons")]
pub(crate) async fn list(caller: Authorised<PersonsRead>, query: List<Listed>) -> Result<Answer, Problem> {
    let List { of: Listed { name, organisation }, page, here } = query;
    let search = Search { name: name.map(|name| name.to_string()), organisations: organisation.map(|one| vec![one]) };
    let found = caller.read(move |tx, who| persons::search(tx, &who.caller, search, page)).await?;
    Answer::page(&here, found.map(PersonView::from))
}

/// Reads a person
///
/// One of an organisation that the caller administers.
#[utoipa::path(operation_id = "readPerson", tag = "Persons", params(("id" = crate::schema::Uuid, Path, description = "The person")),
    security(("accessToken" = ["poort.persons.read"])),
    responses((status = 200, description = "The person", body = PersonView, headers(("ETag" = String)))))]
#[get("/v1/persons/{id}")]
pub(crate) async fn read(caller: Authorised<PersonsRead>, id: Id<PersonId>) -> Result<Answer, Problem> {
    let person = caller.read(move |tx, who| persons::read(tx, &who.caller, id.0)).await?;
    Ok(Answer::versioned(person.version, &PersonView::from(person))?)
}

/// Edits a person
///
/// The fields that Poort keeps itself, as a JSON merge patch; what the register says cannot be typed over.
#[utoipa::path(operation_id = "editPerson", tag = "Persons", security(("accessToken" = ["poort.persons.write"])),
    request_body(content = EditPerson, content_type = "application/merge-patch+json"),
    params(("id" = crate::schema::Uuid, Path, description = "The person"), IfMatch),
    responses((status = 200, description = "The person after the change", body = PersonView, headers(("ETag" = String)))))]
#[patch("/v1/persons/{id}")]
pub(crate) async fn edit(
    caller: Authorised<PersonsWrite>,
    id: Id<PersonId>,
    version: IfMatch,
    body: Body<OwnEdit>,
) -> Result<Answer, Problem> {
    let Body { value, repeat } = body;
    let done = caller.write(repeat, move |tx, who| {
        let person = persons::edit(tx, &who.caller, id.0, version.0, value)?;
        Answer::versioned(person.version, &PersonView::from(person))
    });
    done.await
}

/// Reloads a person
///
/// Asks the register again; a changed number is recorded, and the old one still finds him. A number that another person has here is left to that
/// person: `numberTaken` tells it, and everything else that the register says is recorded.
#[utoipa::path(operation_id = "reloadPerson", tag = "Persons", request_body = Reload, security(("accessToken" = ["poort.persons.write"])),
    params(("id" = crate::schema::Uuid, Path, description = "The person")),
    responses((status = 200, description = "The person as the register has him now", body = PersonView, headers(("ETag" = String)))))]
#[post("/v1/persons/{id}/reload")]
pub(crate) async fn reload(caller: Authorised<PersonsWrite>, id: Id<PersonId>, body: Body<Reload>) -> Result<Answer, Problem> {
    if let Some(answer) = caller.repeated(&body.repeat).await? {
        return Ok(answer);
    }
    let mut tries = 1;
    loop {
        match asked_again(&caller, id.0, body.repeat.clone()).await {
            Err(problem) if problem.code() == Some("overtaken") && tries < MOST_TRIES => tries += 1,
            done => return done,
        }
    }
}

/// How often the register is asked before who reloads at the same time as others is told so.
const MOST_TRIES: u8 = 3;

async fn asked_again(caller: &Authorised<PersonsWrite>, id: PersonId, repeat: Repeat) -> Result<Answer, Problem> {
    let basis = caller.read(move |tx, who| persons::to_reload(tx, &who.caller, id)).await?;
    let record = caller.look_up(basis.insz()).await?;
    let done = caller.write(repeat, move |tx, who| {
        let person = persons::reload(tx, &who.caller, &basis, record)?;
        Answer::versioned(person.version, &PersonView::from(person))
    });
    done.await
}

/// A number that breaks a rule is answered with the rule, never with the number.
pub(crate) fn number<S: crate::scope::Scope>(caller: &Authorised<S>, text: &types::Secret) -> Result<Insz, Problem> {
    let wrong = |error: types::InszError| {
        Problem::input(vec![Issue::new(IssueKind::InvalidInput, Place::Body, Some("insz".into()), error.to_string())])
            .coded(error.code())
    };
    Insz::parse(text.expose(), caller.cx().today()).map_err(wrong)
}

impl From<view::Own> for ::persons::OwnFields {
    fn from(own: view::Own) -> Self {
        let view::Own { roepnaam, initialen, language } = own;
        Self { roepnaam, initialen, language }
    }
}
