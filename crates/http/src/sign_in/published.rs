use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use oidc::Client;
use oidc::authorize;
use oidc::discovery::Discovery;
use pages::{PASSKEY, SCRIPT_CONTENT_TYPE, STYLE, STYLE_CACHE_CONTROL, STYLE_CONTENT_TYPE, SUBMIT};
use serde::Serialize;
use service::sign_in::SignInError;
use tokens::keys::JWKS_MAX_AGE;

use super::cross_origin;
use super::oauth::Refused;
use super::visit::Visit;

/// The discovery document. What is set for a client is announced to who says who he is (`?client_id=`). That answers name the issuer (RFC 9207) is so not told
/// to all, although it is so for most: a library that a real consumer uses refuses to work where it is.
pub(super) async fn discovery(visit: Visit) -> HttpResponse {
    let response = match named(&visit).await {
        Ok(client) => {
            let document =
                Discovery::new(&visit.sign_in().issuance.issuer, client.as_ref(), visit.sign_in().certificates.offer());
            HttpResponse::Ok().insert_header((CACHE_CONTROL, "public, max-age=300")).json(document)
        }
        Err(error) => Refused::from(error).response(),
    };
    cross_origin::open(response)
}

async fn named(visit: &Visit) -> Result<Option<Client>, SignInError> {
    let Some(id) = visit.query().ok().and_then(|params| authorize::client_of(&params).ok()) else { return Ok(None) };
    let client = visit.state.store.read(move |tx| storage::clients::by_id(tx, &id)).await?;
    Ok(client.map(|(client, _)| client))
}

/// The public keys (RFC 7517). A new key is announced longer ahead than this may be kept, also by a process that noticed it late.
pub(super) async fn keys(visit: Visit) -> HttpResponse {
    cross_origin::open(key_set(&visit.state.keys.current().jwks(visit.cx.now)))
}

/// A set of public keys.
pub(super) fn key_set(keys: &impl Serialize) -> HttpResponse {
    let keep = format!("public, max-age={}", JWKS_MAX_AGE.0 - LATE);
    let mut response = HttpResponse::Ok();
    response.insert_header((CACHE_CONTROL, keep)).insert_header((CONTENT_TYPE, "application/jwk-set+json"));
    response.body(serde_json::to_vec(keys).unwrap_or_default())
}

/// How long a process may take to notice a new key, in seconds.
const LATE: i64 = 60;

/// The style sheet of the pages.
pub(super) async fn style() -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, STYLE_CACHE_CONTROL)).content_type(STYLE_CONTENT_TYPE).body(STYLE)
}

/// The script of the one page that sends its form itself.
pub(super) async fn submit() -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, STYLE_CACHE_CONTROL)).content_type(SCRIPT_CONTENT_TYPE).body(SUBMIT)
}

/// The script of the pages with passkeys.
pub(super) async fn passkey() -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, STYLE_CACHE_CONTROL)).content_type(SCRIPT_CONTENT_TYPE).body(PASSKEY)
}
