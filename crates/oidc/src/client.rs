mod validate;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokens::keys::Algorithm;
use types::{ApplicationCode, ClientId, Day, Name, OrganisationId, Period, ScopeName, Text};

use crate::{ConsentRule, Profile, RedirectUri, SubjectType};

pub use validate::ClientMistake;

/// A client: a program that asks Poort for tokens, with all that is configured for it. Its secret is kept elsewhere, hashed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Client {
    /// The name that it sends.
    pub client_id: ClientId,
    /// For people.
    pub name: Name,
    /// The toepassing to which it belongs: whose roles its tokens carry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<ApplicationCode>,
    /// For a machine client: the organisation on whose behalf it acts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
    /// Whether it can keep a secret.
    pub kind: ClientKind,
    /// What its settings are when nobody says them.
    #[serde(default)]
    pub profile: Profile,
    /// Where a browser may be sent after login; compared exactly.
    #[serde(default)]
    pub redirect_uris: Vec<RedirectUri>,
    /// Where a browser may be sent after logout; compared exactly.
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<RedirectUri>,
    /// What it may ask at the token endpoint.
    pub grant_types: Vec<GrantType>,
    /// All scopes that it may ask; another one fails the request before login.
    pub scopes: Vec<ScopeName>,
    /// How its ID tokens are signed.
    #[serde(default = "default_algorithm")]
    pub id_token_alg: Algorithm,
    /// How its access tokens are signed.
    #[serde(default = "default_algorithm")]
    pub access_token_alg: Algorithm,
    /// Whether its tokens are about one organisation or about all of the person's.
    #[serde(default)]
    pub level: Level,
    /// What it knows a person by.
    #[serde(default)]
    pub subject_type: SubjectType,
    /// The host for which the clients of one sector know a person by one name; without it that of its own addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector_identifier: Option<String>,
    /// Whether it must send a code challenge.
    #[serde(default)]
    pub pkce: Pkce,
    /// Whether it must push its authorization requests (RFC 9126).
    #[serde(default)]
    pub require_pushed_requests: bool,
    /// Whether it must sign them (RFC 9101).
    #[serde(default)]
    pub require_signed_requests: bool,
    /// How userinfo is signed for it; without one it is plain JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_signed_response_alg: Option<Algorithm>,
    /// Whether a person is asked before it gets what it asks about him.
    #[serde(default)]
    pub consent: ConsentRule,
    /// Whether the answer names the issuer (RFC 9207); off for clients whose library breaks on it.
    #[serde(default = "yes")]
    pub response_iss: bool,
    /// By which law it may learn the rijksregisternummer; without it the scope `rrn` is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<Text>,
    /// The weakest way to sign in that is strong enough for it, whatever a request asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_acr: Option<String>,
    /// Whom its access tokens are for, beside itself: the APIs that it calls.
    #[serde(default)]
    pub audiences: Vec<String>,
    /// Whom it may exchange a person's token for: the APIs that it calls for him (RFC 8693).
    #[serde(default)]
    pub exchange_audiences: Vec<String>,
    /// How long an access token lives, in seconds; it may end earlier, with a right that it carries.
    #[serde(default = "default_access_token_seconds")]
    pub access_token_seconds: i64,
    /// For how long it may refresh what a person gave it at a sign-in, in seconds.
    #[serde(default = "default_refresh_token_seconds")]
    pub refresh_token_seconds: i64,
    /// How long an authorization code lives, in seconds.
    #[serde(default = "default_code_seconds")]
    pub code_seconds: i64,
    /// Whether it gets no access token but one that is bound to its key (DPoP, RFC 9449 section 5.2); without this it chooses itself.
    #[serde(default)]
    pub dpop_bound_access_tokens: bool,
    /// Whether it gets no access token but one that is bound to the certificate of its connection (RFC 8705 section 3.4).
    #[serde(default)]
    pub tls_client_certificate_bound_access_tokens: bool,
    /// By which certificate it proves who it is, by the subject, as RFC 4514 writes it (RFC 8705 section 2.1.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_client_auth_subject_dn: Option<String>,
    /// The same by a host in its `subjectAltName`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_client_auth_san_dns: Option<String>,
    /// The same by an address there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_client_auth_san_uri: Option<String>,
    /// Its public keys as a JWK Set (RFC 7517 section 5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks: Option<Value>,
    /// Where it publishes them itself, instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<RedirectUri>,
    /// Where it is told that a session ended in which it took part (OpenID Connect Back-Channel Logout 1.0 section 2.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_uri: Option<RedirectUri>,
    /// Whether it is switched on.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// From its first to its last day; without one it is always active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Counts the changes; the `ETag` of the REST API.
    #[serde(default)]
    pub version: i64,
}

/// Whether a client can keep a secret (RFC 6749 section 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ClientKind {
    /// A program on a server: it proves who it is.
    Confidential,
    /// A program in a browser or on a device: it cannot, so PKCE is all that ties a code to it.
    Public,
}

