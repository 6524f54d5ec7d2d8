use actix_web::body::BoxBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, Error, HttpResponse, web};
use utoipa_actix_web::AppExt;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_swagger_ui::SwaggerUi;

use crate::surround::surround;
use crate::unknown::{Routes, unknown};
use crate::{
    State, access, accounts, applications, clients, gebruikersrechten, health, history, mandates, me, openapi, organisations,
    persons, refusals, sign_in, toekenningen, werkrelaties,
};

/// All of Poort over HTTP, for one worker; the server and the tests both run this. `more` adds what is no part of the API (sign-in pages).
pub fn app(
    state: State,
    more: impl FnOnce(&mut web::ServiceConfig),
) -> App<impl ServiceFactory<ServiceRequest, Config = (), Response = ServiceResponse<BoxBody>, Error = Error, InitError = ()>> {
    let (app, _) = App::new().into_utoipa_app().configure(routes).split_for_parts();
    let document = openapi::document();
    app.app_data(web::Data::new(state))
        .app_data(web::Data::new(Routes::of(document)))
        .configure(sign_in::routes)
        .configure(more)
        .route("/docs", web::get().to(|| async { HttpResponse::SeeOther().insert_header(("Location", "/docs/")).finish() }))
        .service(SwaggerUi::new("/docs/{_:.*}").external_url_unchecked("/openapi.json", document.clone()))
        .default_service(web::to(unknown))
        .wrap(from_fn(surround))
}

/// Every route of the API. One that `utoipa::path` does not describe does not compile here.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    health::routes(config);
    persons::routes(config);
    organisations::routes(config);
    werkrelaties::routes(config);
    toekenningen::routes(config);
    mandates::routes(config);
    accounts::routes(config);
    applications::routes(config);
    gebruikersrechten::routes(config);
    clients::routes(config);
    access::routes(config);
    me::routes(config);
    history::routes(config);
    refusals::routes(config);
}
