//! Signing in over HTTP: the OpenID Connect endpoints, and the pages that people see on the way.
//!
//! Rules owned here: the cookies and that every form of a page is bound to its browser ([`visit`]), how often a password may be tried
//! ([`password_guard`], [`throttle`]), what browsers of other sites may read ([`cross_origin`]), which errors are a page, which go back to the client and which are
//! JSON (RFC 6749 sections 4.1.2.1 and 5.2). What is asked next, and what a token says, is `service::sign_in`'s to decide.

mod accept;
mod authorize;
mod card;
mod choose;
mod client;
mod client_keys;
mod consent;
mod consents;
mod cookie;
mod cross_origin;
mod destination;
mod device;
mod device_code;
mod forgotten;
mod form;
mod hint;
mod home;
mod introspect;
mod journey;
mod kept;
mod links;
mod login;
mod logout;
mod oauth;
mod openings;
mod page;
mod par;
mod passkey;
mod passkeys;
mod password;
mod password_guard;
mod published;
mod recover;
mod recovery_address;
mod revoke;
mod second_factor;
mod second_step;
mod sessions;
mod throttle;
mod token;
mod upstream;
mod userinfo;
mod visit;

use ::passkeys::Passkeys;
use actix_web::guard::{self, Guard};
use actix_web::{HttpRequest, Route, web};
use oidc::mtls::Shown;
use oidc::paths;
use oidc::relying::Provider;
use pages::{PASSKEY_PATH, STYLE_PATH, SUBMIT_PATH};
use service::sign_in::{Issuance, Ways};
use tokens::password::{Hasher, PasswordPolicy};
use types::Instant;

pub use card::Cards;
use client_keys::FetchedClientKeys;
use cookie::Cookies;
use openings::Openings;
pub use openings::{OpeningLimit, OpeningLimits};
pub(crate) use page::troubled;
pub(crate) use password_guard::{NotReplaced, PasswordGuard};
use throttle::Throttle;
use upstream::Upstream;
pub(crate) use visit::accepted;

use crate::{Certificates, Proxies};

/// What signing in works with; made once per process.
pub struct SignIn {
    pub(crate) issuance: Issuance,
    pub(crate) hasher: Hasher,
    policy: PasswordPolicy,
    cookies: Cookies,
    throttle: Throttle,
    openings: Openings,
    client_keys: FetchedClientKeys,
    passkeys: Option<Passkeys>,
    upstream: Upstream,
    pub(crate) proxies: Proxies,
    certificates: Certificates,
    cards: Cards,
}

impl SignIn {
    /// With what every token of this environment shares, and with who hashes passwords.
    #[must_use]
    pub fn new(issuance: Issuance, hasher: Hasher) -> Self {
        let cookies = Cookies::of(&issuance.issuer);
        let (policy, throttle) = (PasswordPolicy::default(), Throttle::default());
        // Without a domain name, as on a laptop, no browser binds a passkey to us.
        let passkeys = Passkeys::at(issuance.issuer.base()).ok().flatten();
        let (client_keys, upstream, openings) = (FetchedClientKeys::default(), Upstream::default(), Openings::default());
        let (proxies, certificates, cards) = (Proxies::default(), Certificates::default(), Cards::default());
        Self {
            issuance,
            hasher,
            policy,
            cookies,
            throttle,
            openings,
            client_keys,
            passkeys,
            upstream,
            proxies,
            certificates,
            cards,
        }
    }

    /// Behind these proxies: what anybody else says of who called him is not believed.
    #[must_use]
    pub fn behind(self, proxies: Proxies) -> Self {
        Self { proxies, ..self }
    }

    /// With client certificates, as these proxies hand them on.
    #[must_use]
    pub fn with_certificates(self, certificates: Certificates) -> Self {
        Self { certificates, ..self }
    }

    /// With identity cards, with which people sign in.
    #[must_use]
    pub fn with_cards(self, cards: Cards) -> Self {
        Self { cards, ..self }
    }

    /// How people may sign in.
    fn ways(&self) -> Ways<'_> {
        Ways { providers: self.upstream.providers(), cards: self.cards.are_taken() }
    }

    /// The certificate of the connection of a request, when it counts now.
    pub(crate) fn certificate(&self, request: &HttpRequest, now: Instant) -> Option<Shown> {
        self.certificates.shown(request, &self.proxies, now)
    }

    /// With other limits for what strangers leave open.
    #[must_use]
    pub fn letting_open(self, limits: OpeningLimits) -> Self {
        Self { openings: Openings::new(limits), ..self }
    }

    /// With other providers at which people may sign in.
    #[must_use]
    pub fn with_upstream(self, providers: Vec<Provider>) -> Self {
        Self { upstream: Upstream::new(providers), ..self }
    }
}

