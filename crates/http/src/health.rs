use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

/// Whether Poort is up.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// `UP`.
    #[schema(example = "UP")]
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
