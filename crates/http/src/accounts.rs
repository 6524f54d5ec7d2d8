//! `/v1/persons/{id}/account`: how a person signs in with a password.

mod view;

use actix_web::{get, post};
use service::accounts;
use types::PersonId;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::Answer;
use crate::authorised::Authorised;
use crate::problem::Problem;
use crate::request::{Body, Id};
use crate::scope::{PersonsRead, PersonsWrite};
pub(crate) use view::AccountView;
use view::{Disablement, NewAccount, Reset, SignOut, SignedOut, TemporaryAccount};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create).service(read).service(reset).service(disable).service(sign_out).service(reset_second_factor);
}

/// Gives a person an account
///
/// By who administers every organisation where he works and could give every mandate and right that he has, or runs the platform; never by himself.
/// The temporary password is told in this answer only; its owner changes it at his first sign-in.
#[utoipa::path(operation_id = "createAccount", tag = "Persons", request_body = NewAccount, security(("accessToken" = ["poort.persons.write"])),
    params(("id" = crate::schema::Uuid, Path, description = "The person")),
    responses((status = 201, description = "He can sign in", body = TemporaryAccount, headers(("Location" = String)))))]
#[post("/v1/persons/{id}/account")]
pub(crate) async fn create(
    caller: Authorised<PersonsWrite>,
    id: Id<PersonId>,
    body: Body<NewAccount>,
) -> Result<Answer, Problem> {
    let Body { value: NewAccount { username }, repeat } = body;
    if let Some(answer) = caller.repeated(&repeat).await? {
        return Ok(answer);
    }
    let now = caller.cx().now;
    caller.read(move |tx, who| accounts::may_manage(tx, &who.caller, id.0, now)).await?;
    let (password, hash) = caller.temporary_password().await?;
    let done = caller.write(repeat, move |tx, who| {
        let account = accounts::create(tx, &who.caller, id.0, &username, &hash, true)?;
        Answer::made(format!("/v1/persons/{}/account", id.0), &TemporaryAccount::new(account, &password))
    });
    done.await
}

/// Reads the account of a person
#[utoipa::path(operation_id = "readAccount", tag = "Persons", security(("accessToken" = ["poort.persons.read"])),
    description = "Whether and by which name a person can sign in.",
    params(("id" = crate::schema::Uuid, Path, description = "The person")),
    responses((status = 200, description = "The account", body = AccountView)))]
#[get("/v1/persons/{id}/account")]
pub(crate) async fn read(caller: Authorised<PersonsRead>, id: Id<PersonId>) -> Result<Answer, Problem> {
    let account = caller.read(move |tx, who| accounts::read(tx, &who.caller, id.0)).await?;
    Ok(Answer::ok(&AccountView::from(account))?)
}

/// Gives a person another password
///
/// A temporary one, told in this answer only, by who may give him an account. His sessions end; an account that was switched off works again.
#[utoipa::path(operation_id = "resetPassword", tag = "Persons", request_body = Reset, security(("accessToken" = ["poort.persons.write"])),
    params(("id" = crate::schema::Uuid, Path, description = "The person")),
    responses((status = 200, description = "The account with its temporary password", body = TemporaryAccount)))]
#[post("/v1/persons/{id}/account/password")]
pub(crate) async fn reset(caller: Authorised<PersonsWrite>, id: Id<PersonId>, body: Body<Reset>) -> Result<Answer, Problem> {
    let repeat = body.repeat;
    if let Some(answer) = caller.repeated(&repeat).await? {
        return Ok(answer);
    }
    let now = caller.cx().now;
    caller.read(move |tx, who| accounts::may_manage(tx, &who.caller, id.0, now)).await?;
    let (password, hash) = caller.temporary_password().await?;
    let done = caller.write(repeat, move |tx, who| {
        let account = accounts::reset_password(tx, &who.caller, id.0, &hash)?;
        Answer::ok(&TemporaryAccount::new(account, &password))
    });
    done.await
}

/// Switches an account off
///
/// Its person cannot sign in until he gets another password; his sessions end.
#[utoipa::path(operation_id = "disableAccount", tag = "Persons", request_body = Disablement, security(("accessToken" = ["poort.persons.write"])),
    params(("id" = crate::schema::Uuid, Path, description = "The person")),
    responses((status = 200, description = "The account after the change", body = AccountView)))]
#[post("/v1/persons/{id}/account/disablement")]
pub(crate) async fn disable(
    caller: Authorised<PersonsWrite>,
    id: Id<PersonId>,
    body: Body<Disablement>,
) -> Result<Answer, Problem> {
    let Body { value: Disablement { reason }, repeat } = body;
    let done =
        caller.write(repeat, move |tx, who| Answer::ok(&AccountView::from(accounts::disable(tx, &who.caller, id.0, reason)?)));
    done.await
}

/// Signs a person out everywhere
///
/// By who may give him another password, which stays as it is: every session ends, with the refresh tokens that it gave. He can sign in again.
#[utoipa::path(operation_id = "signOutPerson", tag = "Persons", request_body = SignOut, security(("accessToken" = ["poort.persons.write"])),
    params(("id" = crate::schema::Uuid, Path, description = "The person")),
    responses((status = 200, description = "He is signed in nowhere", body = SignedOut)))]
#[post("/v1/persons/{id}/account/signOut")]
pub(crate) async fn sign_out(caller: Authorised<PersonsWrite>, id: Id<PersonId>, body: Body<SignOut>) -> Result<Answer, Problem> {
    let Body { value: SignOut { reason }, repeat } = body;
    let done = caller.write(repeat, move |tx, who| {
        let sessions = accounts::sign_out(tx, &who.caller, id.0, reason)?;
        Answer::ok(&SignedOut { sessions })
    });
    done.await
}

/// Takes the second factor of a person away
///
/// By who may give him another password, for who lost his device and his recovery codes. His passkeys and his sessions end; his password alone signs
/// him in until he gets himself another second factor.
#[utoipa::path(operation_id = "resetSecondFactor", tag = "Persons", request_body = SignOut, security(("accessToken" = ["poort.persons.write"])),
    params(("id" = crate::schema::Uuid, Path, description = "The person")),
    responses((status = 200, description = "He has none any more", body = SignedOut)))]
#[post("/v1/persons/{id}/account/secondFactor/reset")]
pub(crate) async fn reset_second_factor(
    caller: Authorised<PersonsWrite>,
    id: Id<PersonId>,
    body: Body<SignOut>,
) -> Result<Answer, Problem> {
    let Body { value: SignOut { reason }, repeat } = body;
    let done = caller.write(repeat, move |tx, who| {
        let sessions = accounts::reset_second_factor(tx, &who.caller, id.0, reason)?;
        Answer::ok(&SignedOut { sessions })
    });
    done.await
}
