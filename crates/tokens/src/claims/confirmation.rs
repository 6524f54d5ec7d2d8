//! To what a token is bound.

use serde::{Deserialize, Serialize};

/// What whoever uses a token must show beside it (`cnf`, RFC 7800). A member that is not known here is an error: the token is bound to something that
/// nobody could show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// The thumbprint of the key with which he proves that he has it (DPoP, RFC 9449 section 6.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jkt: Option<String>,
    /// SHA-256 of the certificate of the connection over which he uses it (RFC 8705 section 3.1).
    #[serde(default, rename = "x5t#S256", skip_serializing_if = "Option::is_none")]
    pub x5t: Option<String>,
}

impl Confirmation {
    /// It, when it binds to anything.
    #[must_use]
    pub fn binding(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }

    /// Whether what was shown has all of it; more does no harm.
    #[must_use]
    pub fn is_met_by(&self, shown: &Self) -> bool {
        let met = |bound: &Option<String>, shown: &Option<String>| bound.is_none() || bound == shown;
        met(&self.jkt, &shown.jkt) && met(&self.x5t, &shown.x5t)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn key(name: &str) -> Confirmation {
        Confirmation { jkt: Some(name.to_owned()), x5t: None }
    }

    fn certificate(name: &str) -> Confirmation {
        Confirmation { jkt: None, x5t: Some(name.to_owned()) }
    }

    #[test]
    fn all_of_it_must_be_shown() {
        let nothing = Confirmation::default();
        assert!(key("a").is_met_by(&key("a")) && nothing.is_met_by(&key("a")) && nothing.is_met_by(&nothing));
        assert!(!key("a").is_met_by(&key("b")) && !key("a").is_met_by(&nothing));
        assert!(certificate("a").is_met_by(&certificate("a")) && !certificate("a").is_met_by(&certificate("b")));
        assert!(!certificate("a").is_met_by(&key("a")) && !key("a").is_met_by(&certificate("a")));
        let both = Confirmation { x5t: Some("b".to_owned()), ..key("a") };
        assert!(key("a").is_met_by(&both) && both.is_met_by(&both) && !both.is_met_by(&key("a")));
        assert_eq!((nothing.binding(), key("a").binding()), (None, Some(key("a"))));
    }

    #[test]
    fn a_binding_that_nobody_can_check_is_not_passed_over() {
        assert_eq!(serde_json::from_value::<Confirmation>(json!({ "jkt": "a" })).unwrap(), key("a"));
        assert_eq!(serde_json::to_value(certificate("a")).unwrap(), json!({ "x5t#S256": "a" }));
        for other in [json!({ "kid": "a" }), json!({ "jkt": "a", "jku": "b" }), json!({ "jkt": 1 }), json!("a")] {
            assert!(serde_json::from_value::<Confirmation>(other.clone()).is_err(), "{other}");
        }
    }
}
