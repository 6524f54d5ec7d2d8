use tokens::certificate::DistinguishedName;
use tokens::keys::{Algorithm, ClientKeys, Jwks};
use types::{Parsed, PersonId, ScopeName};

use super::{Client, ClientKind, GrantType, Pkce};
use crate::authorize::strength;
use crate::scope::{OFFLINE, is_application};
use crate::subject::is_host;
use crate::{ApiScope, Profile};

/// One thing that is wrong in a client's configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{member}: {expected}")]
pub struct ClientMistake {
    /// The member, as in JSON.
    pub member: &'static str,
    /// What was expected instead.
    pub expected: &'static str,
}

impl Client {
    /// Every mistake in this configuration; none when it is sound.
    #[must_use]
    pub fn validate(&self) -> Vec<ClientMistake> {
        let mut found = Vec::new();
        self.check_grants(&mut found);
        self.check_kind(&mut found);
        self.check_certificate(&mut found);
        self.check_scopes(&mut found);
        self.check_numbers(&mut found);
        Profile::check(self, &mut found);
        found
    }

    fn check_grants(&self, found: &mut Vec<ClientMistake>) {
        let code = self.may(GrantType::AuthorizationCode);
        require(
            found,
            !self.grant_types.is_empty(),
            "grantTypes",
            "at least one, such as authorization_code or client_credentials",
        );
        require(found, distinct(&self.grant_types), "grantTypes", "each grant type once");
        require(found, !code || !self.redirect_uris.is_empty(), "redirectUris", "at least one, for authorization_code");
        require(found, code || self.redirect_uris.is_empty(), "redirectUris", "none without authorization_code");
        let (refresh, offline) = (self.may(GrantType::RefreshToken), self.scopes.iter().any(|scope| scope.as_str() == OFFLINE));
        require(
            found,
            self.lets_sign_in() || !refresh,
            "grantTypes",
            "refresh_token beside authorization_code or device_code only",
        );
        require(
            found,
            refresh == offline,
            "grantTypes",
            "refresh_token with the scope offline_access, and never one of them alone",
        );
        let sector = self.sector_identifier.as_deref().is_none_or(is_host);
        require(found, sector, "sectorIdentifier", "a host in lower case, without scheme, port or path");
        let told = self.backchannel_logout_uri.is_some();
        require(found, code || !told, "backchannelLogoutUri", "none without authorization_code: nobody signs in there");
        require(found, distinct(&self.redirect_uris), "redirectUris", "each address once");
        require(found, distinct(&self.post_logout_redirect_uris), "postLogoutRedirectUris", "each address once");
    }

    fn check_kind(&self, found: &mut Vec<ClientMistake>) {
        // A machine is the subject of its own tokens: it must not pass for a person (RFC 9700 section 4.15).
        let person = self.client_id.as_str().parse::<PersonId>().is_ok();
        require(found, !person, "clientId", "a name that is no UUID: those are persons");
        let machine = self.may(GrantType::ClientCredentials);
        let public = self.kind == ClientKind::Public;
        require(found, !(public && machine), "grantTypes", "no client_credentials for a public client: it cannot keep a secret");
        let exchanges = self.may(GrantType::TokenExchange);
        require(
            found,
            !(public && exchanges),
            "grantTypes",
            "no token-exchange for a public client: it cannot prove whom the token is for",
        );
        require(found, !(public && self.pkce == Pkce::Optional), "pkce", "required, for a public client");
        require(found, !(public && self.jwks.is_some()), "jwks", "none for a public client");
        require(found, !(public && self.jwks_uri.is_some()), "jwksUri", "none for a public client");
        require(found, self.jwks.is_none() || self.jwks_uri.is_none(), "jwksUri", "none beside jwks");
        let pushes = self.require_pushed_requests;
        require(found, !(public && pushes), "requirePushedRequests", "false for a public client: it cannot prove that it pushes");
        let signs = self.require_signed_requests;
        let has_keys = self.jwks.is_some() || self.jwks_uri.is_some();
        require(found, !signs || has_keys, "requireSignedRequests", "only with keys (jwks or jwksUri)");
        require(
            found,
            !machine || self.organisation.is_some(),
            "organisation",
            "the organisation on whose behalf the machine acts",
        );
        let expected = "a JWK Set of 1 to 10 public keys: P-256, Ed25519, RSA of 2048 bits or more; never a private one";
        require(found, self.jwks.as_ref().is_none_or(are_usable), "jwks", expected);
    }

