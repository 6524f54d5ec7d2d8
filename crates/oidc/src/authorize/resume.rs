use super::Prompt;
use crate::{Params, paths};

/// The path and query of an authorization request: what a login page carries along, so that the person goes on where he was.
#[must_use]
pub fn path_of(params: &Params) -> String {
    format!("{}?{}", paths::AUTHORIZATION, params.encode())
}

/// The request with which who signed in because of it goes on: without what asked for that. Of `prompt=login select_account consent` the choice and the
/// answer are still to be given.
#[must_use]
pub fn signed_in(params: &Params) -> Params {
    let asked = params.get("prompt").ok().flatten().and_then(Prompt::parse);
    let rest = params.without(&["prompt", "max_age"]);
    let asked = asked.unwrap_or_default();
    let still = [(asked.select_account, "select_account"), (asked.consent, "consent")];
    let still: Vec<&str> = still.into_iter().filter_map(|(asked, value)| asked.then_some(value)).collect();
    if still.is_empty() { rest } else { rest.with("prompt", &still.join(" ")) }
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

    #[test]
    fn who_signed_in_is_not_asked_again_and_still_chooses() {
        let after = |prompt: &str| {
            let asked = [("client_id", "portal"), ("prompt", prompt), ("max_age", "0")];
            signed_in(&params(&asked)).encode()
        };
        assert_eq!(after("login"), "client_id=portal");
        assert_eq!(after("consent login"), "client_id=portal&prompt=consent");
        assert_eq!(after("login consent select_account"), "client_id=portal&prompt=select_account%20consent");
        assert_eq!(after("login select_account"), "client_id=portal&prompt=select_account");
    }
}
