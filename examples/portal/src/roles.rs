use serde_json::{Map, Value};

/// One role at one organisation.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Role {
    /// The KBO number or OVO code.
    pub(crate) organisation: String,
    pub(crate) right: String,
    pub(crate) context: Option<String>,
}

/// The roles that a token carries: `<Recht>-<context>:<orgcode>` in a claim that ends in `rol_3d`, `<Recht>:<orgcode>` in one in `rol_2d`.
/// What is written otherwise gives nothing.
pub(crate) fn roles(claims: &Map<String, Value>) -> Vec<Role> {
    let is_role = |name: &str| name.to_lowercase().replace('_', "").contains("rol");
    let texts = claims.iter().filter(|(name, _)| is_role(name)).filter_map(|(_, value)| value.as_array()).flatten();
    let mut roles: Vec<Role> = texts.filter_map(Value::as_str).filter_map(role).collect();
    roles.sort();
    // Both claims tell of the same grants; the one with contexts tells more.
    let refined: Vec<_> =
        roles.iter().filter(|role| role.context.is_some()).map(|role| (role.organisation.clone(), role.right.clone())).collect();
    roles.retain(|role| role.context.is_some() || !refined.contains(&(role.organisation.clone(), role.right.clone())));
    roles
}

fn role(text: &str) -> Option<Role> {
    let (role, organisation) = text.rsplit_once(':')?;
    let (right, context) = match role.split_once('-') {
        Some((right, context)) => (right, Some(context.to_owned())),
        None => (role, None),
    };
    Some(Role { right: right.to_owned(), context, organisation: organisation.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_from_every_role_claim_and_from_no_other() {
        let claims = serde_json::json!({
            "app_rol_3D": ["Invoerder-cultuurcentra:0999001515"], "app_rol2d": ["Raadpleger:0999001515", "Invoerder:0999001515", "broken"], "aud": ["a:b"],
        });
        let found = roles(claims.as_object().unwrap());
        let of = |right: &str, context: Option<&str>| Role {
            right: right.to_owned(),
            context: context.map(str::to_owned),
            organisation: "0999001515".to_owned(),
        };
        assert_eq!(found, [of("Invoerder", Some("cultuurcentra")), of("Raadpleger", None)]);
    }
}
