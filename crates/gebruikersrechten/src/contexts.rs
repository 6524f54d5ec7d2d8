use std::collections::BTreeSet;

use types::ContextCode;

use crate::{ContextRule, ContextValue, Refusal};

/// The contexts of a grant, when the rule of its right allows them.
///
/// # Errors
/// One is unknown or given twice, one is missing, or there are too many.
pub fn check_contexts(rule: &ContextRule, chosen: &[ContextCode]) -> Result<BTreeSet<ContextCode>, Refusal> {
    let allowed = || rule.values().iter().map(|value| value.code.clone()).collect::<Vec<_>>();
    let mut contexts = BTreeSet::new();
    for context in chosen {
        if rule.value(context).is_none() {
            return Err(Refusal::ContextUnknown { context: context.clone(), allowed: allowed() });
        }
        if !contexts.insert(context.clone()) {
            return Err(Refusal::ContextDuplicate { context: context.clone() });
        }
    }
    match (rule, contexts.len()) {
        (ContextRule::AtLeastOne(_) | ContextRule::ExactlyOne(_), 0) => Err(Refusal::ContextMissing { allowed: allowed() }),
        (ContextRule::ExactlyOne(_), given @ 2..) => Err(Refusal::ContextTooMany { given, allowed: allowed() }),
        _ => Ok(contexts),
    }
}

impl ContextRule {
    /// The contexts that exist.
    #[must_use]
    pub fn values(&self) -> &[ContextValue] {
        match self {
            Self::None => &[],
            Self::Optional(values) | Self::AtLeastOne(values) | Self::ExactlyOne(values) => values,
        }
    }

    /// One of them.
    #[must_use]
    pub fn value(&self, code: &ContextCode) -> Option<&ContextValue> {
        self.values().iter().find(|value| value.code == *code)
    }

    /// Whether a grant without a context means nothing.
    #[must_use]
    pub fn needs_one(&self) -> bool {
        matches!(self, Self::AtLeastOne(_) | Self::ExactlyOne(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    fn checked(rule: fn(Vec<ContextValue>) -> ContextRule, chosen: &[&str]) -> Result<usize, &'static str> {
        let chosen: Vec<_> = chosen.iter().map(|code| context(code)).collect();
        check_contexts(&rule(values(&["a", "b"])), &chosen).map(|set| set.len()).map_err(|error| error.code())
    }

    #[test]
    fn each_rule_has_its_numbers() {
        for (rule, none, one, two) in [
            (ContextRule::Optional as fn(_) -> _, Ok(0), Ok(1), Ok(2)),
            (ContextRule::AtLeastOne, Err("contextMissing"), Ok(1), Ok(2)),
            (ContextRule::ExactlyOne, Err("contextMissing"), Ok(1), Err("contextTooMany")),
            (|_| ContextRule::None, Ok(0), Err("contextUnknown"), Err("contextUnknown")),
        ] {
            assert_eq!((checked(rule, &[]), checked(rule, &["a"]), checked(rule, &["a", "b"])), (none, one, two));
        }
        assert_eq!(checked(ContextRule::Optional, &["a", "c"]), Err("contextUnknown"));
        assert_eq!(checked(ContextRule::Optional, &["a", "a"]), Err("contextDuplicate"));
    }
}
