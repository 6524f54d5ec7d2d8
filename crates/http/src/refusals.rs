//! `/v1/refusals`: who tried what he may not, for platform operators.

use actix_web::get;
use audit::Refused;
use serde::{Deserialize, Serialize};
use types::{Actor, Instant, OrganisationId};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::Answer;
use crate::authorised::Authorised;
use crate::paging::{PageView, Paging};
use crate::problem::Problem;
use crate::request::List;
use crate::schema;
use crate::scope::HistoryRead;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list);
}

/// Which refused attempts.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Listed {
    /// Of this actor.
    #[param(value_type = Option<schema::Actor>)]
    actor: Option<Actor>,
    /// At this organisation.
    #[param(value_type = Option<schema::Uuid>)]
    organisation: Option<OrganisationId>,
}

/// An attempt that was refused. It changed nothing.
#[derive(Serialize, ToSchema)]
#[schema(as = RefusedAttempt)]
pub(crate) struct RefusedView {
    /// When.
    #[schema(value_type = schema::Moment)]
    at: Instant,
    /// The request that it belongs to.
    #[schema(value_type = schema::Trace)]
    trace: String,
    /// Who tried; at a sign-in, whose account was tried, and nobody when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Actor>)]
    actor: Option<Actor>,
    /// What was tried: method and route, or `signIn`.
    #[schema(value_type = schema::Words, example = "POST /v1/werkrelaties/{id}/end")]
    operation: String,
    /// The rule that refused; `hidden` for what the caller may not know of, who was told that it does not exist.
    #[schema(value_type = schema::Action, example = "missingScope")]
    code: String,
    /// At which organisation, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Uuid>)]
    organisation: Option<OrganisationId>,
}

impl From<Refused> for RefusedView {
    fn from(refused: Refused) -> Self {
        let Refused { at, actor, operation, code, organisation, trace } = refused;
        Self { at, trace: trace.to_string(), actor, operation, code, organisation }
    }
}

/// Lists refused attempts
///
/// The latest first, for platform operators. Only so many are kept, for so long, and in a minute.
#[utoipa::path(operation_id = "listRefusals", tag = "Refusals", params(Listed, Paging), security(("accessToken" = ["poort.history.read"])),
    responses((status = 200, description = "A page of refused attempts", body = PageView<RefusedView>)))]
#[get("/v1/refusals")]
pub(crate) async fn list(caller: Authorised<HistoryRead>, query: List<Listed>) -> Result<Answer, Problem> {
    let List { of: Listed { actor, organisation }, page, here } = query;
    let query = storage::refused_attempts::Query { actor, organisation };
    let found = caller.read(move |tx, who| service::refusals::read(tx, &who.caller, &query, page)).await?;
    Answer::page(&here, found.map(RefusedView::from))
}
