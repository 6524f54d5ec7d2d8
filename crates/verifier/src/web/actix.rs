//! actix-web: `Claims` as the parameter of a handler.

use std::pin::Pin;
use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, ResponseError, web};
use tokio::sync::OnceCell;

use super::incoming::Incoming;
use super::{Answers, Refusal};
use crate::claims::{Claims, Denied};
use crate::verifier::Verifier;

/// What came of the token of a request, also while it is being verified: actix-web reads the parameters of a handler at the same time.
#[derive(Clone)]
struct Outcome {
    by: Verifier,
    claims: Rc<OnceCell<Result<Claims, Refusal>>>,
}

/// The claims of the access token of the request; without an acceptable one the handler is not called. The application has the verifier as
/// `app_data(web::Data::new(verifier))`.
///
/// Taken more than once in a request (by a guard and by the handler), the token is verified once: a DPoP proof counts one time.
impl FromRequest for Claims {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(verifier) = request.app_data::<web::Data<Verifier>>().cloned() else {
            return Box::pin(async { Err(Refusal::not_configured()) });
        };
        let values = |name: &str| request.headers().get_all(name).map(HeaderValue::as_bytes);
        let incoming = Incoming::read(&verifier, request.method().as_str(), request.uri().path(), values);
        let outcome = outcome(request, &verifier);
        Box::pin(async move { outcome.claims.get_or_init(|| verifier.authorise(&incoming)).await.clone() })
    }
}

/// What this verifier makes of the request. Another one, of an outer scope, may demand less.
fn outcome(request: &HttpRequest, verifier: &Verifier) -> Outcome {
    let mut extensions = request.extensions_mut();
    if let Some(outcome) = extensions.get::<Outcome>().filter(|outcome| outcome.by.is(verifier)) {
        return outcome.clone();
    }
    let outcome = Outcome { by: verifier.clone(), claims: Rc::default() };
    extensions.insert(outcome.clone());
    outcome
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status_code());
        for (name, value) in self.headers() {
            answer.append_header((*name, value.as_str()));
        }
        match self.body() {
            Some(body) => answer.body(body.to_owned()),
            None => answer.finish(),
        }
    }
}

/// So that `claims.require(…)?` ends a handler. Its body is a problem document; map it for another.
impl ResponseError for Denied {
    fn status_code(&self) -> StatusCode {
        StatusCode::FORBIDDEN
    }

    fn error_response(&self) -> HttpResponse {
        Refusal::denied(self, Answers::Problem).error_response()
    }
}
