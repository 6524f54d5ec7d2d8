use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokens::keys::Algorithm;

use crate::{Client, ClientKind, ClientMistake, Pkce, SubjectType};

/// For what kind of consumer a client is set up: what each setting is when nobody says it ([`SETTINGS`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// As the clients of ACM/IDM are: they need only another address and other credentials.
    AcmIdm,
    /// What is safe and what every certified library does.
    #[default]
    Default,
    /// The shape of OAuth 2.1 and FAPI 2.0: nothing weaker is accepted either.
    Strict,
}

/// A setting of a client, with what it is in each profile.
pub struct Setting {
    /// The member, as in JSON.
    pub member: &'static str,
    /// When nobody says it, in JSON: `acm-idm`, `default`, `strict`. Nothing where it has to be said.
    pub defaults: [&'static str; 3],
    /// What `strict` wants of it, for people.
    pub strict: &'static str,
    holds: fn(&Client) -> bool,
}

/// The table of all profiles. A setting that stands here has its default from nowhere else.
pub const SETTINGS: [Setting; 10] = [
    Setting {
        member: "pkce",
        defaults: [r#""optional""#, r#""required""#, r#""required""#],
        strict: "required",
        holds: |client| client.pkce == Pkce::Required,
    },
    Setting {
        member: "responseIss",
        defaults: ["false", "true", "true"],
        strict: "true (RFC 9207)",
        holds: |client| client.response_iss,
    },
    Setting {
        member: "idTokenAlg",
        defaults: [r#""RS256""#, r#""ES256""#, r#""ES256""#],
        strict: "ES256 or EdDSA",
        holds: |client| client.id_token_alg != Algorithm::RS256,
    },
    Setting {
        member: "accessTokenAlg",
        defaults: [r#""RS256""#, r#""ES256""#, r#""ES256""#],
        strict: "ES256 or EdDSA",
        holds: |client| client.access_token_alg != Algorithm::RS256,
    },
    Setting {
        member: "codeSeconds",
        defaults: ["30", "30", "30"],
        strict: "at most 60",
        holds: |client| client.code_seconds <= 60,
    },
    Setting {
        member: "accessTokenSeconds",
        defaults: ["3600", "3600", "900"],
        strict: "at most 3600",
        holds: |client| client.access_token_seconds <= 3600,
    },
    Setting {
        member: "subjectType",
        defaults: [r#""pairwise""#, r#""pairwise""#, r#""pairwise""#],
        strict: "pairwise",
        holds: |client| client.subject_type == SubjectType::Pairwise,
    },
    Setting {
        member: "requirePushedRequests",
        defaults: ["false", "false", "true"],
        strict: "true (RFC 9126)",
        holds: |client| client.require_pushed_requests,
    },
    Setting {
        member: "dpopBoundAccessTokens",
        defaults: ["false", "false", "true"],
        strict: "true (RFC 9449), unless `tlsClientCertificateBoundAccessTokens` is (RFC 8705)",
        holds: |client| client.dpop_bound_access_tokens || client.tls_client_certificate_bound_access_tokens,
    },
    Setting {
        member: "jwks",
        defaults: ["", "", ""],
        strict: "its public keys (or `jwksUri`), unless a certificate is registered by name: it proves who it is with private_key_jwt or mutual TLS",
        holds: |client| client.kind == ClientKind::Confidential && (client.has_keys() || client.has_certificate()),
    },
];

impl Setting {
    /// Its default in a profile.
    #[must_use]
    pub fn default_in(&self, profile: Profile) -> Option<Value> {
        let [acm_idm, default, strict] = self.defaults;
        let text = match profile {
            Profile::AcmIdm => acm_idm,
            Profile::Default => default,
            Profile::Strict => strict,
        };
        serde_json::from_str(text).ok()
    }
}

impl Profile {
    /// Gives the settings that nobody said their default in the profile that the members name.
    pub fn complete(members: &mut Map<String, Value>) {
        let Some(profile) = Self::named(members) else { return };
        for setting in &SETTINGS {
            if let Some(default) = setting.default_in(profile).filter(|_| !members.contains_key(setting.member)) {
                members.insert(setting.member.to_owned(), default);
            }
        }
    }

    /// Takes away what stood at the default of the former profile, before a patch that names another: it becomes the default of that one.
    pub fn leave(members: &mut Map<String, Value>, patch: &Map<String, Value>) {
        let former = Self::named(members);
        let Some(former) = former.filter(|former| patch.contains_key(MEMBER) && Self::named(patch) != Some(*former)) else {
            return;
        };
        members.retain(|name, value| {
            let setting = SETTINGS.iter().find(|setting| setting.member == name);
            setting.and_then(|setting| setting.default_in(former)).is_none_or(|default| default != *value)
        });
    }

    /// What is weaker than the profile of a client lets it be.
    pub(crate) fn check(client: &Client, found: &mut Vec<ClientMistake>) {
        if client.profile == Self::Strict {
            let weaker = SETTINGS.iter().filter(|setting| !(setting.holds)(client));
            found.extend(weaker.map(|setting| ClientMistake { member: setting.member, expected: setting.strict }));
        }
    }

    /// The profile that members name; `None` for what is none.
    fn named(members: &Map<String, Value>) -> Option<Self> {
        members.get(MEMBER).filter(|value| !value.is_null()).map_or(Some(Self::default()), |value| Self::deserialize(value).ok())
    }
}

const MEMBER: &str = "profile";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use serde_json::json;

    const PROFILES: [Profile; 3] = [Profile::AcmIdm, Profile::Default, Profile::Strict];

    fn whole(profile: &str) -> Value {
        json!({
            "clientId": "portal", "name": "Portaal", "application": "ovam", "kind": "confidential", "profile": profile,
            "grantTypes": ["authorization_code"], "redirectUris": ["https://portal.example/cb"], "scopes": ["openid", "ovam"],
        })
    }

    fn completed(mut members: Value) -> Client {
        Profile::complete(members.as_object_mut().unwrap());
        serde_json::from_value(members).unwrap()
    }

    #[test]
    fn what_nobody_says_is_what_the_profile_says_and_what_somebody_says_wins() {
        let acm = completed(whole("acm-idm"));
        assert_eq!((acm.pkce, acm.response_iss, acm.id_token_alg), (Pkce::Optional, false, Algorithm::RS256));
        let mut said = whole("acm-idm");
        said["pkce"] = json!("required");
        assert_eq!((completed(said.clone()).pkce, completed(said).response_iss), (Pkce::Required, false));
        // The serde defaults of a client and those of the profile `default` are the same.
        let plain: Client = serde_json::from_value(whole("default")).unwrap();
        assert_eq!(completed(whole("default")), plain);
        for profile in PROFILES {
            let missing = SETTINGS.iter().filter(|setting| setting.default_in(profile).is_none()).map(|setting| setting.member);
            assert_eq!(missing.collect::<Vec<_>>(), ["jwks"]);
        }
    }

    #[test]
    fn strict_refuses_everything_weaker_at_once_and_the_others_nothing() {
        let members = |client: &Client| client.validate().into_iter().map(|mistake| mistake.member).collect::<Vec<_>>();
        let mut weak = completed(whole("acm-idm"));
        weak.subject_type = SubjectType::Public;
        (weak.code_seconds, weak.access_token_seconds) = (61, 3601);
        assert_eq!(members(&weak), [""; 0]);
        weak.profile = Profile::Strict;
        assert_eq!(members(&weak), SETTINGS.map(|setting| setting.member));
        let mut strict = completed(whole("strict"));
        assert_eq!(members(&strict), ["jwks"]);
        let key = serde_json::to_value(testing::signer(Algorithm::ES256).public_jwk()).unwrap();
        strict.jwks = Some(json!({ "keys": [key] }));
        assert_eq!(members(&strict), [""; 0]);
        (strict.jwks, strict.dpop_bound_access_tokens) = (None, false);
        assert_eq!(members(&strict), ["dpopBoundAccessTokens", "jwks"]);
        strict.tls_client_auth_san_dns = Some("portaal.example".to_owned());
        strict.tls_client_certificate_bound_access_tokens = true;
        assert_eq!(members(&strict), [""; 0]);
    }

    #[test]
    fn another_profile_brings_its_defaults_and_keeps_what_was_chosen() {
        let mut members = serde_json::to_value(Client { code_seconds: 20, ..completed(whole("acm-idm")) }).unwrap();
        let members = members.as_object_mut().unwrap();
        let before = members.clone();
        Profile::leave(members, json!({ "name": "x" }).as_object().unwrap());
        assert_eq!(*members, before);
        Profile::leave(members, json!({ "profile": "default" }).as_object().unwrap());
        assert!(!members.contains_key("pkce") && !members.contains_key("idTokenAlg"));
        assert_eq!(members["codeSeconds"], 20);
    }

    #[test]
    fn the_documentation_has_this_table() {
        let text = include_str!("../../../docs/integrating-an-application.md");
        for Setting { member, defaults, strict, .. } in &SETTINGS {
            let [acm_idm, default, own] =
                defaults.map(|value| if value.is_empty() { "-".to_owned() } else { format!("`{value}`") });
            let row = format!("| `{member}` | {acm_idm} | {default} | {own} | {strict} |");
            assert!(text.contains(&row), "{row}");
        }
    }
}
