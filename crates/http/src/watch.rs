use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::{App, Error, HttpResponse, web};

use crate::State;

/// The type of the text (OpenMetrics 1.0, which Prometheus reads).
const TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What operators watch, on a listener of its own: `GET /metrics`. It asks no token, so it does not belong on the address of the API.
pub fn watch(
    state: State,
) -> App<impl ServiceFactory<ServiceRequest, Config = (), Response = ServiceResponse, Error = Error, InitError = ()>> {
    App::new().app_data(web::Data::new(state)).route("/metrics", web::get().to(metrics))
}

async fn metrics(state: web::Data<State>) -> HttpResponse {
    let text = state.frame.metrics.text(state.store.waiting(), state.frame.under_way(), state.sign_in.hasher.done());
    HttpResponse::Ok().content_type(TYPE).body(text)
}
