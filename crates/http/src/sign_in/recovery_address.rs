use actix_web::HttpResponse;
use oidc::Params;
use pages::{Message, OwnRecoveryAddress, Trouble};
use service::sign_in::{self, SignInError};
use storage::sessions::Session;
use types::{EmailAddress, Parsed, Secret};

use super::destination::Destination;
use super::form::Form;
use super::page::{Stop, redirect};
use super::password_guard::{Tried, Verdict};
use super::second_step::{signed_in, still_signed_in};
use super::visit::Visit;
use super::{HOME, RECOVERY_ADDRESS, login};

/// Where codes go for who is signed in.
pub(super) async fn get(visit: Visit) -> HttpResponse {
    visit.answer(show(&visit).await)
}

/// Another address, the code that confirms it, or none any more.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, change).await
}

async fn show(visit: &Visit) -> Result<HttpResponse, Stop> {
    let session = signed_in(visit, RECOVERY_ADDRESS).await?;
    page_of(visit, &session, false, None).await
}

/// The page; who signed in too long ago to change anything does that first.
async fn page_of(visit: &Visit, session: &Session, asked: bool, error: Option<Message>) -> Result<HttpResponse, Stop> {
    if visit.state.mail.is_none() {
        return Err(Trouble::NotFound.into());
    }
    if !sign_in::is_recent(session, visit.cx.now) {
        return login::page_of(visit, &Destination::Own(RECOVERY_ADDRESS), None, "", None);
    }
    let (language, formed, person) = (visit.language(), visit.formed(), session.person);
    let own = visit.state.store.read(move |tx| sign_in::recovery_address(tx, person)).await?;
    let address = own.as_ref().map(|own| own.address.as_str());
    let csrf = &formed.csrf;
    let html = OwnRecoveryAddress { language, action: RECOVERY_ADDRESS, csrf, home: HOME, address, asked, error }.render();
    login::form_page(html, formed, None, error)
}

async fn change(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let session = still_signed_in(visit).await?;
    if visit.state.mail.is_none() || !visit.is_genuine(form) {
        return page_of(visit, &session, false, Some(Message::Stale)).await;
    }
    if !sign_in::is_recent(&session, visit.cx.now) {
        return page_of(visit, &session, false, None).await;
    }
    let (own, language) = (session.clone(), visit.language().code());
    let changed = if form.get("remove")?.is_some() {
        let work = move |tx: &mut storage::WriteTx<'_>| sign_in::remove_address(tx, &own, language);
        visit.state.store.write(visit.cx.clone(), work).await.map(Ok)
    } else if let Some(code) = form.get("code")? {
        confirmed(visit, own, Secret::new(code)).await
    } else {
        match proposed(visit, form, own).await? {
            Ok(()) => return page_of(visit, &session, true, None).await,
            Err(error) => Ok(Err(error)),
        }
    };
    match changed {
        Ok(Ok(())) => Ok(redirect(RECOVERY_ADDRESS)),
        Ok(Err(error)) => page_of(visit, &session, false, Some(error)).await,
        Err(error) => Err(error.into()),
    }
}

async fn confirmed(visit: &Visit, session: Session, code: Secret) -> Result<Result<(), Message>, SignInError> {
    let (owner, language) = (session.person.to_string(), visit.language().code());
    let work = move |tx: &mut storage::WriteTx<'_>| sign_in::confirm_address(tx, &session, code.expose(), language);
    let tried = visit.guard().mailed_code(&owner, visit.state.store.write(visit.cx.clone(), work)).await?;
    Ok(match tried {
        Tried::Right(()) => Ok(()),
        Tried::Wrong => Err(Message::MailedCode),
        Tried::Wait(seconds) => Err(Message::TooManyAttempts { seconds }),
    })
}

/// Who is at a browser that was left open knows no password, and gets no mail of this person.
async fn proposed(visit: &Visit, form: &Params, session: Session) -> Result<Result<(), Message>, Stop> {
    let Ok(address) = EmailAddress::parse(form.get("address")?.unwrap_or_default()) else { return Ok(Err(Message::Address)) };
    let person = session.person;
    let own = visit.state.store.read(move |tx| sign_in::own_account(tx, person)).await?;
    let Some((account, _)) = own else { return Err(Trouble::Stale.into()) };
    let current = Secret::new(form.get("current")?.unwrap_or_default());
    let username = account.username.clone();
    let account = match visit.guard().verify(&username, Some(account), &current).await? {
        Verdict::Right(account) => account,
        Verdict::Wrong => return Ok(Err(Message::CurrentPassword)),
        Verdict::Wait(seconds) => return Ok(Err(Message::TooManyAttempts { seconds })),
    };
    let language = visit.language().code();
    let work = move |tx: &mut storage::WriteTx<'_>| sign_in::propose_address(tx, &session, &account, address, language);
    match visit.state.store.write(visit.cx.clone(), work).await {
        Ok(()) => Ok(Ok(())),
        Err(SignInError::AccountChanged) => Ok(Err(Message::CurrentPassword)),
        Err(error) => Err(error.into()),
    }
}
