use actix_web::HttpResponse;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oidc::Params;
use pages::{Message, OwnPasskeys, PasskeyLine, Trouble};
use service::sign_in::{self, MOST_PASSKEYS, PasskeyRefusal, SignInError};
use storage::passkeys::StoredPasskey;
use storage::sessions::Session;
use types::{Name, Parsed};

use super::destination::Destination;
use super::form::Form;
use super::page::{Stop, redirect, with_devices};
use super::passkey::{begun, brought};
use super::second_step::{signed_in, still_signed_in};
use super::visit::Visit;
use super::{HOME, PASSKEYS, PASSKEYS_BEGIN, login};

/// The passkeys of who is signed in.
pub(super) async fn get(visit: Visit) -> HttpResponse {
    visit.answer(show(&visit).await)
}

/// What his browser is to make.
pub(super) async fn begin(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, asked).await
}

/// A passkey more, or one less.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, change).await
}

async fn show(visit: &Visit) -> Result<HttpResponse, Stop> {
    let session = signed_in(visit, PASSKEYS).await?;
    page_of(visit, &session, None).await
}

/// The page; who signed in too long ago to change anything does that first.
async fn page_of(visit: &Visit, session: &Session, error: Option<Message>) -> Result<HttpResponse, Stop> {
    if visit.sign_in().passkeys.is_none() {
        return Err(Trouble::NotFound.into());
    }
    if !sign_in::is_recent(session, visit.cx.now) {
        return login::page_of(visit, &Destination::Own(PASSKEYS), None, "", None);
    }
    let (formed, person) = (visit.formed(), session.person);
    let own = visit.state.store.read(move |tx| storage::passkeys::of_person(tx, person)).await.map_err(SignInError::from)?;
    let html = OwnPasskeys {
        language: visit.language(),
        action: PASSKEYS,
        begin: PASSKEYS_BEGIN,
        csrf: &formed.csrf,
        home: HOME,
        more: own.len() < MOST_PASSKEYS,
        passkeys: own.into_iter().map(line).collect(),
        error,
    };
    with_devices(login::form_page(html.render(), formed, None, error)?, None)
}

fn line(one: StoredPasskey) -> PasskeyLine {
    let StoredPasskey { credential_id, name, created_at, used_at, .. } = one;
    PasskeyLine { id: URL_SAFE_NO_PAD.encode(credential_id), name: name.to_string(), created: created_at, used: used_at }
}

async fn asked(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let passkeys = visit.sign_in().passkeys.clone().filter(|_| visit.is_genuine(form)).ok_or(Trouble::Stale)?;
    let session = still_signed_in(visit).await?;
    let (vault, cx) = (visit.state.store.vault().clone(), visit.cx.clone());
    let asked = visit.state.store.read(move |tx| sign_in::begin_passkey(tx, &passkeys, &session, &vault, &cx)).await;
    match asked {
        Ok(asked) => Ok(begun(&asked)),
        Err(SignInError::Passkey(_)) => Err(Trouble::Stale.into()),
        Err(error) => Err(error.into()),
    }
}

async fn change(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let session = still_signed_in(visit).await?;
    if !visit.is_genuine(form) {
        return page_of(visit, &session, Some(Message::Stale)).await;
    }
    let changed = match form.get("remove")? {
        Some(id) => removed(visit, session.clone(), id).await,
        None => added(visit, form, session.clone()).await,
    };
    match changed {
        Ok(None) => Ok(redirect(PASSKEYS)),
        Ok(Some(error)) => page_of(visit, &session, Some(error)).await,
        Err(SignInError::Passkey(PasskeyRefusal::NotRecent)) => page_of(visit, &session, None).await,
        Err(SignInError::Passkey(_)) => page_of(visit, &session, Some(Message::Passkey)).await,
        Err(error) => Err(error.into()),
    }
}

async fn added(visit: &Visit, form: &Params, session: Session) -> Result<Option<Message>, SignInError> {
    let Some(name) = form.get("name").ok().flatten().and_then(|name| Name::parse(name).ok()) else {
        return Ok(Some(Message::PasskeyName));
    };
    let Some(passkeys) = visit.sign_in().passkeys.as_ref() else { return Ok(Some(Message::Passkey)) };
    let (ticket, answer) = brought(form);
    let made = sign_in::made_passkey(passkeys, &session, visit.state.store.vault(), &ticket, &answer, visit.cx.now)?;
    let work = move |tx: &mut storage::WriteTx<'_>| sign_in::add_passkey(tx, &session, made, name);
    visit.state.store.write(visit.cx.clone(), work).await.map(|()| None)
}

async fn removed(visit: &Visit, session: Session, id: &str) -> Result<Option<Message>, SignInError> {
    let Ok(id) = URL_SAFE_NO_PAD.decode(id) else { return Ok(None) };
    let work = move |tx: &mut storage::WriteTx<'_>| sign_in::remove_passkey(tx, &session, &id);
    visit.state.store.write(visit.cx.clone(), work).await.map(|()| None)
}
