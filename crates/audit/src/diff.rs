use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A member that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Its name; of a member within a member `period.end`.
    pub member: String,
    /// What it was; left out when it was not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What it became; left out when it is no longer there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

/// What changed between two snapshots, for a history that people read: objects member by member, lists as a whole. An absent member
/// and `null` are the same; the version counter is left out, for it always changes.
#[must_use]
pub fn diff(before: Option<&Value>, after: Option<&Value>) -> Vec<Change> {
    let mut changes = Vec::new();
    compare("", present(before), present(after), &mut changes);
    changes
}

fn compare(member: &str, before: Option<&Value>, after: Option<&Value>, changes: &mut Vec<Change>) {
    let object = |value: Option<&Value>| value.is_none_or(Value::is_object);
    if before == after {
        return;
    }
    if object(before) && object(after) {
        return within(member, before.and_then(Value::as_object), after.and_then(Value::as_object), changes);
    }
    changes.push(Change { member: member.to_owned(), before: before.cloned(), after: after.cloned() });
}

fn within(member: &str, before: Option<&Map<String, Value>>, after: Option<&Map<String, Value>>, changes: &mut Vec<Change>) {
    let gone = before.into_iter().flatten().filter(|(name, _)| after.is_none_or(|after| !after.contains_key(*name)));
    for (name, _) in after.into_iter().flatten().chain(gone) {
        let path = if member.is_empty() { name.clone() } else { format!("{member}.{name}") };
        if path != "version" {
            let of = |object: Option<&'_ Map<String, Value>>| object.and_then(|object| object.get(name)).cloned();
            compare(&path, present(of(before).as_ref()), present(of(after).as_ref()), changes);
        }
    }
}

fn present(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| !value.is_null())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lines(before: Option<&Value>, after: Option<&Value>) -> Vec<String> {
        let side = |value: Option<Value>| value.map_or("-".to_owned(), |value| value.to_string());
        let line = |change: Change| format!("{}: {} > {}", change.member, side(change.before), side(change.after));
        diff(before, after).into_iter().map(line).collect()
    }

    #[test]
    fn only_what_changed_is_told_member_by_member() {
        let before =
            json!({"version": 1, "period": {"begin": "2026-01-01"}, "contexts": ["a"], "pause": {"reason": "x"}, "name": "n"});
        let after =
            json!({"version": 2, "period": {"begin": "2026-01-01", "end": "2026-12-31"}, "contexts": ["a", "b"], "name": "n"});
        let expected = [r#"period.end: - > "2026-12-31""#, r#"contexts: ["a"] > ["a","b"]"#, r#"pause.reason: "x" > -"#];
        assert_eq!(lines(Some(&before), Some(&after)), expected);
    }

    #[test]
    fn what_is_new_and_what_is_gone_tell_everything() {
        assert_eq!(lines(None, Some(&json!({"a": 1, "b": null}))), ["a: - > 1"]);
        assert_eq!(lines(Some(&json!({"a": 1})), None), ["a: 1 > -"]);
        assert_eq!(lines(Some(&json!({"a": null})), Some(&json!({}))), Vec::<String>::new());
        assert_eq!(lines(Some(&json!({"a": {"b": 1}})), Some(&json!({"a": 2}))), [r#"a: {"b":1} > 2"#]);
    }
}
