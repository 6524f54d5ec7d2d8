//! Mistakes, as many as can be told at once: serde stops at the first, so what was wrong is taken out and the rest is read again.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::issues;
use super::objects::Strict;
use crate::problem::{Issue, Place};

/// More are not told; who sends that many has another problem.
const MOST: usize = 20;

/// Reads a value; otherwise says what is wrong with it.
pub(super) fn read<T: DeserializeOwned>(place: Place, mut value: Value) -> Result<T, Vec<Issue>> {
    let mut found: Vec<Issue> = Vec::new();
    loop {
        let error = match serde_path_to_error::deserialize::<_, T>(Strict(&value)) {
            Ok(read) if found.is_empty() => return Ok(read),
            Ok(_) => return Err(found),
            Err(error) => error,
        };
        let issue = issues::of(place, &error);
        // The hole that an earlier mistake left is no other mistake; without what is around it, the rest can still be read.
        let known = found.iter().any(|known| within(known.name(), issue.name()));
        let wrong = if known { issue.name().and_then(|name| Some(name.rsplit_once('.')?.0)) } else { issue.name() };
        let cut = wrong.is_some_and(|name| cut(&mut value, name));
        if !known {
            found.push(issue);
        }
        if !cut || found.len() == MOST {
            return Err(found);
        }
    }
}

fn within(known: Option<&str>, name: Option<&str>) -> bool {
    match (known, name) {
        (Some(known), Some(name)) => known == name || known.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', '['])),
        _ => false,
    }
}

/// Takes a member out; of a list that has something wrong in it, the whole list.
fn cut(value: &mut Value, name: &str) -> bool {
    let (parent, last) = name.rsplit_once('.').map_or(("", name), |(parent, last)| (parent, last));
    let member = last.split('[').next().unwrap_or(last);
    let parent = steps(parent).try_fold(value, |value, step| match step.parse::<usize>() {
        Ok(index) if value.is_array() => value.get_mut(index),
        _ => value.get_mut(step),
    });
    parent.and_then(Value::as_object_mut).is_some_and(|members| members.shift_remove(member).is_some())
}

/// `a.b[0].c` is a, b, 0, c.
fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.split(['.', '[', ']']).filter(|step| !step.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only parsed")]
    struct Body {
        name: types::Name,
        months: u8,
        #[serde(default)]
        parts: Vec<Part>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only parsed")]
    struct Part {
        day: types::Day,
    }

    fn names(value: Value) -> Vec<String> {
        let issues = read::<Body>(Place::Body, value).unwrap_err();
        issues.iter().map(|issue| issue.name().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn several_mistakes_are_told_at_once() {
        let wrong = json!({ "name": "", "months": 300, "parts": [{ "day": "2026-02-30", "x": 1 }], "colour": "red" });
        assert_eq!(names(wrong), ["name", "months", "parts[0].day", "parts[0].x", "colour"]);
    }

    #[test]
    fn what_was_wrong_is_not_missing_too() {
        assert_eq!(names(json!({ "name": 1, "months": 1 })), ["name"]);
        assert_eq!(names(json!({ "months": 1 })), ["name"]);
        assert_eq!(names(json!({ "name": "a", "months": 1, "parts": [1] })), ["parts[0]"]);
    }

    #[test]
    fn what_is_right_is_read() {
        assert_eq!(read::<Body>(Place::Body, json!({ "name": "a", "months": 1 })).unwrap().months, 1);
        assert_eq!(names(json!([])), [""]);
    }
}
