use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{State, schema};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(health).service(ready);
}

/// Whether Poort is up.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// `UP`.
    #[schema(value_type = schema::Up)]
    status: &'static str,
}

/// Poort cannot work now.
#[derive(Serialize, ToSchema)]
pub(crate) struct Unready {
    /// `DOWN`.
    #[schema(value_type = schema::Down)]
    status: &'static str,
}

/// Is Poort up?
///
/// Answers as long as the process does; whether its database does too is the readiness check's to say.
#[utoipa::path(operation_id = "getHealth", tag = "Health", responses((status = 200, description = "It is", body = Health)))]
#[get("/health")]
pub(crate) async fn health() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "UP" })
}

/// Can Poort work?
///
/// Whether its database reads and writes at this moment. For load balancers: send requests elsewhere as long as it is not. Why it is not
/// stands in the log.
#[utoipa::path(operation_id = "getReadiness", tag = "Health",
    responses((status = 200, description = "It can", body = Health),
              (status = 503, description = "Not now", body = Unready, headers(("Retry-After" = String)))))]
#[get("/health/ready")]
pub(crate) async fn ready(state: web::Data<State>) -> HttpResponse {
    if state.frame.is_ready(&state.store).await {
        return HttpResponse::Ok().json(Health { status: "UP" });
    }
    let mut response = HttpResponse::build(StatusCode::SERVICE_UNAVAILABLE);
    response.insert_header((RETRY_AFTER, "1")).json(Unready { status: "DOWN" })
}
