use std::cell::Cell;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderName, ORIGIN, REFERER};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oidc::Params;
use pages::Language;
use service::sign_in::{self, SignInError};
use storage::sessions::Session;
use tokens::machine::Opaque;
use tokens::random::constant_time_eq;
use tokens::seal::Purpose;
use types::{Actor, ClientId, Context, Secret};

use super::SignIn;
use super::cookie::Which;
use super::password_guard::PasswordGuard;
use crate::journal::Seen;
use crate::problem::Problem;
use crate::{State, surround};

/// A browser that comes by: what it sent along, and what it is answered with.
pub(super) struct Visit {
    pub(super) state: State,
    pub(super) cx: Context,
    pub(super) request: HttpRequest,
    language: Cell<Language>,
}

/// What a page with a form needs: the token that the form posts, and the cookie to which it is bound, when that is new.
pub(super) struct Formed {
    pub(super) csrf: String,
    pub(super) cookie: Option<String>,
}

impl FromRequest for Visit {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let language = Cell::new(accepted(request));
        ready(surround::at_hand(request).map(|(state, cx)| Self { state, cx, request: request.clone(), language }))
    }
}

impl Visit {
    pub(super) fn sign_in(&self) -> &SignIn {
        &self.state.sign_in
    }

    /// The language of its pages.
    pub(super) fn language(&self) -> Language {
        self.language.get()
    }

    /// Goes on in the language that a client asks for its user (`ui_locales`), when it is one of ours.
    pub(super) fn speak(&self, ui_locales: Option<&str>) {
        if let Some(language) = ui_locales.and_then(Language::of_locales) {
            self.language.set(language);
        }
    }

    /// Whose request this is: for the log.
    pub(super) fn seen(&self, client: &ClientId) {
        let seen = Seen { client: client.to_string(), actor: Actor::Client(client.clone()) };
        self.request.extensions_mut().insert(seen);
    }

    /// The parameters in the address.
    pub(super) fn query(&self) -> Result<Params, oidc::ParamError> {
        Params::decode(self.request.query_string())
    }

    /// The hash of the session cookie that the browser sent.
    pub(super) fn cookie_hash(&self) -> Option<[u8; 32]> {
        self.session_cookie().map(|cookie| Opaque::hash(cookie.expose()))
    }

    /// Who is signed in, while that lasts.
    pub(super) async fn session(&self) -> Result<Option<Session>, SignInError> {
        let Some(hash) = self.cookie_hash() else { return Ok(None) };
        let (policy, now) = (self.state.policies.sign_in, self.cx.now);
        let session = self.state.store.read(move |tx| sign_in::session(tx, &hash, &policy, now)).await?;
        self.in_use(session.as_ref()).await?;
        Ok(session)
    }

    /// Notes that somebody sits there, when that was not done a moment ago.
    pub(super) async fn in_use(&self, session: Option<&Session>) -> Result<(), SignInError> {
        match session.filter(|session| !sign_in::is_noted(session, self.cx.now)).cloned() {
            Some(session) => self.state.store.write(self.cx.clone(), move |tx| sign_in::note_use(tx, &session)).await,
            None => Ok(()),
        }
    }

    /// For a page with a form.
    pub(super) fn formed(&self) -> Formed {
        self.formed_for("")
    }

    /// For a page with a form whose answer is about nothing else than what it showed.
    pub(super) fn formed_for(&self, shown: &str) -> Formed {
        let cookies = &self.sign_in().cookies;
        match self.browser() {
            Some(browser) => Formed { csrf: self.csrf(&browser, shown), cookie: None },
            None => {
                let (browser, _) = Opaque::generate(&self.cx);
                Formed { csrf: self.csrf(&browser, shown), cookie: Some(cookies.give(Which::Form, &browser)) }
            }
        }
    }

    /// Whether a form came from a page of ours in this very browser: bound to its cookie and to who is signed in, and not sent by another site.
    pub(super) fn is_genuine(&self, form: &Params) -> bool {
        self.is_genuine_for(form, "")
    }

    /// The same for a form of a page that showed this.
    pub(super) fn is_genuine_for(&self, form: &Params, shown: &str) -> bool {
        self.is_from_here() && self.has_token(form, shown)
    }

    /// The same on another port of ours, for which browsers tell the site of the page but not its origin.
    pub(super) fn is_genuine_of_site(&self, form: &Params) -> bool {
        let sent = self.request.headers().get("sec-fetch-site").and_then(|value| value.to_str().ok());
        let of_site = sent == Some("same-site") && self.sign_in().cards.address.is_some();
        (of_site || self.is_from_here()) && self.has_token(form, "")
    }

    fn has_token(&self, form: &Params, shown: &str) -> bool {
        let Some(browser) = self.browser() else { return false };
        let Ok(Some(token)) = form.get("csrf") else { return false };
        constant_time_eq(token.as_bytes(), self.csrf(&browser, shown).as_bytes())
    }

    /// What this browser has got with its first form.
    pub(super) fn browser(&self) -> Option<Secret> {
        self.sign_in().cookies.read(&self.request, Which::Form)
    }

    /// Who stands before the passwords.
    pub(super) fn guard(&self) -> PasswordGuard<'_> {
        PasswordGuard::of(&self.request, &self.state, &self.cx)
    }

    fn session_cookie(&self) -> Option<Secret> {
        self.sign_in().cookies.read(&self.request, Which::Session)
    }

    /// Keyed, so that who can set a cookie cannot make a token for it; another one when somebody signs in.
    fn csrf(&self, browser: &Secret, shown: &str) -> String {
        let session = self.session_cookie();
        let bound = format!("form {} {} {shown}", browser.expose(), session.as_ref().map_or("", Secret::expose));
        URL_SAFE_NO_PAD.encode(self.state.store.vault().blind_index(Purpose::LoginState, bound.as_bytes()))
    }

    /// The second line: what browsers say of where a form comes from. The first of these that is sent decides.
    fn is_from_here(&self) -> bool {
        let here = self.sign_in().issuance.issuer.base();
        let sent = |name: HeaderName| self.request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
        if let Some(site) = sent(HeaderName::from_static("sec-fetch-site")) {
            return matches!(site, "same-origin" | "none");
        }
        if let Some(origin) = sent(ORIGIN) {
            return origin == here;
        }
        sent(REFERER).is_none_or(|referer| referer.strip_prefix(here).is_some_and(|rest| rest.starts_with('/')))
    }
}

/// The language that a browser prefers.
pub(crate) fn accepted(request: &HttpRequest) -> Language {
    let header = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    header.and_then(Language::accepted).unwrap_or_default()
}
