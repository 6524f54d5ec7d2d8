//! JSON merge patch (RFC 7396) for serde: a member that is left out stays as it is, `null` takes a value away.

use serde::{Deserialize, Deserializer};

/// For a member that can be taken away, an `Option<Option<T>>`: `null` is `Some(None)`, left out is `None`.
/// Use with `#[serde(default, deserialize_with = "types::patch::clearable")]`.
///
/// # Errors
/// What `T` refuses.
pub fn clearable<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// For a member that is always there, an `Option<T>`: `null` is refused instead of being taken for 'left out'.
/// Use with `#[serde(default, deserialize_with = "types::patch::present")]`.
///
/// # Errors
/// `null`, and what `T` refuses.
pub fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Patch {
        #[serde(default, deserialize_with = "super::clearable")]
        clearable: Option<Option<u8>>,
        #[serde(default, deserialize_with = "super::present")]
        present: Option<u8>,
    }

    #[test]
    fn left_out_is_not_null() {
        let patch = |json: &str| serde_json::from_str::<Patch>(json).ok();
        assert_eq!(patch("{}"), Some(Patch { clearable: None, present: None }));
        assert_eq!(patch(r#"{"clearable": null}"#), Some(Patch { clearable: Some(None), present: None }));
        assert_eq!(patch(r#"{"clearable": 1, "present": 2}"#), Some(Patch { clearable: Some(Some(1)), present: Some(2) }));
        assert_eq!(patch(r#"{"present": null}"#), None);
    }
}
