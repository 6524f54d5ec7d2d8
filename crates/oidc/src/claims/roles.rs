use std::collections::BTreeSet;

use serde_json::{Map, Value};
use types::{ScopeName, TechnicalName};

/// The roles of a person in one application, and how that application's claims are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationRoles {
    /// The scope that brings them.
    pub scope: ScopeName,
    /// The full name of the three-part claim: `<claim>_rol_3d`, or an irregular one (`iv_wegwijs_rol_3D`).
    pub claim_3d: String,
    /// The full name of the two-part claim.
    pub claim_2d: String,
    /// The rights that are active.
    pub roles: Vec<Role>,
}

/// An active right at an organisation, in technical names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The technical name of the right.
    pub right: TechnicalName,
    /// The technical names of its contexts.
    pub contexts: Vec<TechnicalName>,
    /// The KBO number, or OVO code for doelgroep GID.
    pub orgcode: String,
}

impl ApplicationRoles {
    /// Adds both claims: arrays, sorted, each value once, also when there is none or one. When the configuration gives both the
    /// same name, that claim has the values of both.
    pub(super) fn add_to(&self, claims: &mut Map<String, Value>) {
        merge(claims, &self.claim_3d, self.roles.iter().flat_map(Role::three).collect());
        merge(claims, &self.claim_2d, self.roles.iter().map(Role::two).collect());
    }
}

impl Role {
    /// `<Recht>-<context>:<orgcode>`. A right without contexts is `<Recht>:<orgcode>` here too (own choice): an application that
    /// reads only this claim would never see it otherwise.
    fn three(&self) -> Vec<String> {
        if self.contexts.is_empty() {
            return vec![self.two()];
        }
        self.contexts.iter().map(|context| format!("{}-{context}:{}", self.right, self.orgcode)).collect()
    }

    /// `<Recht>:<orgcode>`.
    fn two(&self) -> String {
        format!("{}:{}", self.right, self.orgcode)
    }
}

/// Two applications may share a claim name: their values then stand in one array.
fn merge(claims: &mut Map<String, Value>, name: &str, mut values: BTreeSet<String>) {
    if let Some(Value::Array(present)) = claims.get(name) {
        values.extend(present.iter().filter_map(Value::as_str).map(str::to_owned));
    }
    claims.insert(name.to_owned(), values.into_iter().collect());
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn role(right: &str, contexts: &[&str], orgcode: &str) -> Role {
        let contexts = contexts.iter().map(|context| context.parse().unwrap()).collect();
        Role { right: right.parse().unwrap(), contexts, orgcode: orgcode.to_owned() }
    }

    fn claims(roles: Vec<Role>) -> Value {
        let (claim_3d, claim_2d) = ("iv_wegwijs_rol_3D".to_owned(), "iv_wegwijs_rol_2d".to_owned());
        let mut claims = Map::new();
        ApplicationRoles { scope: "wegwijs".parse().unwrap(), claim_3d, claim_2d, roles }.add_to(&mut claims);
        Value::Object(claims)
    }

    #[test]
    fn values_are_sorted_and_stand_once() {
        let roles =
            vec![role("Beheer", &["b", "a"], "OVO002949"), role("Beheer", &["a"], "OVO002949"), role("Lezen", &[], "0405546706")];
        assert_eq!(
            claims(roles),
            json!({
                "iv_wegwijs_rol_3D": ["Beheer-a:OVO002949", "Beheer-b:OVO002949", "Lezen:0405546706"],
                "iv_wegwijs_rol_2d": ["Beheer:OVO002949", "Lezen:0405546706"],
            })
        );
    }

    #[test]
    fn no_role_is_an_empty_array() {
        assert_eq!(claims(Vec::new()), json!({ "iv_wegwijs_rol_3D": [], "iv_wegwijs_rol_2d": [] }));
    }
}
