use crate::{Params, paths};

/// The path and query of an authorization request: what a login page carries along, so that the person goes on where he was.
/// After a login, take away what asked for it first: `params.without(&["prompt", "max_age"])`; after a choice, `login_hint` too.
#[must_use]
pub fn path_of(params: &Params) -> String {
    format!("{}?{}", paths::AUTHORIZATION, params.encode())
}

/// The request that a form carried along; `None` for every other address. This is what keeps a login page from becoming an open
/// redirect: the caller goes on to [`path_of`] the result, never to the text.
#[must_use]
pub fn continued(text: &str) -> Option<Params> {
    let query = text.strip_prefix(paths::AUTHORIZATION)?.strip_prefix('?')?;
    Params::decode(query).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::params;

    #[test]
    fn a_person_goes_on_where_he_was_and_nowhere_else() {
        let asked = params(&[("client_id", "portal"), ("state", "a&b"), ("prompt", "login")]);
        assert_eq!(continued(&path_of(&asked)), Some(asked.clone()));
        assert_eq!(path_of(&asked.without(&["prompt"])), "/op/v1/auth?client_id=portal&state=a%26b");
        for other in ["", "https://evil.example/op/v1/auth?x", "//evil.example", "/op/v1/auth", "/op/v1/authx?y", "/me"] {
            assert_eq!(continued(other), None, "{other}");
        }
    }
}
