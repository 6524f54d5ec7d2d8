//! What serde lets pass: members that come twice, lists without end, nesting without end, NUL characters. One walk over the bytes, before
//! they become anything.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::issues::shown;
use crate::problem::{Issue, IssueKind, Place};

/// The most items of any list in a body.
const ITEMS: usize = 200;
/// The deepest nesting of any body.
const DEPTH: usize = 16;

/// All that is wrong with the form of a body, whatever it should be.
pub(super) fn check(bytes: &[u8]) -> Result<Vec<Issue>, serde_json::Error> {
    let mut walk = Walk { issues: Vec::new(), path: Vec::new() };
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    Node(&mut walk).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(walk.issues)
}

struct Walk {
    issues: Vec<Issue>,
    path: Vec<Cow<'static, str>>,
}

/// One value of the body.
struct Node<'a>(&'a mut Walk);

impl Walk {
    fn note(&mut self, kind: IssueKind, detail: &str) {
        let named = self.path.iter().all(|step| !step.is_empty());
        let name = (named && !self.path.is_empty()).then(|| self.path.concat().trim_start_matches('.').to_owned());
        self.issues.push(Issue::new(kind, Place::Body, name, detail));
    }

    /// A step into a member; one whose name may not be shown makes the whole path nameless.
    fn step(&mut self, name: &str) {
        self.path.push(shown(name).map_or(Cow::Borrowed(""), |name| format!(".{name}").into()));
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.0.path.len() > DEPTH {
            let deep = Issue::new(IssueKind::SchemaViolation, Place::Body, None, "at most 16 levels are expected");
            self.0.issues.push(deep);
            return deserializer.deserialize_ignored_any(IgnoredAny).map(drop);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = HashSet::new();
        while let Some(name) = map.next_key::<String>()? {
            self.0.step(&name);
            if !seen.insert(name) {
                self.0.note(IssueKind::SchemaViolation, "the member comes twice");
            }
            map.next_value_seed(Node(self.0))?;
            self.0.path.pop();
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        for index in 0..ITEMS {
            self.0.path.push(format!("[{index}]").into());
            let one = list.next_element_seed(Node(self.0))?;
            self.0.path.pop();
            if one.is_none() {
                return Ok(());
            }
        }
        let mut more = false;
        while list.next_element::<IgnoredAny>()?.is_some() {
            more = true;
        }
        if more {
            self.0.note(IssueKind::SchemaViolation, "at most 200 items are expected");
        }
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if text.contains('\0') {
            self.0.note(IssueKind::InvalidInput, "a NUL character is not allowed");
        }
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(json: &str) -> Vec<(String, String)> {
        let issues = check(json.as_bytes()).unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let shown = issues.iter().map(|issue| serde_json::to_value(issue).unwrap());
        shown.map(|issue| (text(&issue["name"]), text(&issue["detail"]))).collect()
    }

    #[test]
    fn everything_is_told_at_once_with_its_place() {
        let found = details(r#"{"a": 1, "b": [{"c": "\u0000", "d": 1, "d": 2}], "a": 2}"#);
        let expected =
            [("b[0].c", "a NUL character is not allowed"), ("b[0].d", "the member comes twice"), ("a", "the member comes twice")];
        assert_eq!(found, expected.map(|(name, detail)| (name.to_owned(), detail.to_owned())));
    }

    #[test]
    fn lists_and_nesting_have_an_end() {
        assert!(details(&format!("[{}1]", "1,".repeat(ITEMS - 1))).is_empty());
        assert_eq!(details(&format!("{{\"a\": [{}1]}}", "1,".repeat(ITEMS)))[0].0, "a");
        assert!(details(&format!("{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH))).is_empty());
        assert_eq!(details(&format!("{}1{}", "[".repeat(90), "]".repeat(90)))[0].1, "at most 16 levels are expected");
        assert_eq!(details(&format!("{}1{}", "[".repeat(9000), "]".repeat(9000)))[0].1, "at most 16 levels are expected");
    }

    #[test]
    fn a_name_that_looks_like_a_value_is_not_repeated() {
        assert_eq!(details(r#"{"85073100130": 1, "85073100130": 1}"#)[0].0, "");
    }

    #[test]
    fn what_is_no_json_says_where() {
        let error = check(b"{\n  \"a\": }").unwrap_err();
        assert_eq!((error.line(), error.column()), (2, 8));
        assert!(check(b"{} {}").is_err());
        assert!(check(b"").is_err());
    }
}
