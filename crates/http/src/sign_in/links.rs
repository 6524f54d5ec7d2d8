//! Who a person is at other providers: he goes there while he is signed in, and comes back linked.

use actix_web::HttpResponse;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oidc::Params;
use oidc::relying::{Asked, Pending, ProviderId, Ties};
use pages::{LinkLine, Message, OwnLinks, Trouble, UpstreamButton};
use service::sign_in::{self, MOST_LINKS, SignInError};
use storage::sessions::Session;
use storage::upstream_links::UpstreamLink;
use types::SessionId;

use super::destination::Destination;
use super::form::Form;
use super::openings::What;
use super::page::{Stop, redirect};
use super::second_step::{signed_in, still_signed_in};
use super::upstream::{self, Known};
use super::visit::Visit;
use super::{HOME, LINKS, login};

/// The links of who is signed in.
pub(super) async fn get(visit: Visit) -> HttpResponse {
    visit.answer(show(&visit).await)
}

/// On the way to one more, or one less.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, change).await
}

/// Whoever comes back to be linked: in the session in which he left, and no other.
pub(super) async fn linked(
    visit: &Visit,
    known: &Known,
    params: &Params,
    pending: &Pending,
    ties: &Ties,
    left: SessionId,
) -> Result<HttpResponse, Stop> {
    let session = still_signed_in(visit).await?;
    if session.id != left {
        return Err(Trouble::Stale.into());
    }
    let named = match upstream::identified(visit, known, params, pending, ties).await {
        Ok(identity) => identity.named,
        Err(message) => return page_of(visit, &session, Some(message)).await,
    };
    let (own, provider) = (session.clone(), known.provider.clone());
    let work = move |tx: &mut storage::WriteTx<'_>| sign_in::link(tx, &own, &provider, &named);
    match visit.state.store.write(visit.cx.clone(), work).await {
        Ok(()) => Ok(redirect(LINKS)),
        Err(SignInError::Service(service::Error::Exists)) => page_of(visit, &session, Some(Message::Linked)).await,
        Err(error) => Err(error.into()),
    }
}

async fn show(visit: &Visit) -> Result<HttpResponse, Stop> {
    let session = signed_in(visit, LINKS).await?;
    page_of(visit, &session, None).await
}

/// The page; who signed in too long ago to change anything does that first.
async fn page_of(visit: &Visit, session: &Session, error: Option<Message>) -> Result<HttpResponse, Stop> {
    let upstream = &visit.sign_in().upstream;
    if upstream.links().next().is_none() {
        return Err(Trouble::NotFound.into());
    }
    if !sign_in::is_recent(session, visit.cx.now) {
        return login::page_of(visit, &Destination::Own(LINKS), None, "", None);
    }
    let (language, formed, person) = (visit.language(), visit.formed(), session.person);
    let own = visit.state.store.read(move |tx| sign_in::links(tx, person)).await?;
    let offered = upstream.links().filter(|one| own.len() < MOST_LINKS && sign_in::may_link(session, &one.id, visit.cx.now));
    let offered: Vec<_> = offered.map(|one| (one.id.to_string(), one.name.to_string())).collect();
    let providers = offered.iter().map(|(id, name)| UpstreamButton { id, name }).collect();
    let links = own.into_iter().map(|one| line(visit, one)).collect();
    let html = OwnLinks { language, action: LINKS, csrf: &formed.csrf, home: HOME, links, providers, error };
    login::form_page(html.render(), formed, None, error)
}

/// Under the name that the provider has now; one that is gone is known by what it was called here.
fn line(visit: &Visit, one: UpstreamLink) -> LinkLine {
    let known = visit.sign_in().upstream.get(&one.provider);
    let name = known.map_or_else(|| one.provider.to_string(), |known| known.provider.name.to_string());
    LinkLine { id: URL_SAFE_NO_PAD.encode(one.subject_hash), name, since: one.linked_at, used: one.used_at }
}

async fn change(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let session = still_signed_in(visit).await?;
    let Some(browser) = visit.browser().filter(|_| visit.is_genuine(form)) else {
        return page_of(visit, &session, Some(Message::Stale)).await;
    };
    if !sign_in::is_recent(&session, visit.cx.now) {
        return page_of(visit, &session, None).await;
    }
    if let Some(id) = form.get("remove")? {
        let Ok(id) = URL_SAFE_NO_PAD.decode(id) else { return Err(Trouble::Request.into()) };
        visit.state.store.write(visit.cx.clone(), move |tx| sign_in::unlink(tx, &session, &id)).await?;
        return Ok(redirect(LINKS));
    }
    let named = form.get("provider")?.and_then(ProviderId::parse);
    let known = named.and_then(|id| visit.sign_in().upstream.get(&id)).filter(|known| known.provider.insz_claim.is_none());
    let known = known.filter(|known| sign_in::may_link(&session, &known.provider.id, visit.cx.now)).ok_or(Trouble::Request)?;
    if let Err(seconds) = visit.guard().opens(What::Upstream) {
        return page_of(visit, &session, Some(Message::TooManyAttempts { seconds })).await;
    }
    let (vault, id) = (visit.state.store.vault(), known.provider.id.clone());
    let pending = Pending::new(vault, id, &browser, LINKS.to_owned(), None, visit.cx.now).linking(session.id);
    match upstream::sent(visit, known, pending, &Asked::default()).await? {
        Some(onward) => Ok(onward),
        None => page_of(visit, &session, Some(Message::UpstreamAway)).await,
    }
}