/// Where the login form goes.
const LOGIN: &str = "/aanmelden";
/// Where who signs in with an identity card goes: a path of its own, so that a proxy asks nobody else for a certificate.
const CARD: &str = "/aanmelden/eid";
/// Where who signs in at another provider leaves.
const LEAVE: &str = "/aanmelden/bij";
/// Where he comes back, with the name of the provider behind it.
const RETURN: &str = "/aanmelden/terug";
/// The same as a pattern.
const RETURN_OF: &str = "/aanmelden/terug/{provider}";
/// Where a provider finds the keys of Poort as its client.
const OWN_KEYS_OF: &str = "/aanmelden/sleutels/{provider}";
/// Where the choice of an organisation goes.
const CHOOSE: &str = "/kiezen";
/// Where a person says whether he agrees.
const CONSENT: &str = "/toestemming";
/// Where he sees to what he agreed.
const CONSENTS: &str = "/toestemmingen";
/// Where a new password is chosen.
const PASSWORD: &str = "/wachtwoord";
/// Where who forgot his password asks for a code.
const FORGOTTEN: &str = "/wachtwoord/vergeten";
/// Where he gets another password with it.
pub(crate) const RECOVER: &str = "/wachtwoord/herstellen";
/// Where a person says to which address such codes go.
pub(crate) const RECOVERY_ADDRESS: &str = "/hersteladres";
/// Where a second factor is proven.
const SECOND_STEP: &str = "/tweede-stap";
/// Where a person gets himself a second factor.
const SECOND_FACTOR: &str = "/tweede-factor";
/// Where a person sees where he is signed in.
const SESSIONS: &str = "/sessies";
/// Where a person sees who he is at other providers.
const LINKS: &str = "/koppelingen";
/// Where a person sees his passkeys.
const PASSKEYS: &str = "/passkeys";
/// Where a browser asks what passkey to make.
const PASSKEYS_BEGIN: &str = "/passkeys/begin";
/// Where who signs in with a passkey goes.
const PASSKEY_LOGIN: &str = "/aanmelden/passkey";
/// Where a browser asks for which passkey.
const PASSKEY_LOGIN_BEGIN: &str = "/aanmelden/passkey/begin";
/// Where who confirms that he wants to sign out goes.
const SIGN_OUT: &str = "/afmelden";
/// Where people begin who typed the address.
const HOME: &str = "/";

/// Every path with its methods, for who sends another one.
pub(crate) const METHODS: &[(&str, &[&str])] = &[
    (paths::DISCOVERY, &["GET", "HEAD", "OPTIONS"]),
    (paths::METADATA, &["GET", "HEAD", "OPTIONS"]),
    (paths::KEYS, &["GET", "HEAD", "OPTIONS"]),
    (paths::AUTHORIZATION, &["GET", "HEAD", "POST"]),
    (paths::PAR, &["POST"]),
    (paths::TOKEN, &["OPTIONS", "POST"]),
    (paths::DEVICE, &["POST"]),
    (paths::DEVICE_PAGE, &["GET", "HEAD", "POST"]),
    (paths::USERINFO, &["GET", "HEAD", "OPTIONS", "POST"]),
    (paths::INTROSPECTION, &["POST"]),
    (paths::REVOCATION, &["OPTIONS", "POST"]),
    (paths::LOGOUT, &["GET", "HEAD", "POST"]),
    (LOGIN, &["GET", "HEAD", "POST"]),
    (CARD, &["GET", "HEAD", "POST"]),
    (LEAVE, &["POST"]),
    (RETURN_OF, &["GET"]),
    (OWN_KEYS_OF, &["GET", "HEAD"]),
    (CHOOSE, &["POST"]),
    (CONSENT, &["POST"]),
    (CONSENTS, &["GET", "HEAD", "POST"]),
    (PASSWORD, &["GET", "HEAD", "POST"]),
    (FORGOTTEN, &["GET", "HEAD", "POST"]),
    (RECOVER, &["GET", "HEAD", "POST"]),
    (RECOVERY_ADDRESS, &["GET", "HEAD", "POST"]),
    (SECOND_STEP, &["GET", "HEAD", "POST"]),
    (SECOND_FACTOR, &["GET", "HEAD", "POST"]),
    (SESSIONS, &["GET", "HEAD", "POST"]),
    (LINKS, &["GET", "HEAD", "POST"]),
    (PASSKEYS, &["GET", "HEAD", "POST"]),
    (PASSKEYS_BEGIN, &["POST"]),
    (PASSKEY_LOGIN, &["POST"]),
    (PASSKEY_LOGIN_BEGIN, &["POST"]),
    (SIGN_OUT, &["POST"]),
    (HOME, &["GET", "HEAD"]),
    (STYLE_PATH, &["GET", "HEAD"]),
    (SUBMIT_PATH, &["GET", "HEAD"]),
    (PASSKEY_PATH, &["GET", "HEAD"]),
];

