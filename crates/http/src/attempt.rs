use ::mandates::Holder;
use actix_web::HttpRequest;
use audit::Refused;
use service::Error;
use service::refusals::Refusals;
use types::{Actor, Context, OrganisationId};

use crate::State;
use crate::token::Bearer;

/// What an authenticated caller tries, to be kept when his permission does not reach so far. It says nothing of what he sent but the
/// organisation that he named.
pub(crate) struct Attempt {
    refusals: Refusals,
    actor: Actor,
    operation: String,
    organisation: Option<OrganisationId>,
}

impl Attempt {
    /// Of a request: its method and the template of its route.
    pub(crate) fn of(request: &HttpRequest, state: &State, bearer: &Bearer) -> Self {
        let route = request.match_pattern().unwrap_or_default();
        let named = route.starts_with("/v1/organisations/{id}").then(|| request.match_info().get("id")?.parse().ok()).flatten();
        let actor = match &bearer.holder {
            Holder::Person(id) => Actor::Person(*id),
            Holder::Client(id) => Actor::Client(id.clone()),
        };
        let operation = format!("{} {route}", request.method());
        Self { refusals: state.refusals.clone(), actor, operation, organisation: named.or(bearer.session) }
    }

    /// Keeps the attempt when it is the caller's permission that is missing; the answer is the same in either case.
    pub(crate) fn failed(&self, cx: &Context, error: &Error) {
        if let Some(code) = error.refusal() {
            self.refused(cx, code);
        }
    }

    /// Keeps the attempt.
    pub(crate) fn refused(&self, cx: &Context, code: &'static str) {
        let refused = Refused::new(cx, Some(self.actor.clone()), self.operation.clone(), code, self.organisation);
        self.refusals.keep(cx, refused);
    }
}
