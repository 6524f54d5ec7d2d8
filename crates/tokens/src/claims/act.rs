//! Who acts for whom.

use serde::{Deserialize, Serialize};

/// The `act` claim (RFC 8693 section 4.1): the client that acts for the subject, and in it the one for which that does so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// The client.
    pub sub: String,
    /// Who acted before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Box<Act>>,
}

impl Act {
    /// One client.
    #[must_use]
    pub fn of(client: &str) -> Self {
        Self { sub: client.to_owned(), act: None }
    }

    /// Another client that acts for these.
    #[must_use]
    pub fn then(self, client: &str) -> Self {
        Self { sub: client.to_owned(), act: Some(Box::new(self)) }
    }

    /// All of them, who acts now first.
    pub fn actors(&self) -> impl Iterator<Item = &str> {
        std::iter::successors(Some(self), |one| one.act.as_deref()).map(|one| one.sub.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_chain_is_nested_with_who_acts_now_outside() {
        let act = Act::of("portal").then("api");
        let value = json!({ "sub": "api", "act": { "sub": "portal" } });
        assert_eq!(serde_json::to_value(&act).unwrap(), value);
        assert_eq!(serde_json::from_value::<Act>(value).unwrap(), act);
        assert_eq!(act.actors().collect::<Vec<_>>(), ["api", "portal"]);
    }
}
