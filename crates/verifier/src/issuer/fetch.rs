//! Asking the issuer: no redirects, bounded in size and time.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, Response, Url, redirect};

use super::address;
use crate::error::{FetchError, SetupError};

/// The longest answer that is read, in bytes.
pub(crate) const MAX_ANSWER_BYTES: usize = 128 * 1024;

/// A client that leaves neither TLS nor the address that it was given.
pub(super) fn client(issuer: &Url, timeout: Duration) -> Result<Client, SetupError> {
    let client = Client::builder().redirect(redirect::Policy::none()).timeout(timeout);
    let client = if address::is_loopback(issuer) { client.no_proxy() } else { client.https_only(true) };
    client.build().map_err(|_| SetupError::Client)
}

/// The body of an answer with status 200.
pub(super) async fn body(request: RequestBuilder) -> Result<Vec<u8>, FetchError> {
    let response = request.header("accept", "application/json").send().await.map_err(failure)?;
    match response.status().as_u16() {
        200 => bounded(response).await,
        other => Err(FetchError::Status(other)),
    }
}

async fn bounded(mut response: Response) -> Result<Vec<u8>, FetchError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failure)? {
        if body.len() + chunk.len() > MAX_ANSWER_BYTES {
            return Err(FetchError::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn failure(error: reqwest::Error) -> FetchError {
    if error.is_timeout() { FetchError::Timeout } else { FetchError::Connection }
}