    fn check_certificate(&self, found: &mut Vec<ClientMistake>) {
        let (subject, host, uri) =
            (&self.tls_client_auth_subject_dn, &self.tls_client_auth_san_dns, &self.tls_client_auth_san_uri);
        let public = self.kind == ClientKind::Public;
        let member = if subject.is_some() {
            "tlsClientAuthSubjectDn"
        } else if host.is_some() {
            "tlsClientAuthSanDns"
        } else {
            "tlsClientAuthSanUri"
        };
        require(found, !(public && self.has_certificate()), member, "none for a public client");
        let named = [subject, host, uri].into_iter().filter(|name| name.is_some()).count();
        require(found, named <= 1, member, "one of tlsClientAuthSubjectDn, tlsClientAuthSanDns and tlsClientAuthSanUri");
        let is_name = |name: &String| name.len() <= 1024 && DistinguishedName::parse(name).is_some();
        let expected = "a name as RFC 4514 writes it, like CN=portaal,O=OVAM,C=BE";
        require(found, subject.as_ref().is_none_or(is_name), "tlsClientAuthSubjectDn", expected);
        let expected = "a host in lower case, without scheme, port or path";
        require(found, host.as_deref().is_none_or(is_host), "tlsClientAuthSanDns", expected);
        let is_uri = |uri: &String| {
            (3..=2048).contains(&uri.len()) && uri.contains(':') && uri.bytes().all(|byte| byte.is_ascii_graphic())
        };
        require(found, uri.as_ref().is_none_or(is_uri), "tlsClientAuthSanUri", "an address of at most 2048 characters");
    }

    fn check_scopes(&self, found: &mut Vec<ClientMistake>) {
        let has = |name: &str| self.scopes.iter().any(|scope| scope.as_str() == name);
        let api = |scope: &ScopeName| ApiScope::parse(scope.as_str()).is_some();
        let persons = self.lets_sign_in();
        let purpose = has("openid") || self.scopes.iter().any(api);
        require(found, distinct(&self.scopes), "scopes", "each scope once");
        require(found, !self.scopes.is_empty(), "scopes", "at least one scope");
        require(
            found,
            !persons || purpose,
            "scopes",
            "openid or a scope of the Poort API, for authorization_code and device_code",
        );
        let unknown = |scope: &ScopeName| scope.as_str().starts_with("poort.") && !api(scope);
        require(found, !self.scopes.iter().any(unknown), "scopes", "a scope of the Poort API that exists");
        let known = self.minimum_acr.as_ref().is_none_or(|acr| strength(acr).is_some());
        require(found, known, "minimumAcr", "one of the levels of ACM/IDM, like urn:be:vlaanderen:authmech:csamtotp");
        require(found, !has("rrn") || self.legal_basis.is_some(), "legalBasis", "the legal basis for the scope rrn");
        // Nobody but persons has roles: a machine's scope needs no application.
        let roles =
            (persons || self.may(GrantType::TokenExchange)) && self.scopes.iter().any(|scope| is_application(scope.as_str()));
        require(found, !roles || self.application.is_some(), "application", "the application whose scope it asks");
    }

    fn check_numbers(&self, found: &mut Vec<ClientMistake>) {
        let signs = |algorithm| Algorithm::ALL.contains(&algorithm);
        require(found, signs(self.id_token_alg), "idTokenAlg", "ES256, EdDSA or RS256");
        require(found, signs(self.access_token_alg), "accessTokenAlg", "ES256, EdDSA or RS256");
        let userinfo = self.userinfo_signed_response_alg.is_none_or(signs);
        require(found, userinfo, "userinfoSignedResponseAlg", "ES256, EdDSA or RS256");
        let audience = |name: &String| !name.is_empty() && name.len() <= 2048 && !name.chars().any(char::is_control);
        require(found, self.audiences.iter().all(audience), "audiences", "names of 1 to 2048 characters");
        let exchanges = self.may(GrantType::TokenExchange);
        let named = self.exchange_audiences.iter().all(audience) && distinct(&self.exchange_audiences);
        require(
            found,
            named && self.exchange_audiences.len() <= 20,
            "exchangeAudiences",
            "at most 20 names of 1 to 2048 characters, each once",
        );
        require(
            found,
            exchanges != self.exchange_audiences.is_empty(),
            "exchangeAudiences",
            "at least one with token-exchange, none without",
        );
        require(found, (1..=86_400).contains(&self.access_token_seconds), "accessTokenSeconds", "1 to 86400");
        require(found, (1..=2_592_000).contains(&self.refresh_token_seconds), "refreshTokenSeconds", "1 to 2592000");
        // RFC 6749 section 4.1.2: at most ten minutes.
        require(found, (1..=600).contains(&self.code_seconds), "codeSeconds", "1 to 600");
    }
}

fn are_usable(keys: &serde_json::Value) -> bool {
    let read = serde_json::from_value::<Jwks>(keys.clone());
    read.is_ok_and(|keys| (1..=10).contains(&keys.keys.len()) && ClientKeys::new(&keys).is_ok())
}

fn require(found: &mut Vec<ClientMistake>, holds: bool, member: &'static str, expected: &'static str) {
    if !holds {
        found.push(ClientMistake { member, expected });
    }
}

