use serde::{Deserialize, Serialize};
use tokens::claims::Confirmation;
use types::{ClientId, Instant, OrganisationId, PersonId, Seconds, SessionId};

use super::{RefreshRequest, TokenError};
use crate::mtls::binding;
use crate::{Client, ClientKind, GrantType, Scopes};

/// For how long a refresh token that was used gives the same again (own choice): an answer that got lost, or two requests of one client at the same
/// instant, sign nobody out.
pub const REPEATABLE: Seconds = Seconds(10);

/// What a person gave a client at a sign-in, for as long as its refresh tokens last. Kept once for all of them: they follow one upon the other,
/// and are a family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefreshGrant {
    /// To whom.
    pub client_id: ClientId,
    /// Who signed in.
    pub person: PersonId,
    /// In which session.
    pub session: SessionId,
    /// For which organisation; none for a client at doelgroep level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
    /// What was asked: no refresh gives more.
    pub scopes: Scopes,
    /// When the person proved who he is.
    pub auth_time: Instant,
    /// How.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
    /// By which methods.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amr: Vec<String>,
    /// What its client must show to refresh it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cnf: Option<Confirmation>,
    /// From when on it is worth nothing, however often it was refreshed.
    pub expires: Instant,
}

/// What it means that a refresh token comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coming {
    /// The first time: it gives its successor, and is used.
    First,
    /// Again, so soon that it is the same request: it gives the same successor.
    Repeated,
    /// Again: two have it, and one of them should not (RFC 9700 section 4.14.2). Nobody has it any more.
    Reused,
}

impl Coming {
    /// Of a token that was used at `used`, and whose successor was used or not.
    #[must_use]
    pub fn of(used: Option<Instant>, successor_was_used: bool, now: Instant) -> Self {
        match used {
            None => Self::First,
            Some(used) if !successor_was_used && now < used.plus(REPEATABLE) => Self::Repeated,
            Some(_) => Self::Reused,
        }
    }
}

impl RefreshGrant {
    /// The same for a client that begins it: that of a public one, which nothing else ties to it, is for who has what was shown (RFC 9449 section 5,
    /// RFC 8705 section 4).
    #[must_use]
    pub fn bound_for(self, client: &Client, shown: &Confirmation) -> Self {
        let cnf = binding(client, shown).binding().filter(|_| client.kind == ClientKind::Public);
        Self { cnf, ..self }
    }

    /// The scopes of the token that a request of its client gets: those of the grant, or fewer when it asks so (RFC 6749 section 6).
    ///
    /// # Errors
    /// [`TokenError::Grant`] when it is another client's, bound to what was not shown, has ended, or holds what the client may not have any more; [`TokenError::Scope`] for
    /// more than was given.
    pub fn give(&self, request: &RefreshRequest, client: &Client, now: Instant) -> Result<Scopes, TokenError> {
        let shown = self.cnf.as_ref().is_none_or(|cnf| cnf.is_met_by(&request.shown));
        let mine = self.client_id == client.client_id && client.may(GrantType::RefreshToken) && shown;
        if !mine || now >= self.expires || self.scopes.within(&client.scopes).is_err() {
            return Err(TokenError::Grant);
        }
        let Some(asked) = &request.scopes else { return Ok(self.scopes.clone()) };
        let given: Vec<_> = self.scopes.iter().cloned().collect();
        asked.within(&given)?;
        Ok(asked.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, portal};
    use types::Secret;

    const NOW: &str = "2026-11-23T10:00:00Z";

    fn grant() -> RefreshGrant {
        serde_json::from_value(serde_json::json!({
            "clientId": "portal", "person": "01980000-0000-7000-8000-000000000002", "session": "01980000-0000-7000-8000-000000000003",
            "scopes": "openid ovam offline_access", "authTime": NOW, "expires": "2026-11-23T18:00:00Z",
        }))
        .unwrap()
    }

    fn lasting() -> Client {
        let mut client = portal();
        client.grant_types.push(GrantType::RefreshToken);
        client.scopes.push("offline_access".parse().unwrap());
        client
    }

    fn request(scopes: Option<&str>) -> RefreshRequest {
        let scopes = scopes.map(|text| Scopes::parse(text).unwrap());
        RefreshRequest { token: Secret::new("r"), scopes, shown: Confirmation::default() }
    }

    #[test]
    fn it_gives_what_was_given_or_less() {
        let give = |scopes| grant().give(&request(scopes), &lasting(), at(NOW)).map(|scopes| scopes.to_string());
        assert_eq!(give(None).unwrap(), "openid ovam offline_access");
        assert_eq!(give(Some("openid")).unwrap(), "openid");
        assert_eq!(give(Some("openid vo")).unwrap_err().code(), "invalid_scope");
    }

    #[test]
    fn it_is_its_clients_as_long_as_that_may_and_it_lasts() {
        let refused = |client: &Client, now: &str| grant().give(&request(None), client, at(now)) == Err(TokenError::Grant);
        let (mut other, mut narrowed, mut without) = (lasting(), lasting(), lasting());
        other.client_id = crate::testing::machine().client_id;
        narrowed.scopes.retain(|scope| scope.to_string() != "ovam");
        without.grant_types.retain(|grant| *grant != GrantType::RefreshToken);
        assert!(!refused(&lasting(), "2026-11-23T17:59:59Z"));
        assert!(refused(&lasting(), "2026-11-23T18:00:00Z"));
        assert!(refused(&other, NOW) && refused(&narrowed, NOW) && refused(&without, NOW));
    }

    #[test]
    fn one_that_is_bound_is_for_who_shows_it() {
        let key = |name: &str| Confirmation { jkt: Some(name.to_owned()), x5t: None };
        let mut public = lasting();
        public.kind = ClientKind::Public;
        assert_eq!(grant().bound_for(&lasting(), &key("a")), grant(), "a confidential client proves itself anyhow");
        assert_eq!(grant().bound_for(&public, &Confirmation::default()), grant());
        let bound = grant().bound_for(&public, &key("a"));
        let gives = |shown| bound.give(&RefreshRequest { shown, ..request(None) }, &lasting(), at(NOW)).is_ok();
        assert!(gives(key("a")) && !gives(key("b")) && !gives(Confirmation::default()));
    }

    #[test]
    fn a_repetition_is_soon_and_before_anything_else() {
        let used = Some(at(NOW));
        assert_eq!(Coming::of(None, false, at(NOW)), Coming::First);
        assert_eq!(Coming::of(used, false, at("2026-11-23T10:00:09.999Z")), Coming::Repeated);
        assert_eq!(Coming::of(used, false, at("2026-11-23T10:00:10Z")), Coming::Reused);
        assert_eq!(Coming::of(used, true, at(NOW)), Coming::Reused);
    }
}
