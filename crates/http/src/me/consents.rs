//! `/v1/me/consents`: what I agreed to.

use actix_web::{delete, get};
use serde::Serialize;
use service::consents::{self, Agreement};
use types::{ClientId, Instant, Name, ScopeName};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::Answer;
use crate::authorised::Authorised;
use crate::paging::PageView;
use crate::paging::Paging;
use crate::problem::Problem;
use crate::request::{Everything, Id, List, Repeat};
use crate::schema;
use crate::scope::Me;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(withdraw);
}

/// What I agreed to for one application.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = MyConsent)]
struct ConsentView {
    /// The client of the application.
    #[schema(value_type = schema::Code, example = "ovam-portaal")]
    client: ClientId,
    /// The application.
    #[schema(value_type = schema::Name)]
    application: Name,
    /// What it may learn and do.
    #[schema(max_items = 100, value_type = Vec<schema::Code>, example = json!(["openid", "profile"]))]
    scopes: Vec<ScopeName>,
    /// When I last said so.
    #[schema(value_type = schema::Moment)]
    since: Instant,
}

impl From<Agreement> for ConsentView {
    fn from(Agreement { client, application, scopes, since }: Agreement) -> Self {
        Self { client, application, scopes: scopes.iter().cloned().collect(), since }
    }
}

/// Lists my consents
///
/// What I agreed to, where an application asks its users: by application.
#[utoipa::path(operation_id = "listMyConsents", tag = "Me", params(Paging), security(("accessToken" = ["poort.me"])),
    responses((status = 200, description = "A page of consents", body = PageView<ConsentView>)))]
#[get("/v1/me/consents")]
pub(crate) async fn list(caller: Authorised<Me>, query: List<Everything>) -> Result<Answer, Problem> {
    let (List { page, here, .. }, id) = (query, caller.person()?);
    let all = caller.read(move |tx, _| consents::of_person(tx, id)).await?;
    Answer::page(&here, page.of(all).map(ConsentView::from))
}

/// Withdraws one of my consents
///
/// The application asks me again, and gets nothing more for me by the refresh tokens that it has.
#[utoipa::path(operation_id = "withdrawMyConsent", tag = "Me", security(("accessToken" = ["poort.me"])),
    params(("id" = schema::Code, Path, description = "The client")),
    responses((status = 204, description = "It is withdrawn")))]
#[delete("/v1/me/consents/{id}")]
pub(crate) async fn withdraw(caller: Authorised<Me>, id: Id<ClientId>) -> Result<Answer, Problem> {
    let me = caller.person()?;
    caller.write(Repeat::never(), move |tx, _| consents::withdraw(tx, me, &id.0).map(|()| Answer::gone())).await
}
