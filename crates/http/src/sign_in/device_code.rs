use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use oidc::device::{self, DeviceResponse};
use oidc::{ClientKind, Params};
use service::sign_in;

use super::client;
use super::form::{Form, NoForm};
use super::oauth::{Refused, json};
use super::openings::What;
use super::visit::Visit;

/// The device authorization endpoint (RFC 8628 section 3.1): a device gets a code of its own, and one to show.
pub(super) async fn post(visit: Visit, form: Form) -> HttpResponse {
    match begin(&visit, form.0).await {
        Ok(waiting) => json(StatusCode::OK, &waiting),
        Err(refused) => refused.response(),
    }
}

async fn begin(visit: &Visit, form: Result<Params, NoForm>) -> Result<DeviceResponse, Refused> {
    let form = form?;
    let sent = form.clone();
    let (client, asked) = client::admitted(visit, &form, move |_, client| Ok(device::parse(&sent, client)?)).await?;
    // Who has no secret could be anybody; the others answer for themselves.
    if client.kind == ClientKind::Public {
        visit.guard().opens(What::Device).map_err(Refused::too_many)?;
    }
    let work = move |tx: &mut storage::WriteTx<'_>| sign_in::begin_device(tx, &client, asked);
    let waiting = visit.state.store.write(visit.cx.clone(), work).await?;
    let issuer = &visit.sign_in().issuance.issuer;
    Ok(DeviceResponse::new(issuer, &waiting.device_code, &waiting.user_code, &waiting.grant, visit.cx.now))
}