/// What a client may ask at the token endpoint; the text is that of `grant_type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantType {
    /// A person signs in (RFC 6749 section 4.1).
    AuthorizationCode,
    /// A machine acts on its own behalf (RFC 6749 section 4.4).
    ClientCredentials,
    /// A person who signed in need not be there (RFC 6749 section 6): with the scope `offline_access` only.
    RefreshToken,
    /// It calls another API for a person who signed in (RFC 8693).
    #[serde(rename = "urn:ietf:params:oauth:grant-type:token-exchange")]
    TokenExchange,
    /// A person signs in for a device without a browser (RFC 8628).
    #[serde(rename = "urn:ietf:params:oauth:grant-type:device_code")]
    DeviceCode,
}

/// Which roles a client's tokens carry (ACM/IDM).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// Of the one organisation that is chosen at login.
    #[default]
    Organisation,
    /// Of all organisations of the person at once.
    Doelgroep,
}

/// Whether a client must use PKCE (RFC 7636).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Pkce {
    /// Without a challenge the request is refused (RFC 9700 section 2.1.1).
    #[default]
    Required,
    /// For real consumers of ACM/IDM that send none; what is sent is still held against the code.
    Optional,
}

impl Client {
    /// Whether it has keys of its own, wherever they stand.
    #[must_use]
    pub fn has_keys(&self) -> bool {
        self.jwks.is_some() || self.jwks_uri.is_some()
    }

    /// Whether a certificate is registered for it by name.
    #[must_use]
    pub fn has_certificate(&self) -> bool {
        [&self.tls_client_auth_subject_dn, &self.tls_client_auth_san_dns, &self.tls_client_auth_san_uri]
            .into_iter()
            .any(Option::is_some)
    }

    /// Whether it may be used on a day.
    #[must_use]
    pub fn is_active(&self, day: Day) -> bool {
        self.enabled && self.period.is_none_or(|period| period.contains(day))
    }

    /// Whether it may ask a grant.
    #[must_use]
    pub fn may(&self, grant: GrantType) -> bool {
        self.grant_types.contains(&grant)
    }

    /// Whether persons sign in at it.
    #[must_use]
    pub fn lets_sign_in(&self) -> bool {
        self.may(GrantType::AuthorizationCode) || self.may(GrantType::DeviceCode)
    }

    /// The registered address that is equal to `asked`, byte for byte.
    #[must_use]
    pub fn redirect_uri(&self, asked: &str) -> Option<&RedirectUri> {
        self.redirect_uris.iter().find(|uri| uri.as_str() == asked)
    }

    /// The registered address after logout that is equal to `asked`, byte for byte.
    #[must_use]
    pub fn post_logout_redirect_uri(&self, asked: &str) -> Option<&RedirectUri> {
        self.post_logout_redirect_uris.iter().find(|uri| uri.as_str() == asked)
    }
}

impl GrantType {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::AuthorizationCode, Self::RefreshToken, Self::ClientCredentials, Self::DeviceCode, Self::TokenExchange];

    /// The value of `grant_type`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::ClientCredentials => "client_credentials",
            Self::RefreshToken => "refresh_token",
            Self::TokenExchange => "urn:ietf:params:oauth:grant-type:token-exchange",
            Self::DeviceCode => "urn:ietf:params:oauth:grant-type:device_code",
        }
    }
}

fn default_algorithm() -> Algorithm {
    Algorithm::ES256
}

fn default_access_token_seconds() -> i64 {
    3600
}

/// A working day (own choice).
fn default_refresh_token_seconds() -> i64 {
    28_800
}

fn default_code_seconds() -> i64 {
    30
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use proptest::prelude::*;

    #[test]
    fn few_members_suffice_and_all_come_back() {
        let client: Client = serde_json::from_value(serde_json::json!({
            "clientId": "portal", "name": "Portaal", "kind": "confidential", "grantTypes": ["authorization_code"],
            "scopes": ["openid"], "redirectUris": ["https://portal.example/cb"],
        }))
        .unwrap();
        assert_eq!((client.access_token_seconds, client.code_seconds, client.response_iss), (3600, 30, true));
        assert_eq!(client.refresh_token_seconds, 28_800);
        assert_eq!((client.id_token_alg, client.level, client.pkce), (Algorithm::ES256, Level::Organisation, Pkce::Required));
        let text = serde_json::to_string(&client).unwrap();
        assert_eq!(serde_json::from_str::<Client>(&text).unwrap(), client);
        assert!(serde_json::from_str::<Client>(&text.replace("\"enabled\"", "\"enabeld\"")).is_err());
    }

    #[test]
    fn a_client_has_its_days() {
        let mut client = testing::portal();
        let (first, last) = (Day::new(2026, 1, 1).unwrap(), Day::new(2026, 12, 31).unwrap());
        client.period = Some(Period::new(first, last).unwrap());
        assert!(client.is_active(first) && client.is_active(last) && !client.is_active(last.plus_days(1)));
        client.enabled = false;
        assert!(!client.is_active(first));
    }

    proptest! {
        #[test]
        fn only_the_registered_address_matches(asked in "https://portal\\.example/cb[!-~]{0,10}|.{0,40}") {
            let client = testing::portal();
            let found = client.redirect_uri(&asked).is_some();
            prop_assert_eq!(found, asked == "https://portal.example/cb");
        }
    }
}
