//! Signing in with an identity card: the browser is asked for its certificate on the way here, and nowhere else.

use actix_web::HttpResponse;
use audit::Refused;
use oidc::{Params, card, encoding};
use pages::Message;
use service::sign_in::{self, SignInError};
use tokens::certificate::DistinguishedName;
use tokens::machine::Opaque;

use super::cookie::Which;
use super::destination::Destination;
use super::form::Form;
use super::page::{Stop, redirect, redirect_with};
use super::visit::Visit;
use super::{CARD, login};

/// Identity cards, as an environment takes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cards {
    /// Who issues them: what the name of the authority must have. None: nobody signs in so.
    pub issuers: Vec<DistinguishedName>,
    /// Scheme, host and port where the proxy asks for certificates, when it is another port than that of the public address.
    pub address: Option<String>,
}

impl Cards {
    /// Whether people sign in so.
    pub(super) fn are_taken(&self) -> bool {
        !self.issuers.is_empty()
    }

    /// Where the form of the button goes, where there are cards.
    pub(super) fn action(&self) -> Option<String> {
        self.are_taken().then(|| format!("{}{CARD}", self.address.as_deref().unwrap_or_default()))
    }
}

/// The button: whoever comes here showed his card on the way.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    visit.form(form, sign_in).await
}

/// The login page, for whose card brought him nowhere.
pub(super) async fn get(visit: Visit) -> HttpResponse {
    visit.answer(refused(&visit).await)
}

async fn refused(visit: &Visit) -> Result<HttpResponse, Stop> {
    let destination = Destination::parse(visit.query()?.get("continue")?);
    let journey = visit.journey_to(&destination).await?;
    login::page_of(visit, &destination, journey.as_ref(), "", Some(Message::Card))
}

async fn sign_in(visit: &Visit, form: &Params) -> Result<HttpResponse, Stop> {
    let destination = Destination::parse(form.get("continue")?);
    let admitted = if visit.is_genuine_of_site(form) { admitted(visit).await? } else { Err("cardStale") };
    visit.state.frame.metrics.sign_in(if admitted.is_ok() { "admitted" } else { "refused" });
    // Whoever came by another port goes on at the public address.
    let here = visit.sign_in().cards.address.as_ref().map(|_| visit.sign_in().issuance.issuer.base()).unwrap_or_default();
    match admitted {
        Ok(cookie) => redirect_with(&format!("{here}{}", destination.signed_in()), &cookie),
        Err(code) => {
            tracing::info!(code, "nobody was signed in by a card");
            visit.state.refusals.keep(&visit.cx, Refused::new(&visit.cx, None, "signIn", code, None));
            let goes_on = encoding::encode_pairs([("continue", destination.path().as_str())]);
            Ok(redirect(&format!("{here}{CARD}?{goes_on}")))
        }
    }
}

/// The cookie of the session that begins, or why there is none: the person hears the same whatever it is.
async fn admitted(visit: &Visit) -> Result<Result<String, &'static str>, Stop> {
    let (sign_in, now) = (visit.sign_in(), visit.cx.now);
    let shown = sign_in.certificate(&visit.request, now);
    let insz = match card::holder(shown.as_ref(), &sign_in.cards.issuers, now) {
        Ok(insz) => insz,
        Err(error) => return Ok(Err(error.code())),
    };
    let (cookie, hash) = Opaque::generate(&visit.cx);
    let (earlier, policy) = (visit.cookie_hash(), visit.state.policies.sign_in);
    let work = move |tx: &mut storage::WriteTx<'_>| sign_in::begin_card_session(tx, insz, &hash, earlier.as_ref(), &policy);
    match visit.state.store.write(visit.cx.clone(), work).await {
        Ok(_) => Ok(Ok(sign_in.cookies.give(Which::Session, &cookie))),
        Err(error @ (SignInError::UnknownPerson | SignInError::Person(_))) => Ok(Err(error.code())),
        Err(error) => Err(error.into()),
    }
}
