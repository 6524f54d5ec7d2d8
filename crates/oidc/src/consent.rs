use serde::{Deserialize, Serialize};
use types::Parsed;

use crate::Scopes;
use crate::authorize::AuthorizationRequest;

/// Whether a person is asked before an application gets what it asks about him.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ConsentRule {
    /// Who administers the application decided it with its scopes: as at ACM/IDM, where portals of the government do not ask.
    #[default]
    Never,
    /// When he did not agree to these scopes before.
    Once,
    /// At every request.
    Always,
}

impl ConsentRule {
    /// Whether the person is to be asked. `prompt=consent` asks of every client and every time (OpenID Connect Core 1.0 section 3.1.2.1). `agreed`: to
    /// which scopes he agreed before. For `offline_access` section 11 wants an answer "unless other conditions are in place": with [`ConsentRule::Never`]
    /// these are that the scope is the client's by decision of who administers it, with any other rule it is a scope to agree to like the others.
    #[must_use]
    pub fn asks(self, request: &AuthorizationRequest, agreed: Option<&Scopes>) -> bool {
        request.prompt.consent
            || match self {
                Self::Never => false,
                Self::Once => !agreed.is_some_and(|agreed| request.scopes.iter().all(|scope| agreed.has(scope.as_str()))),
                Self::Always => true,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authorize;
    use crate::testing::{CHALLENGE, at, params, portal};

    fn request(scope: &str, prompt: &str) -> AuthorizationRequest {
        let asked = params(&[
            ("client_id", "portal"),
            ("redirect_uri", "https://portal.example/cb"),
            ("response_type", "code"),
            ("scope", scope),
            ("prompt", prompt),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]);
        authorize::parse(&asked, Some(&portal()), at("2026-11-23T10:00:00Z").day()).unwrap()
    }

    #[test]
    fn once_asks_for_what_he_did_not_agree_to_and_a_prompt_always() {
        let (few, more) = (Scopes::parse("openid").unwrap(), Scopes::parse("vo openid").unwrap());
        let (plain, wide) = (request("openid", ""), request("openid vo", ""));
        for (rule, asked, agreed, asks) in [
            (ConsentRule::Never, &wide, None, false),
            (ConsentRule::Once, &plain, None, true),
            (ConsentRule::Once, &plain, Some(&few), false),
            (ConsentRule::Once, &plain, Some(&more), false),
            (ConsentRule::Once, &wide, Some(&few), true),
            (ConsentRule::Always, &plain, Some(&more), true),
        ] {
            assert_eq!(rule.asks(asked, agreed), asks, "{rule:?} {:?} {agreed:?}", asked.scopes);
        }
        for rule in [ConsentRule::Never, ConsentRule::Once] {
            assert!(rule.asks(&request("openid", "consent"), Some(&more)), "{rule:?}");
        }
    }
}
