//! `/v1/me`: what a person sees of himself, with a token of his own.

mod consents;
mod sessions;
mod view;

use actix_web::{HttpRequest, get, post};
use service::sign_in::{self, PasswordRefusal, SignInError};
use service::{Error, me};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::accounts::AccountView;
use crate::answer::Answer;
use crate::authorised::Authorised;
use crate::paging::{PageView, Paging};
use crate::persons::PersonView;
use crate::problem::Problem;
use crate::request::{Body, Everything, List};
use crate::scope::Me;
use view::{AdministratorView, MyRightView, MyWerkrelatieView, NewPassword};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(read).service(rights).service(administrators).service(werkrelaties).service(change_password);
    sessions::routes(config);
    consents::routes(config);
}

/// Reads myself
#[utoipa::path(operation_id = "readMe", tag = "Me", security(("accessToken" = ["poort.me"])),
    description = "What is known of the person whose token this is. A machine has no profile: 403.",
    responses((status = 200, description = "Myself", body = PersonView)))]
#[get("/v1/me")]
pub(crate) async fn read(caller: Authorised<Me>) -> Result<Answer, Problem> {
    let id = caller.person()?;
    let person = caller.read(move |tx, _| me::read(tx, id)).await?;
    Ok(Answer::ok(&PersonView::from(person))?)
}

/// Lists my rights
///
/// Those that were granted to me and are not over; of one that gives nothing now, why.
#[utoipa::path(operation_id = "listMyRights", tag = "Me", params(Paging), security(("accessToken" = ["poort.me"])),
    responses((status = 200, description = "A page of rights", body = PageView<MyRightView>)))]
#[get("/v1/me/rights")]
pub(crate) async fn rights(caller: Authorised<Me>, query: List<Everything>) -> Result<Answer, Problem> {
    let (List { page, here, .. }, id, at) = (query, caller.person()?, caller.cx().now);
    let all = caller.read(move |tx, _| me::rights(tx, id, at)).await?;
    Answer::page(&here, page.of(all).map(MyRightView::from))
}

/// Lists my administrators
///
/// Who grants rights at the organisations where I work: by name, with the e-mail address of his work there.
#[utoipa::path(operation_id = "listMyAdministrators", tag = "Me", params(Paging), security(("accessToken" = ["poort.me"])),
    responses((status = 200, description = "A page of administrators", body = PageView<AdministratorView>)))]
#[get("/v1/me/administrators")]
pub(crate) async fn administrators(caller: Authorised<Me>, query: List<Everything>) -> Result<Answer, Problem> {
    let (List { page, here, .. }, id, at) = (query, caller.person()?, caller.cx().now);
    let all = caller.read(move |tx, _| me::administrators(tx, id, at)).await?;
    Answer::page(&here, page.of(all).map(AdministratorView::from))
}

/// Lists my werkrelaties
///
/// Where I work, will work and worked.
#[utoipa::path(operation_id = "listMyWerkrelaties", tag = "Me", params(Paging), security(("accessToken" = ["poort.me"])),
    responses((status = 200, description = "A page of werkrelaties", body = PageView<MyWerkrelatieView>)))]
#[get("/v1/me/werkrelaties")]
pub(crate) async fn werkrelaties(caller: Authorised<Me>, query: List<Everything>) -> Result<Answer, Problem> {
    let (List { page, here, .. }, id, at) = (query, caller.person()?, caller.cx().now);
    let all = caller.read(move |tx, _| me::werkrelaties(tx, id, at)).await?;
    Answer::page(&here, page.of(all).map(MyWerkrelatieView::from))
}

/// Changes my password
///
/// Tries of the current one are held back as at the login. My other sessions end; of my own the cookie does, so the browser signs in again at the next
/// application, while this token lasts.
#[utoipa::path(operation_id = "changeMyPassword", tag = "Me", request_body = NewPassword, security(("accessToken" = ["poort.me"])),
    responses((status = 200, description = "My account after the change", body = AccountView), (status = 429, description = "Too many tries")))]
#[post("/v1/me/password")]
pub(crate) async fn change_password(
    caller: Authorised<Me>,
    body: Body<NewPassword>,
    request: HttpRequest,
) -> Result<Answer, Problem> {
    let Body { value: NewPassword { current, new }, repeat } = body;
    let (person, (own, cookie_hash)) = (caller.person()?, caller.own_session()?);
    if let Some(answer) = caller.repeated(&repeat).await? {
        return Ok(answer);
    }
    let (account, known) =
        caller.read(move |tx, _| sign_in::own_account(tx, person).map_err(changed)?.ok_or(Error::NotFound)).await?;
    let (account, hash) = caller.guard(&request).replacement(account, &known, &current, &new).await?;
    let done = caller.write(repeat, move |tx, _| {
        let account = sign_in::change_password(tx, &account, &hash, own, &cookie_hash).map_err(changed)?;
        Answer::ok(&AccountView::from(account))
    });
    done.await
}

/// An account that was changed while its password was verified has another one.
fn changed(error: SignInError) -> Error {
    match error {
        SignInError::Service(error) => error,
        _ => PasswordRefusal::Wrong.into(),
    }
}
