//! The order of a list: `sort=end`, and `sort=-end` for the last first.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use storage::Sort;

/// What a list can be sorted by, under which names.
pub(crate) trait Keys: Copy + 'static {
    /// All of them.
    const KEYS: &'static [(&'static str, Self)];
}

/// The parameter.
///
/// # Errors
/// A name that is no key of the list.
pub(crate) fn sort<'de, D: Deserializer<'de>, By: Keys>(deserializer: D) -> Result<Option<Sort<By>>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let (name, descending) = text.strip_prefix('-').map_or((text.as_str(), false), |name| (name, true));
    let key = By::KEYS.iter().find(|(key, _)| *key == name);
    let names = || By::KEYS.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(", ");
    let unknown = || D::Error::custom(format!("one of {} expected, after a '-' for the last first", names()));
    key.map(|(_, by)| Some(Sort { by: *by, descending })).ok_or_else(unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum By {
        Name,
        End,
    }

    impl Keys for By {
        const KEYS: &'static [(&'static str, Self)] = &[("name", Self::Name), ("end", Self::End)];
    }

    fn parse(text: &str) -> Result<Option<Sort<By>>, serde_json::Error> {
        sort(serde_json::Value::from(text))
    }

    #[test]
    fn a_dash_puts_the_last_first_and_an_unknown_key_is_told_the_known_ones() {
        assert_eq!(parse("name").unwrap(), Some(Sort { by: By::Name, descending: false }));
        assert_eq!(parse("-end").unwrap(), Some(Sort { by: By::End, descending: true }));
        for unknown in ["", "-", "--end", "END", "name,end"] {
            assert!(parse(unknown).unwrap_err().to_string().contains("name, end"), "{unknown}");
        }
    }
}
