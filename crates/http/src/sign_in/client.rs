use actix_web::http::header::AUTHORIZATION;
use oidc::token::{ClientCredentials, TokenError, credentials};
use oidc::{Client, Params};
use service::sign_in::{self, SignInError};
use storage::ReadTx;

use super::oauth::Refused;
use super::visit::Visit;

/// Lets a client in that proves who it is (RFC 6749 section 2.3), and reads for it in the same transaction. Who cannot prove it is kept.
pub(super) async fn admitted<T: Send + 'static>(
    visit: &Visit,
    form: &Params,
    work: impl FnOnce(&mut ReadTx<'_>, &Client) -> Result<T, SignInError> + Send + 'static,
) -> Result<(Client, T), Refused> {
    let (presented, now) = (presented(visit, form)?, visit.cx.now);
    let read = move |tx: &mut ReadTx<'_>| -> Result<(Client, T), SignInError> {
        let client = sign_in::client(tx, &presented, now)?;
        let done = work(tx, &client)?;
        Ok((client, done))
    };
    let admitted = visit.state.store.read(read).await.inspect_err(|error| {
        if matches!(error, SignInError::Token(TokenError::Client)) {
            visit.state.refusals.keep(&visit.cx, audit::Refused::new(&visit.cx, None, "signIn", "wrongClient", None));
        }
    })?;
    visit.seen(&admitted.0.client_id);
    Ok(admitted)
}

fn presented(visit: &Visit, form: &Params) -> Result<ClientCredentials, TokenError> {
    let mut headers = visit.request.headers().get_all(AUTHORIZATION);
    let first = headers.next().map(|value| value.to_str().map_err(|_| TokenError::Client)).transpose()?;
    if headers.next().is_some() {
        return Err(TokenError::Request("two methods of client authentication at once"));
    }
    credentials(first, form)
}
