use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::StreamExt;
use oidc::Params;

/// The largest form, in bytes: several times what a real client sends.
const LARGEST: usize = 32 * 1024;

/// A form (`application/x-www-form-urlencoded`), or why it is none: each endpoint says so in its own way.
pub(super) struct Form(pub(super) Result<Params, NoForm>);

/// Why a body is no form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoForm {
    /// Another media type.
    #[error("application/x-www-form-urlencoded expected")]
    MediaType,
    /// Larger than [`LARGEST`].
    #[error("the body is too large")]
    TooLarge,
    /// Not form-encoded UTF-8, too many parameters, or it ended early.
    #[error("the body is not a form")]
    Unreadable,
}

impl FromRequest for Form {
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Infallible>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = request.content_type().eq_ignore_ascii_case("application/x-www-form-urlencoded");
        let payload = payload.take();
        Box::pin(async move { Ok(Self(if form { read(payload).await } else { Err(NoForm::MediaType) })) })
    }
}

async fn read(mut payload: Payload) -> Result<Params, NoForm> {
    let mut bytes = web::BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| NoForm::Unreadable)?;
        if bytes.len() + chunk.len() > LARGEST {
            return Err(NoForm::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| NoForm::Unreadable)?;
    Params::decode(text).map_err(|_| NoForm::Unreadable)
}
