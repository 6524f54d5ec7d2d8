//! `/v1/me/sessions`: where I am signed in.

use actix_web::{delete, get};
use oidc::authentication::Proofs;
use serde::Serialize;
use service::sessions::{self, Presence};
use types::{Instant, Name, OrganisationId, SessionId};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::view::OrganisationName;
use crate::answer::Answer;
use crate::authorised::Authorised;
use crate::paging::PageView;
use crate::paging::Paging;
use crate::problem::Problem;
use crate::request::{Everything, Id, List, Repeat};
use crate::schema;
use crate::scope::Me;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(end);
}

/// A sign-in that still counts somewhere.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = MySession)]
struct SessionView {
    /// As `sid` in its tokens.
    #[schema(value_type = schema::Uuid)]
    id: SessionId,
    /// Whether the token of this request came from it.
    current: bool,
    /// When I proved who I am.
    #[schema(value_type = schema::Moment)]
    since: Instant,
    /// When it ends by itself, everywhere.
    #[schema(value_type = schema::Moment)]
    until: Instant,
    /// When I last did something in the browser, to the minute; left out where only applications go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Moment>, required = false)]
    last_used: Option<Instant>,
    /// Whether a browser is signed in; otherwise only applications go on.
    browser: bool,
    /// How I proved who I am (RFC 8176).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 10, value_type = Vec<schema::Code>, example = json!(["pwd"]))]
    methods: Vec<String>,
    /// For which I act in the browser.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationName>,
    /// Those that go on without me, for as long as it lasts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 200, value_type = Vec<schema::Name>)]
    applications: Vec<Name>,
}

impl SessionView {
    fn of(one: Presence, own: Option<SessionId>) -> Self {
        let Presence { id, since, until, last_used, proofs, organisation, applications } = one;
        let organisation = organisation.map(|(id, name): (OrganisationId, Name)| OrganisationName { id, code: None, name });
        let methods = proofs.as_ref().map(Proofs::amr).unwrap_or_default();
        let (current, browser) = (own == Some(id), proofs.is_some());
        let last_used = last_used.filter(|_| browser);
        Self { id, current, since, until, last_used, browser, methods, organisation, applications }
    }
}

/// Lists my sessions
///
/// Where I am signed in, the latest first: browsers, and applications that go on without me.
#[utoipa::path(operation_id = "listMySessions", tag = "Me", params(Paging), security(("accessToken" = ["poort.me"])),
    responses((status = 200, description = "A page of sessions", body = PageView<SessionView>)))]
#[get("/v1/me/sessions")]
pub(crate) async fn list(caller: Authorised<Me>, query: List<Everything>) -> Result<Answer, Problem> {
    let (List { page, here, .. }, id, at) = (query, caller.person()?, caller.cx().now);
    let all = caller.read(move |tx, who| sessions::of_person(tx, id, &who.policies.sign_in, at)).await?;
    let own = caller.session();
    Answer::page(&here, page.of(all).map(|one| SessionView::of(one, own)))
}

/// Ends one of my sessions
///
/// Its browser is signed out; every token that it gave is worth nothing from now on where it is introspected, and no refresh token of it gives another.
#[utoipa::path(operation_id = "endMySession", tag = "Me", security(("accessToken" = ["poort.me"])),
    params(("id" = schema::Uuid, Path, description = "The session")),
    responses((status = 204, description = "It is over")))]
#[delete("/v1/me/sessions/{id}")]
pub(crate) async fn end(caller: Authorised<Me>, id: Id<SessionId>) -> Result<Answer, Problem> {
    let me = caller.person()?;
    caller.write(Repeat::never(), move |tx, _| sessions::end(tx, me, id.0).map(|()| Answer::gone())).await
}
