//! Resources whose JSON is that of the domain, but for the version: that is the `ETag`, and no member.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use service::Error;
use storage::StorageError;

use super::issues;
use crate::problem::{Issue, IssueKind, Place, Problem};

/// The members of a JSON object, to be read as something in the light of what is there.
pub(crate) type Members = Map<String, Value>;

/// Such a resource.
pub(crate) trait Document: Serialize + DeserializeOwned {
    /// The members that name it: they never change.
    const FIXED: &'static [&'static str];

    /// Its version.
    fn version(&self) -> i64;

    /// Gives members that nobody said a default that depends on others.
    fn complete(_: &mut Members) {}

    /// Takes away what a patch makes a default again.
    fn leave(_: &mut Members, _: &Members) {}
}

/// As callers see it.
pub(crate) fn shown<T: Serialize>(one: &T) -> Result<Value, Error> {
    let mut value = serde_json::to_value(one).map_err(|_| StorageError::Corrupt { what: "an answer".into() })?;
    if let Some(members) = value.as_object_mut() {
        members.remove("version");
    }
    Ok(value)
}

/// Something new, out of a body; `place` is where in the body it stands.
pub(crate) fn fresh<T: Document>(members: Members, place: &str) -> Result<T, Issue> {
    let mut members = members;
    T::complete(&mut members);
    parse(members, &[]).map_err(|issue| issue.within(place))
}

/// What a JSON merge patch (RFC 7396) makes of what was read at a version.
pub(crate) fn merged<T: Document>(before: &T, patch: Members, version: i64) -> Result<T, Problem> {
    if before.version() != version {
        return Err(Error::Stale { current: before.version() }.into());
    }
    let fixed = |name: &&&str| patch.contains_key(**name);
    if let Some(name) = T::FIXED.iter().find(fixed) {
        let detail = "this names the resource and never changes";
        return Err(Problem::input(vec![Issue::new(IssueKind::UnknownInput, Place::Body, Some((*name).into()), detail)]));
    }
    let Value::Object(mut whole) = shown(before)? else { return Err(Problem::internal()) };
    T::leave(&mut whole, &patch);
    let mut whole = Value::Object(whole);
    merge(&mut whole, Value::Object(patch));
    let Value::Object(mut members) = whole else { return Err(Problem::internal()) };
    T::complete(&mut members);
    let stamped = [("version", Value::from(version))];
    parse(members, &stamped).map_err(|issue| Problem::input(vec![issue]))
}

fn parse<T: DeserializeOwned>(mut members: Members, stamped: &[(&str, Value)]) -> Result<T, Issue> {
    if members.contains_key("version") {
        let detail = "nothing of this name is expected";
        return Err(Issue::new(IssueKind::UnknownInput, Place::Body, Some("version".into()), detail));
    }
    let first = ("version", Value::from(0));
    for (name, value) in std::iter::once(&first).chain(stamped) {
        members.insert((*name).to_owned(), value.clone());
    }
    serde_path_to_error::deserialize(Value::Object(members)).map_err(|error| issues::of(Place::Body, &error))
}

fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    for (name, value) in patch {
        let Some(members) = target.as_object_mut() else { return };
        if value.is_null() {
            members.remove(&name);
        } else {
            merge(members.entry(name).or_insert(Value::Null), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_patch_is_that_of_rfc_7396_appendix_a() {
        for (target, patch, expected) in [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
            (json!({"a": "b"}), json!({"a": null}), json!({})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": null}}), json!({"a": {"b": "d"}})),
            (json!({"a": "foo"}), json!(["c"]), json!(["c"])),
            (json!({"e": null}), json!({"a": 1}), json!({"e": null, "a": 1})),
            (json!([1, 2]), json!({"a": "b", "c": null}), json!({"a": "b"})),
            (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
        ] {
            let mut merged = target;
            merge(&mut merged, patch);
            assert_eq!(merged, expected);
        }
    }
}
