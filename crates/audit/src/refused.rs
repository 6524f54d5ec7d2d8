use serde::{Deserialize, Serialize};
use types::{Actor, Context, Instant, OrganisationId, TraceId};

use crate::trace;

/// An attempt that was refused. Kept apart from the events: it changed nothing, and it takes no revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    /// When.
    pub at: Instant,
    /// Who tried; at a sign-in, whose account was tried, and nobody when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// What was tried: method and route of the API, or `signIn`.
    pub operation: String,
    /// The stable code of the rule that refused.
    pub code: String,
    /// Where, when it was at one organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
    /// The request that it belongs to.
    #[serde(with = "trace")]
    pub trace: TraceId,
}

impl Refused {
    /// An attempt of this request. Operation and code are names from the code, never anything that a caller sent.
    #[must_use]
    pub fn new(
        cx: &Context,
        actor: Option<Actor>,
        operation: impl Into<String>,
        code: &'static str,
        organisation: Option<OrganisationId>,
    ) -> Self {
        Self { at: cx.now, actor, operation: operation.into(), code: code.to_owned(), organisation, trace: cx.trace }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_tells_who_tried_what_and_which_rule_refused() {
        let cx = types::testing::context("2026-11-23T10:00:00Z");
        let refused = Refused::new(&cx, "client:hr".parse().ok(), "POST /v1/toekenningen", "beyondMandateRight", None);
        let text = serde_json::to_string(&refused).unwrap();
        assert!(text.contains(r#""operation":"POST /v1/toekenningen","code":"beyondMandateRight""#), "{text}");
        assert_eq!(serde_json::from_str::<Refused>(&text).unwrap(), refused);
    }
}
