use actix_web::http::header::AUTHORIZATION;
use oidc::token::{ClientCredentials, TokenError, credentials};
use oidc::{Client, Params};
use service::sign_in::{self, Proven, SignInError};
use storage::ReadTx;

use super::client_keys;
use super::oauth::Refused;
use super::visit::Visit;

/// Lets a client in that proves who it is (RFC 6749 section 2.3), and reads for it in the same transaction. Who cannot prove it is kept.
pub(super) async fn admitted<T: Send + 'static>(
    visit: &Visit,
    form: &Params,
    work: impl FnOnce(&mut ReadTx<'_>, &Client) -> Result<T, SignInError> + Send + 'static,
) -> Result<(Client, T), Refused> {
    let presented = presented(visit, form)?;
    let admitted = proven(visit, presented, work).await.inspect_err(|error| {
        if matches!(error, SignInError::Token(TokenError::Client)) {
            visit.state.refusals.keep(&visit.cx, audit::Refused::new(&visit.cx, None, "signIn", "wrongClient", None));
        }
    })?;
    visit.seen(&admitted.0.client_id);
    Ok(admitted)
}

async fn proven<T: Send + 'static>(
    visit: &Visit,
    presented: ClientCredentials,
    work: impl FnOnce(&mut ReadTx<'_>, &Client) -> Result<T, SignInError> + Send + 'static,
) -> Result<(Client, T), SignInError> {
    let (sign_in, now) = (visit.state.sign_in.clone(), visit.cx.now);
    let certificate = visit.sign_in().certificate(&visit.request, now);
    let published = client_keys::published(visit, &presented, certificate.as_ref()).await?;
    let read = move |tx: &mut ReadTx<'_>| -> Result<(Proven, T), SignInError> {
        let proven = sign_in::client(tx, &sign_in.issuance.issuer, &presented, published.as_ref(), certificate.as_ref(), now)?;
        let done = work(tx, &proven.client)?;
        Ok((proven, done))
    };
    let (Proven { client, assertion }, done) = visit.state.store.read(read).await?;
    if let Some(assertion) = assertion {
        visit.state.store.write(visit.cx.clone(), move |tx| sign_in::spend(tx, &assertion)).await?;
    }
    Ok((client, done))
}

fn presented(visit: &Visit, form: &Params) -> Result<ClientCredentials, TokenError> {
    let mut headers = visit.request.headers().get_all(AUTHORIZATION);
    let first = headers.next().map(|value| value.to_str().map_err(|_| TokenError::Client)).transpose()?;
    if headers.next().is_some() {
        return Err(TokenError::Request("two methods of client authentication at once"));
    }
    credentials(first, form)
}
