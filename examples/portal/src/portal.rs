use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use poort_verifier::{Claims, SetupError};
use serde::Deserialize;

use crate::pages;
use crate::provider::{Attempt, Provider, Refusal, random};
use crate::sessions::Sessions;
use crate::settings::Settings;

/// The cookie of who is signing in, and of who has.
const ATTEMPT: &str = "portal_attempt";
const SESSION: &str = "portal_session";

/// All that the portal works with.
pub(crate) struct Portal {
    provider: Provider,
    attempts: Sessions<Attempt>,
    /// The claims of who is signed in.
    signed_in: Sessions<Claims>,
}

impl Portal {
    pub(crate) fn new(settings: Settings) -> Result<Self, SetupError> {
        Ok(Self { provider: Provider::new(settings)?, attempts: Sessions::new(), signed_in: Sessions::new() })
    }

    /// Who is signed in, with what he may do.
    fn claims(&self, request: &HttpRequest) -> Option<Claims> {
        cookie(request, SESSION).and_then(|session| self.signed_in.get(&session))
    }
}

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config.service(home).service(figures).service(sign_in).service(callback).service(sign_out);
}

#[get("/")]
async fn home(portal: web::Data<Portal>, request: HttpRequest) -> HttpResponse {
    page(portal.claims(&request).map_or_else(pages::welcome, |claims| pages::rights(&claims)))
}

#[derive(Deserialize)]
struct Figures {
    module: String,
}

/// For who enters the figures of a module (cultuurcentra, bibliotheken) of the organisation that he signed in for.
#[get("/cijfers")]
async fn figures(portal: web::Data<Portal>, request: HttpRequest, asked: web::Query<Figures>) -> HttpResponse {
    let Some(claims) = portal.claims(&request) else { return to("/aanmelden").finish() };
    if claims.may("CultuurMonitorInvoerder", &asked.module, claims.orgcode().unwrap_or_default()) {
        page(pages::figures(&claims))
    } else {
        HttpResponse::Forbidden().content_type("text/html; charset=utf-8").body(pages::denied())
    }
}

#[derive(Deserialize)]
struct SignIn {
    #[serde(default)]
    switch: bool,
}

#[get("/aanmelden")]
async fn sign_in(portal: web::Data<Portal>, query: web::Query<SignIn>) -> HttpResponse {
    let begin = async {
        let (attempt, key) = (Attempt::new()?, random()?);
        let url = portal.provider.sign_in(&attempt, query.switch).await?;
        portal.attempts.put(key.clone(), attempt);
        Ok((url, key))
    };
    match begin.await {
        Ok((url, key)) => to(url.as_str()).cookie(kept(ATTEMPT, key)).finish(),
        Err(refusal) => refused(&refusal),
    }
}

#[derive(Deserialize)]
struct Answer {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

#[get("/callback")]
async fn callback(portal: web::Data<Portal>, request: HttpRequest, answer: web::Query<Answer>) -> HttpResponse {
    // Without the cookie it is another browser that comes back, sent by somebody.
    let attempt = cookie(&request, ATTEMPT).and_then(|key| portal.attempts.take(&key));
    let is_ours =
        |attempt: &Attempt| answer.state.as_ref() == Some(&attempt.state) && portal.provider.is_from(answer.iss.as_deref());
    let Some(attempt) = attempt.filter(is_ours) else { return refused(&Refusal::Stranger) };
    let Some(code) = &answer.code else {
        return refused(&Refusal::Refused(answer.error.clone().unwrap_or_default()));
    };
    let done = async { Ok((portal.provider.claims(code, &attempt).await?, random()?)) };
    match done.await {
        Ok((claims, session)) => {
            portal.signed_in.put(session.clone(), claims);
            to("/").cookie(kept(SESSION, session)).finish()
        }
        Err(refusal) => refused(&refusal),
    }
}

#[post("/afmelden")]
async fn sign_out(portal: web::Data<Portal>, request: HttpRequest) -> HttpResponse {
    if let Some(session) = cookie(&request, SESSION) {
        portal.signed_in.take(&session);
    }
    match portal.provider.sign_out().await {
        Ok(url) => to(url.as_str()).finish(),
        Err(refusal) => refused(&refusal),
    }
}

fn cookie(request: &HttpRequest, name: &str) -> Option<String> {
    request.cookie(name).map(|cookie| cookie.value().to_owned())
}

/// Out of reach of scripts and of forms of other sites. Over https it would be `Secure` too.
fn kept(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build(name, value).path("/").http_only(true).same_site(SameSite::Lax).finish()
}

fn to(url: &str) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::SeeOther();
    answer.insert_header((LOCATION, url));
    answer
}

fn page(html: String) -> HttpResponse {
    HttpResponse::Ok().content_type("text/html; charset=utf-8").insert_header((CACHE_CONTROL, "no-store")).body(html)
}

/// People learn that it failed, the log why.
fn refused(refusal: &Refusal) -> HttpResponse {
    eprintln!("sign-in refused: {refusal}");
    HttpResponse::BadRequest().content_type("text/html; charset=utf-8").body(pages::refused())
}