/// Every endpoint and page. They are no part of the OpenAPI document: their specification is discovery's.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config
        .route(paths::DISCOVERY, get().to(published::discovery))
        .route(paths::METADATA, get().to(published::discovery))
        .route(paths::KEYS, get().to(published::keys))
        .route(STYLE_PATH, get().to(published::style))
        .route(SUBMIT_PATH, get().to(published::submit))
        .route(PASSKEY_PATH, get().to(published::passkey))
        .route(LINKS, get().to(links::get))
        .route(LINKS, web::post().to(links::post))
        .route(PASSKEYS, get().to(passkeys::get))
        .route(PASSKEYS, web::post().to(passkeys::post))
        .route(PASSKEYS_BEGIN, web::post().to(passkeys::begin))
        .route(PASSKEY_LOGIN, web::post().to(passkey::post))
        .route(PASSKEY_LOGIN_BEGIN, web::post().to(passkey::begin))
        .route(paths::AUTHORIZATION, get().to(authorize::get))
        .route(paths::AUTHORIZATION, web::post().to(authorize::post))
        .route(paths::PAR, web::post().to(par::post))
        .route(paths::TOKEN, web::post().to(token::post))
        .route(paths::DEVICE, web::post().to(device_code::post))
        .route(paths::DEVICE_PAGE, get().to(device::get))
        .route(paths::DEVICE_PAGE, web::post().to(device::post))
        .route(paths::USERINFO, get().to(userinfo::show))
        .route(paths::USERINFO, web::post().to(userinfo::show))
        .route(paths::INTROSPECTION, web::post().to(introspect::post))
        .route(paths::REVOCATION, web::post().to(revoke::post))
        .route(paths::LOGOUT, get().to(logout::get))
        .route(paths::LOGOUT, web::post().to(logout::post))
        .route(SIGN_OUT, web::post().to(logout::confirmed))
        .route(LOGIN, get().to(login::get))
        .route(LOGIN, web::post().to(login::post))
        .route(CARD, get().to(card::get))
        .route(CARD, web::post().to(card::post))
        .route(LEAVE, web::post().to(upstream::leave))
        // Not HEAD: who comes back spends what he left with.
        .route(RETURN_OF, web::get().to(upstream::come_back))
        .route(OWN_KEYS_OF, get().to(upstream::own_keys))
        .route(CHOOSE, web::post().to(choose::post))
        .route(CONSENT, web::post().to(consent::post))
        .route(CONSENTS, get().to(consents::get))
        .route(CONSENTS, web::post().to(consents::post))
        .route(PASSWORD, get().to(password::get))
        .route(PASSWORD, web::post().to(password::post))
        .route(FORGOTTEN, get().to(forgotten::get))
        .route(FORGOTTEN, web::post().to(forgotten::post))
        .route(RECOVER, get().to(recover::get))
        .route(RECOVER, web::post().to(recover::post))
        .route(RECOVERY_ADDRESS, get().to(recovery_address::get))
        .route(RECOVERY_ADDRESS, web::post().to(recovery_address::post))
        .route(SECOND_STEP, get().to(second_step::get))
        .route(SECOND_STEP, web::post().to(second_step::post))
        .route(SECOND_FACTOR, get().to(second_factor::get))
        .route(SECOND_FACTOR, web::post().to(second_factor::post))
        .route(SESSIONS, get().to(sessions::get))
        .route(SESSIONS, web::post().to(sessions::post))
        .route(HOME, get().to(home::get));
    for path in cross_origin::OPEN {
        config.route(path, web::route().guard(guard::Options()).to(cross_origin::preflight));
    }
}

/// GET, and HEAD as the same without its body (RFC 9110 section 9.3.2).
fn get() -> Route {
    web::route().guard(get_or_head())
}

fn get_or_head() -> impl Guard {
    guard::Any(guard::Get()).or(guard::Head())
}
