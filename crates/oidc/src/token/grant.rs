use serde::{Deserialize, Serialize};
use types::{ClientId, FamilyId, Instant, OrganisationId, PersonId, SessionId};

use super::{CodeRequest, RefreshGrant, TokenError};
use crate::{Client, Pkce, RedirectUri, Scopes, authorize::CodeChallenge};

/// What an authorization code stands for. Kept under the code's hash; whoever takes it out deletes it in the same transaction, so
/// that a code works once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CodeGrant {
    /// For whom it was made.
    pub client_id: ClientId,
    /// Where it was sent.
    pub redirect_uri: RedirectUri,
    /// Who signed in.
    pub person: PersonId,
    /// In which session.
    pub session: SessionId,
    /// For which organisation; none for a client at doelgroep level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
    /// What was asked.
    pub scopes: Scopes,
    /// Comes back in the ID token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// Who brings the verifier of this, asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_challenge: Option<CodeChallenge>,
    /// Who has the key of this thumbprint, asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dpop_jkt: Option<String>,
    /// When the person proved who he is.
    pub auth_time: Instant,
    /// How.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
    /// By which methods.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amr: Vec<String>,
    /// Which refresh tokens it will begin, when it was asked for with `offline_access`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<FamilyId>,
    /// From when on it is worth nothing.
    pub expires: Instant,
}

impl CodeGrant {
    /// What it becomes when it is redeemed, until a moment.
    #[must_use]
    pub fn until(self, expires: Instant) -> RefreshGrant {
        let Self { client_id, person, session, organisation, scopes, auth_time, acr, amr, .. } = self;
        RefreshGrant { client_id, person, session, organisation, scopes, auth_time, acr, amr, cnf: None, expires }
    }
}

/// Gives the grant to who may have it: the same client, in time, with the same address, the verifier of its challenge and the key that it named.
///
/// A verifier where no challenge was sent is refused too (RFC 9700 section 4.8.2): somebody took the challenge out of the
/// request.
///
/// # Errors
/// [`TokenError::Grant`], never saying which of these failed.
pub fn redeem(grant: CodeGrant, request: &CodeRequest, client: &Client, now: Instant) -> Result<CodeGrant, TokenError> {
    let same_client = grant.client_id == client.client_id;
    let same_address = request.redirect_uri.as_deref() == Some(grant.redirect_uri.as_str());
    let proven = match (&grant.code_challenge, &request.code_verifier) {
        (Some(challenge), Some(verifier)) => challenge.accepts(verifier.expose()),
        (None, None) => client.pkce == Pkce::Optional,
        _ => false,
    };
    let same_key = grant.dpop_jkt.is_none() || grant.dpop_jkt == request.shown.jkt;
    let valid = same_client && same_address && proven && same_key && now < grant.expires;
    // The client's scopes may have shrunk since.
    let allowed = valid && grant.scopes.within(&client.scopes).is_ok();
    if allowed { Ok(grant) } else { Err(TokenError::Grant) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, CHALLENGE, VERIFIER, at, portal};
    use tokens::claims::Confirmation;
    use types::Secret;

    const NOW: &str = "2026-11-23T10:00:00Z";

    fn grant() -> CodeGrant {
        serde_json::from_value(serde_json::json!({
            "clientId": "portal", "redirectUri": "https://portal.example/cb", "scopes": "openid ovam",
            "person": "01980000-0000-7000-8000-000000000002", "session": "01980000-0000-7000-8000-000000000003",
            "codeChallenge": CHALLENGE, "authTime": NOW, "expires": "2026-11-23T10:00:30Z",
        }))
        .unwrap()
    }

    fn request(address: Option<&str>, verifier: Option<&str>) -> CodeRequest {
        let (redirect_uri, code_verifier) = (address.map(str::to_owned), verifier.map(Secret::new));
        CodeRequest { code: Secret::new("c"), redirect_uri, code_verifier, shown: Confirmation::default() }
    }

    fn sound() -> CodeRequest {
        request(Some("https://portal.example/cb"), Some(VERIFIER))
    }

    #[test]
    fn who_asked_gets_it_in_time() {
        assert_eq!(redeem(grant(), &sound(), &portal(), at("2026-11-23T10:00:29.999Z")), Ok(grant()));
        assert_eq!(redeem(grant(), &sound(), &portal(), at("2026-11-23T10:00:30Z")), Err(TokenError::Grant));
    }

    #[test]
    fn nobody_else_does() {
        let refused =
            |request: CodeRequest, client: &Client| redeem(grant(), &request, client, at(NOW)) == Err(TokenError::Grant);
        let (mut other, mut narrowed) = (portal(), portal());
        other.client_id = testing::machine().client_id;
        narrowed.scopes.retain(|scope| scope.to_string() != "ovam");
        assert!(refused(sound(), &other));
        assert!(refused(sound(), &narrowed));
        assert!(refused(request(None, Some(VERIFIER)), &portal()));
        assert!(refused(request(Some("https://portal.example/cb/"), Some(VERIFIER)), &portal()));
        assert!(refused(request(Some("https://portal.example/cb"), None), &portal()));
        assert!(refused(request(Some("https://portal.example/cb"), Some(CHALLENGE)), &portal()));
    }

    #[test]
    fn without_a_challenge_only_a_client_that_may_do_without() {
        let (mut bare, mut waived) = (grant(), portal());
        bare.code_challenge = None;
        waived.pkce = Pkce::Optional;
        let plain = request(Some("https://portal.example/cb"), None);
        assert!(redeem(bare.clone(), &plain, &waived, at(NOW)).is_ok());
        assert!(redeem(bare.clone(), &plain, &portal(), at(NOW)).is_err());
        assert!(redeem(bare, &sound(), &waived, at(NOW)).is_err());
    }

    #[test]
    fn a_code_that_names_a_key_is_for_who_has_it() {
        let bound = CodeGrant { dpop_jkt: Some("a".to_owned()), ..grant() };
        let shows = |key: Option<&str>| CodeRequest { shown: Confirmation { jkt: key.map(str::to_owned), x5t: None }, ..sound() };
        assert!(redeem(bound.clone(), &shows(Some("a")), &portal(), at(NOW)).is_ok());
        assert!(redeem(bound.clone(), &shows(Some("b")), &portal(), at(NOW)).is_err());
        assert!(redeem(bound, &shows(None), &portal(), at(NOW)).is_err());
        assert!(redeem(grant(), &shows(Some("b")), &portal(), at(NOW)).is_ok());
    }

    #[test]
    fn a_kept_grant_comes_back() {
        let text = serde_json::to_string(&grant()).unwrap();
        assert_eq!(serde_json::from_str::<CodeGrant>(&text).unwrap(), grant());
    }
}