fn distinct<T: PartialEq>(items: &[T]) -> bool {
    items.iter().enumerate().all(|(at, item)| !items.iter().take(at).any(|earlier| earlier == item))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use types::Parsed;

    fn members(client: &Client) -> Vec<&'static str> {
        client.validate().into_iter().map(|mistake| mistake.member).collect()
    }

    #[test]
    fn sound_clients_have_no_mistakes() {
        assert_eq!(testing::portal().validate(), []);
        assert_eq!(testing::machine().validate(), []);
    }

    #[test]
    fn a_sector_is_a_host() {
        let mut client = testing::portal();
        client.sector_identifier = Some("samen.example".to_owned());
        assert_eq!(client.validate(), []);
        client.sector_identifier = Some("https://samen.example".to_owned());
        assert_eq!(members(&client), ["sectorIdentifier"]);
    }

    #[test]
    fn no_client_passes_for_a_person() {
        let mut client = testing::machine();
        client.client_id = Parsed::parse("01980000-0000-7000-8000-000000000001").unwrap();
        assert_eq!(members(&client), ["clientId"]);
    }

    #[test]
    fn keys_are_public_and_usable() {
        let mut client = testing::portal();
        let key = serde_json::to_value(testing::signer(Algorithm::ES256).public_jwk()).unwrap();
        let mut private = key.clone();
        private["d"] = "AQAB".into();
        for (keys, sound) in [(vec![key.clone()], true), (vec![], false), (vec![private], false), (vec![key; 11], false)] {
            client.jwks = Some(serde_json::json!({ "keys": keys }));
            assert_eq!(client.validate().is_empty(), sound);
        }
        client.jwks = Some(serde_json::json!({ "keys": [testing::signer(Algorithm::ES256).public_jwk()] }));
        client.jwks_uri = Some(crate::RedirectUri::parse("https://portal.example/keys").unwrap());
        assert_eq!(members(&client), ["jwksUri"]);
        client.jwks = None;
        assert_eq!(members(&client), [""; 0]);
        client.kind = ClientKind::Public;
        assert_eq!(members(&client), ["jwksUri"]);
        client.kind = ClientKind::Confidential;
        client.id_token_alg = Algorithm::PS256;
        assert_eq!(members(&client), ["idTokenAlg"]);
    }

    #[test]
    fn a_certificate_is_named_in_one_way() {
        let mut client = testing::portal();
        client.tls_client_auth_subject_dn = Some("CN=portaal,C=BE".to_owned());
        assert_eq!(members(&client), [""; 0]);
        client.tls_client_auth_san_dns = Some("https://portaal.example".to_owned());
        assert_eq!(members(&client), ["tlsClientAuthSubjectDn", "tlsClientAuthSanDns"]);
        client.tls_client_auth_subject_dn = None;
        client.tls_client_auth_san_dns = Some("portaal.example".to_owned());
        assert_eq!(members(&client), [""; 0]);
        client.kind = ClientKind::Public;
        assert_eq!(members(&client), ["tlsClientAuthSanDns"]);
        client.kind = ClientKind::Confidential;
        client.tls_client_auth_san_dns = None;
        for (uri, mistakes) in [("urn:portaal", 0), ("portaal", 1), ("urn:een portaal", 1)] {
            client.tls_client_auth_san_uri = Some(uri.to_owned());
            assert_eq!(members(&client).len(), mistakes, "{uri}");
        }
        client.tls_client_auth_san_uri = None;
        client.tls_client_auth_subject_dn = Some("portaal".to_owned());
        assert_eq!(members(&client), ["tlsClientAuthSubjectDn"]);
    }

    #[test]
    fn who_refreshes_asks_for_it_with_a_scope() {
        let mut client = testing::portal();
        client.grant_types.push(GrantType::RefreshToken);
        assert_eq!(members(&client), ["grantTypes"]);
        client.scopes.push(ScopeName::parse("offline_access").unwrap());
        assert_eq!(members(&client), [""; 0]);
        client.grant_types.retain(|grant| *grant != GrantType::RefreshToken);
        assert_eq!(members(&client), ["grantTypes"]);
        let mut machine = testing::machine();
        machine.grant_types.push(GrantType::RefreshToken);
        machine.scopes.push(ScopeName::parse("offline_access").unwrap());
        assert_eq!(members(&machine), ["grantTypes"]);
    }

    #[test]
    fn every_mistake_is_listed_at_once() {
        let mut client = testing::portal();
        client.kind = ClientKind::Public;
        client.pkce = Pkce::Optional;
        client.grant_types.push(GrantType::ClientCredentials);
        client.redirect_uris.clear();
        client.scopes = ["rrn", "poort.x", "rrn"].map(|name| ScopeName::parse(name).unwrap()).into();
        client.application = None;
        client.jwks = Some(serde_json::json!([]));
        client.access_token_seconds = 0;
        client.code_seconds = 601;
        client.refresh_token_seconds = 0;
        client.audiences = vec![String::new()];
        assert_eq!(
            members(&client),
            [
                "redirectUris",
                "grantTypes",
                "pkce",
                "jwks",
                "organisation",
                "jwks",
                "scopes",
                "scopes",
                "scopes",
                "legalBasis",
                "application",
                "audiences",
                "accessTokenSeconds",
                "refreshTokenSeconds",
                "codeSeconds"
            ]
        );
    }
}
