use serde_json::{Value, json};
use tokens::random::pkce_s256;
use types::{Seconds, Secret};

use super::{Metadata, Provider, Ties};
use crate::authorize::AuthorizationRequest;

/// What the application for which somebody signs in asks of how he does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// How long ago he may have proved who he is; zero: now.
    pub max_age: Option<Seconds>,
    /// The provider's own `acr` values that are strong enough.
    pub acr_values: Vec<String>,
    /// In which languages he reads.
    pub ui_locales: Option<String>,
}

impl Asked {
    /// What of a request is passed on to a provider.
    #[must_use]
    pub fn of(request: &AuthorizationRequest, provider: &Provider) -> Self {
        Self {
            max_age: if request.prompt.login { Some(Seconds(0)) } else { request.max_age },
            acr_values: provider.enough_for(request).map(str::to_owned).collect(),
            ui_locales: request.ui_locales.clone(),
        }
    }
}

/// Where the browser goes: the authentication request (OpenID Connect Core 1.0 section 3.1.2.1).
#[must_use]
pub fn address(
    provider: &Provider,
    metadata: &Metadata,
    redirect_uri: &str,
    state: &Secret,
    ties: &Ties,
    asked: &Asked,
) -> String {
    let (scope, challenge) = (provider.scopes.join(" "), pkce_s256(ties.verifier.expose()));
    let mut pairs = vec![
        ("response_type", "code"),
        ("client_id", &provider.client_id),
        ("redirect_uri", redirect_uri),
        ("scope", &scope),
        ("state", state.expose()),
        ("nonce", &ties.nonce),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    let (max_age, acr_values) = (asked.max_age.map(|age| age.0.to_string()), asked.acr_values.join(" "));
    pairs.extend(max_age.as_ref().map(|age| ("max_age", age.as_str())));
    if asked.max_age == Some(Seconds(0)) {
        pairs.push(("prompt", "login"));
    }
    if !acr_values.is_empty() {
        pairs.push(("acr_values", &acr_values));
    }
    pairs.extend(asked.ui_locales.as_ref().map(|locales| ("ui_locales", locales.as_str())));
    let claims = provider.insz_claim.as_ref().filter(|_| metadata.takes_claims).map(|claim| claims(claim));
    pairs.extend(claims.as_ref().map(|claims| ("claims", claims.as_str())));
    metadata.authorization_endpoint.with_query(pairs)
}

/// The claim by its name (OpenID Connect Core 1.0 section 5.5): in the ID token if the provider can, else where it can.
fn claims(name: &str) -> String {
    json!({ "id_token": { name: Value::Null }, "userinfo": { name: Value::Null } }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relying::testing::{metadata, provider};
    use crate::testing::{params, portal, vault};
    use crate::{Params, authorize};

    fn asked(more: &[(&str, &str)]) -> Asked {
        let sound = [
            ("response_type", "code"),
            ("client_id", "portal"),
            ("redirect_uri", "https://portal.example/cb"),
            ("scope", "openid"),
            ("code_challenge", crate::testing::CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let pairs: Vec<_> = sound.into_iter().chain(more.iter().copied()).collect();
        let today = crate::testing::at("2026-11-23T10:00:00Z").day();
        Asked::of(&authorize::parse(&params(&pairs), Some(&portal()), today).unwrap(), &provider())
    }

    #[test]
    fn a_request_has_pkce_state_and_nonce() {
        let state = Secret::new("s");
        let ties = Ties::of(&vault(), "s");
        let there = address(&provider(), &metadata(), "https://poort.example/cb", &state, &ties, &Asked::default());
        let query = Params::decode(there.strip_prefix("https://idp.example/auth?").unwrap()).unwrap();
        let get = |name| query.get(name).unwrap().unwrap();
        assert_eq!((get("state"), get("nonce"), get("scope")), ("s", ties.nonce.as_str(), "openid rrn"));
        assert_eq!((get("code_challenge_method"), get("response_type")), ("S256", "code"));
        assert_eq!(get("code_challenge"), pkce_s256(ties.verifier.expose()));
        assert_eq!((query.get("prompt"), query.get("max_age"), query.get("acr_values")), (Ok(None), Ok(None), Ok(None)));
        assert!(!there.contains(ties.verifier.expose()));
    }

    #[test]
    fn a_provider_that_takes_names_of_claims_is_asked_the_number_by_name() {
        let asked = |takes_claims, insz_claim: Option<&str>| {
            let (metadata, insz_claim) = (Metadata { takes_claims, ..metadata() }, insz_claim.map(str::to_owned));
            let (provider, ties) = (Provider { insz_claim, ..provider() }, Ties::of(&vault(), "s"));
            let there = address(&provider, &metadata, "https://poort.example/cb", &Secret::new("s"), &ties, &Asked::default());
            Params::decode(there.split_once('?').unwrap().1).unwrap().get("claims").unwrap().map(str::to_owned)
        };
        let name = "http://idp.example/claim/number";
        let expected = format!(r#"{{"id_token":{{"{name}":null}},"userinfo":{{"{name}":null}}}}"#);
        assert_eq!(asked(true, Some(name)), Some(expected));
        assert_eq!((asked(false, Some(name)), asked(true, None)), (None, None));
    }

    #[test]
    fn what_the_application_asks_is_passed_on() {
        assert_eq!(asked(&[]), Asked::default());
        assert_eq!(asked(&[("prompt", "login"), ("max_age", "60")]).max_age, Some(Seconds(0)));
        assert_eq!(asked(&[("max_age", "60")]).max_age, Some(Seconds(60)));
        assert_eq!(asked(&[("acr_values", "urn:be:vlaanderen:authmech:eid")]).acr_values, ["high"]);
        assert_eq!(asked(&[("acr_values", "urn:be:vlaanderen:authmech:itsme")]).acr_values, ["high", "low"]);
        let ties = Ties::of(&vault(), "s");
        let fresh = asked(&[("prompt", "login")]);
        let there = address(&provider(), &metadata(), "https://poort.example/cb", &Secret::new("s"), &ties, &fresh);
        assert!(there.ends_with("&max_age=0&prompt=login"), "{there}");
    }
}
