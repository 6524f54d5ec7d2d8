//! Pages as answers: their headers, and what goes wrong as a page.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue, LOCATION, RETRY_AFTER, SET_COOKIE};
use actix_web::{HttpResponse, ResponseError};
use oidc::Params;
use oidc::response::{AuthorizationAnswer, ResponseMode};
use pages::{
    FormPost, Language, RenderError, SECURITY_HEADERS, Trouble, also_to, content_security_policy, speaking_with_devices,
    submitting,
};
use service::sign_in::SignInError;
use tokens::password::PasswordError;
use types::TraceId;

use super::form::{Form, NoForm};
use super::visit::{Formed, Visit};
use crate::problem::{Problem, inside};

/// What ends a visit without the page that was asked.
pub(super) enum Stop {
    /// A page that says what is wrong.
    Page(Trouble),
    /// A page for what went wrong inside; the log and the counts hear what that was.
    Failed(Box<Problem>),
    /// Another page of Poort first, at this path.
    First(String),
    /// Back to the client, at a registered address.
    Answer(Box<AuthorizationAnswer>),
}

/// A page. `form`: with the cookie of its form; `origin`: of the client to which its form leads.
pub(super) fn page(
    status: StatusCode,
    html: Result<String, RenderError>,
    form: Option<Formed>,
    origin: Option<&str>,
) -> Result<HttpResponse, Stop> {
    let html = html.map_err(|_| Stop::Page(Trouble::Internal))?;
    let mut response = HttpResponse::build(status);
    for header in SECURITY_HEADERS {
        response.insert_header(header);
    }
    response.insert_header((CONTENT_SECURITY_POLICY, content_security_policy(origin)));
    response.content_type("text/html; charset=utf-8");
    if let Some(cookie) = form.and_then(|form| form.cookie) {
        response.append_header((SET_COOKIE, cookie));
    }
    Ok(response.body(html))
}

/// The same page, on which passkeys may be made or used.
pub(super) fn with_devices(mut response: HttpResponse, origin: Option<&str>) -> Result<HttpResponse, Stop> {
    let policy = speaking_with_devices(&content_security_policy(origin));
    let policy = HeaderValue::from_str(&policy).map_err(|_| Stop::Page(Trouble::Internal))?;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// The same page, whose form for cards goes to another port.
pub(super) fn with_card(mut response: HttpResponse, address: &str) -> Result<HttpResponse, Stop> {
    let policy = response.headers().get(CONTENT_SECURITY_POLICY).and_then(|policy| policy.to_str().ok()).unwrap_or_default();
    let policy = HeaderValue::from_str(&also_to(policy, address)).map_err(|_| Stop::Page(Trouble::Internal))?;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// To another address, with GET (RFC 9700 section 4.12: 303 repeats no form there).
pub(super) fn redirect(location: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, location))
        .content_type("text/plain; charset=utf-8")
        .body("Ga verder op het adres in Location.\n")
}

/// The same with a cookie: another session, or none.
pub(super) fn redirect_with(location: &str, cookie: &str) -> Result<HttpResponse, Stop> {
    with_cookie(redirect(location), cookie)
}

/// An answer with a cookie.
pub(super) fn with_cookie(mut response: HttpResponse, cookie: &str) -> Result<HttpResponse, Stop> {
    let cookie = HeaderValue::from_str(cookie).map_err(|_| Stop::Page(Trouble::Internal))?;
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}

/// Sends the browser back to the client.
pub(super) fn answered(answer: &AuthorizationAnswer, language: Language) -> Result<HttpResponse, Stop> {
    if answer.mode != ResponseMode::FormPost {
        return Ok(redirect(&answer.location()));
    }
    let action = answer.redirect_uri.as_str();
    let mut response = page(StatusCode::OK, FormPost { language, action, members: &answer.members }.render(), None, None)?;
    let policy = submitting(&content_security_policy(Some(answer.redirect_uri.origin())));
    let policy = HeaderValue::from_str(&policy).map_err(|_| Stop::Page(Trouble::Internal))?;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

impl Visit {
    /// The answer to a form, or to one that cannot be read.
    pub(super) async fn form(
        &self,
        form: Form,
        work: impl AsyncFnOnce(&Self, &Params) -> Result<HttpResponse, Stop>,
    ) -> HttpResponse {
        let result = match form.0 {
            Ok(form) => work(self, &form).await,
            Err(error) => Err(error.into()),
        };
        self.answer(result)
    }

    /// The answer, whatever happened.
    pub(super) fn answer(&self, result: Result<HttpResponse, Stop>) -> HttpResponse {
        match result {
            Ok(response) => response,
            Err(Stop::Answer(answer)) => answered(&answer, self.language()).unwrap_or_else(|_| self.troubled(Trouble::Internal)),
            Err(Stop::First(path)) => redirect(&path),
            Err(Stop::Page(trouble)) => self.troubled(trouble),
            Err(Stop::Failed(problem)) => self.failed(*problem),
        }
    }

    fn failed(&self, problem: Problem) -> HttpResponse {
        let passes = problem.status_code() == StatusCode::SERVICE_UNAVAILABLE;
        let mut response = self.troubled(if passes { Trouble::Unavailable } else { Trouble::Internal });
        response.extensions_mut().insert(problem);
        response
    }

    fn troubled(&self, trouble: Trouble) -> HttpResponse {
        troubled(trouble, self.language(), self.cx.trace)
    }
}

/// The page that says what is wrong.
pub(crate) fn troubled(trouble: Trouble, language: Language, trace: TraceId) -> HttpResponse {
    let status = status(trouble);
    let mut response = page(status, trouble.page(language, trace).render(), None, None).unwrap_or_else(|_| {
        HttpResponse::InternalServerError().content_type("text/plain; charset=utf-8").body("Er ging iets mis.\n")
    });
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

fn status(trouble: Trouble) -> StatusCode {
    match trouble {
        Trouble::Application | Trouble::Address | Trouble::Request => StatusCode::BAD_REQUEST,
        Trouble::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Trouble::NotFound => StatusCode::NOT_FOUND,
        Trouble::Stale => StatusCode::FORBIDDEN,
        Trouble::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Trouble::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Page(trouble)
    }
}

impl From<NoForm> for Stop {
    fn from(_: NoForm) -> Self {
        Self::Page(Trouble::Request)
    }
}

impl From<oidc::ParamError> for Stop {
    fn from(_: oidc::ParamError) -> Self {
        Self::Page(Trouble::Request)
    }
}

impl From<SignInError> for Stop {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::SessionEnded | SignInError::AccountChanged | SignInError::RequestEnded => Self::Page(Trouble::Stale),
            error => Self::Failed(Box::new(inside(error))),
        }
    }
}

impl From<PasswordError> for Stop {
    fn from(error: PasswordError) -> Self {
        Self::Failed(Box::new(error.into()))
    }
}
