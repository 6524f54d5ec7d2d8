//! Whom a token is for.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The `aud` claim: one name is written as a string, several as an array (RFC 7519 section 4.1.3); both are read.
/// Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience {
    first: String,
    others: Vec<String>,
}

impl Audience {
    /// For one.
    pub fn one(name: impl Into<String>) -> Self {
        Self { first: name.into(), others: Vec::new() }
    }

    /// The same and one more; adding one that is there changes nothing.
    #[must_use]
    pub fn and(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        if !self.contains(&name) {
            self.others.push(name);
        }
        self
    }

    /// Whether it is for `name`: compared exactly.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.iter().any(|one| one == name)
    }

    /// All of them, in the order of the token.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.first).chain(&self.others).map(String::as_str)
    }
}

impl Serialize for Audience {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        if self.others.is_empty() {
            return writer.serialize_str(&self.first);
        }
        writer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Audience {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        match Text::deserialize(reader)? {
            Text::One(name) => Ok(Self::one(name)),
            Text::Many(names) => {
                let mut names = names.into_iter();
                let first = names.next().ok_or_else(|| serde::de::Error::custom("an empty audience"))?;
                Ok(names.fold(Self::one(first), Self::and))
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    One(String),
    Many(Vec<String>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_a_string_and_several_are_an_array() {
        let one = Audience::one("https://poort.example/api");
        assert_eq!(serde_json::to_string(&one).unwrap(), r#""https://poort.example/api""#);
        let two = one.and("portal").and("portal");
        let text = serde_json::to_string(&two).unwrap();
        assert_eq!(text, r#"["https://poort.example/api","portal"]"#);
        assert_eq!(serde_json::from_str::<Audience>(&text).unwrap(), two);
        assert_eq!(serde_json::from_str::<Audience>(r#"["a"]"#).unwrap(), Audience::one("a"));
    }

    #[test]
    fn other_types_and_the_empty_array_are_refused() {
        for text in ["[]", "1", "null", "{}", "[1]", "[[\"a\"]]", "[\"a\",null]"] {
            assert!(serde_json::from_str::<Audience>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn membership_is_exact() {
        let audience = Audience::one("portal").and("api");
        assert!(audience.contains("portal") && audience.contains("api"));
        assert!(!audience.contains("Portal") && !audience.contains("port") && !audience.contains(""));
    }
}
