use tokens::claims::{AccessTokenClaims, Act, Audience, Confirmation};
use types::{Parsed, Secret};

use super::TokenError;
use super::request::OF_A_PERSON;
use crate::mtls::binding;
use crate::{Client, Params, ScopeError, Scopes};

/// The one type of token that is exchanged, and that comes of it (RFC 8693 section 3).
pub const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";

/// How many clients in a row may act for a person, each for the one before (own choice).
const MOST_ACTORS: usize = 4;

/// A client that calls another API for the person of a token which it got (RFC 8693 section 2.1).
#[derive(Clone, Debug)]
pub struct ExchangeRequest {
    /// The token that it got.
    pub subject_token: Secret,
    /// Which keys who asks shows that he has.
    pub(super) shown: Confirmation,
    /// Whom the new one is for: `audience` and `resource`.
    targets: Vec<String>,
    /// What it is to allow; without the parameter all that is possible.
    scopes: Option<Scopes>,
}

/// What an exchange gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// No more than the first token had, and the client may have.
    pub scopes: Scopes,
    /// Whom it is for.
    pub audience: Audience,
    /// Who acts for whom.
    pub act: Act,
}

impl ExchangeRequest {
    pub(super) fn parse(form: &Params) -> Result<Self, TokenError> {
        let required = |value: Option<&str>, what| value.map(str::to_owned).ok_or(TokenError::Request(what));
        let subject_token = required(form.get("subject_token")?, "subject_token is required")?;
        let kinds = [form.get("subject_token_type")?, Some(form.get("requested_token_type")?.unwrap_or(ACCESS_TOKEN))];
        if kinds != [Some(ACCESS_TOKEN); 2] {
            return Err(TokenError::Request("only access tokens are exchanged, for access tokens"));
        }
        if form.get("actor_token")?.is_some() || form.get("actor_token_type")?.is_some() {
            return Err(TokenError::Request("actor_token is not supported: the client itself is who acts"));
        }
        Ok(Self {
            subject_token: Secret::new(subject_token),
            shown: Confirmation::default(),
            targets: [form.get("audience")?, form.get("resource")?].into_iter().flatten().map(str::to_owned).collect(),
            scopes: form.get("scope")?.map(Scopes::parse).transpose()?,
        })
    }

    /// What it gives for a token that is live and of a person: for that the token has to be meant for this client.
    ///
    /// # Errors
    /// [`TokenError::Subject`] for another's token, one that is bound to a key while the new one would be to none, or a chain that grew too long; [`TokenError::Target`] for an API that the client may not call so;
    /// [`TokenError::Scope`] for more than the token or the client has.
    pub fn give(&self, subject: &AccessTokenClaims, client: &Client) -> Result<Exchange, TokenError> {
        // What was worth something only to who has a key does not become worth something to everybody.
        let loosened = subject.cnf.is_some() && binding(client, &self.shown) == Confirmation::default();
        if loosened || !subject.aud.contains(client.client_id.as_str()) {
            return Err(TokenError::Subject);
        }
        Ok(Exchange { act: actors(subject, client)?, audience: self.audience(client)?, scopes: self.scopes(subject, client)? })
    }

    fn audience(&self, client: &Client) -> Result<Audience, TokenError> {
        let known = &client.exchange_audiences;
        // Who has one to choose from need not name it.
        let targets = if self.targets.is_empty() && known.len() == 1 { known } else { &self.targets };
        if !targets.iter().all(|target| known.contains(target)) {
            return Err(TokenError::Target);
        }
        let (first, others) = targets.split_first().ok_or(TokenError::Target)?;
        Ok(others.iter().fold(Audience::one(first), Audience::and))
    }

    fn scopes(&self, subject: &AccessTokenClaims, client: &Client) -> Result<Scopes, TokenError> {
        let has = Scopes::parse(&subject.scope)?;
        // What tells of the person himself stays with the client at which he signed in.
        let possible = has.iter().filter(|scope| client.scopes.contains(scope));
        let possible: Scopes = possible.filter(|scope| !OF_A_PERSON.contains(&scope.as_str())).cloned().collect();
        let possible: Vec<_> = possible.iter().cloned().collect();
        let asked = self.scopes.clone().unwrap_or_else(|| possible.iter().cloned().collect());
        asked.within(&possible)?;
        if asked.iter().next().is_none() { Err(ScopeError::NotAllowed.into()) } else { Ok(asked) }
    }
}

/// The client in front of those who acted before it: of a token that was never exchanged, who got it.
fn actors(subject: &AccessTokenClaims, client: &Client) -> Result<Act, TokenError> {
    let before = subject.act.clone().unwrap_or_else(|| Act::of(&subject.client_id));
    let act = if before.sub == client.client_id.as_str() { before } else { before.then(client.client_id.as_str()) };
    if act.actors().count() > MOST_ACTORS { Err(TokenError::Subject) } else { Ok(act) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{params, portal};

    const API: &str = "https://dossiers.example";

    fn exchanging() -> Client {
        let mut client = portal();
        client.exchange_audiences = vec![API.to_owned(), "archief".to_owned()];
        client.scopes.push("offline_access".parse().unwrap());
        client
    }

    fn subject(client_id: &str, audience: &str, scope: &str) -> AccessTokenClaims {
        serde_json::from_value(serde_json::json!({
            "iss": "https://poort.example/op", "sub": "p", "aud": audience, "exp": 2_000_000_000, "iat": 1_795_514_400, "jti": "1",
            "client_id": client_id, "scope": scope,
        }))
        .unwrap()
    }

    fn request(more: &[(&str, &str)]) -> Result<ExchangeRequest, TokenError> {
        let sound = [("subject_token", "t"), ("subject_token_type", ACCESS_TOKEN)];
        let kept = sound.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
        ExchangeRequest::parse(&params(&kept.chain(more).copied().collect::<Vec<_>>()))
    }

    fn give(more: &[(&str, &str)], subject: &AccessTokenClaims) -> Result<Exchange, &'static str> {
        request(more).unwrap().give(subject, &exchanging()).map_err(|error| error.code())
    }

    #[test]
    fn the_new_token_is_for_a_known_api_with_no_more_than_the_first() {
        let own = subject("portal", "portal", "openid profile vo ovam");
        let given = give(&[("audience", API)], &own).unwrap();
        assert_eq!((given.scopes.to_string().as_str(), given.audience), ("vo ovam", Audience::one(API)));
        assert_eq!(give(&[("resource", API), ("scope", "ovam")], &own).unwrap().scopes.to_string(), "ovam");
        let both = give(&[("resource", API), ("audience", "archief")], &own).unwrap();
        assert_eq!(both.audience, Audience::one("archief").and(API));
        let narrow = subject("portal", "portal", "openid vo");
        assert_eq!(give(&[("audience", API), ("scope", "ovam")], &narrow), Err("invalid_scope"), "beyond the token");
        let wide = subject("portal", "portal", "vo other");
        assert_eq!(give(&[("audience", API), ("scope", "other")], &wide), Err("invalid_scope"), "beyond the client");
        for scope in ["openid", "profile", "offline_access", "rrn"] {
            assert_eq!(give(&[("audience", API), ("scope", scope)], &own), Err("invalid_scope"), "{scope}");
        }
        assert_eq!(give(&[("audience", API)], &subject("portal", "portal", "openid")), Err("invalid_scope"));
        for target in ["https://dossiers.example/", "https://elsewhere.example", "portal"] {
            assert_eq!(give(&[("audience", target)], &own), Err("invalid_target"), "{target}");
            assert_eq!(give(&[("audience", API), ("resource", target)], &own), Err("invalid_target"), "{target}");
        }
        assert_eq!(give(&[], &own), Err("invalid_target"), "there are two to choose from");
        let mut one = exchanging();
        one.exchange_audiences.pop();
        assert_eq!(request(&[]).unwrap().give(&own, &one).unwrap().audience, Audience::one(API));
        one.exchange_audiences.clear();
        assert_eq!(request(&[]).unwrap().give(&own, &one), Err(TokenError::Target));
    }

    #[test]
    fn a_token_that_is_meant_for_another_is_not_exchanged() {
        assert_eq!(give(&[("audience", API)], &subject("portal", "https://poort.example/v1", "vo")), Err("invalid_request"));
        assert_eq!(give(&[("audience", API)], &subject("portal", "portal2", "vo")), Err("invalid_request"));
        let mut bound = subject("portal", "portal", "vo");
        bound.cnf = Some(Confirmation { jkt: Some("a".into()), x5t: None });
        assert_eq!(give(&[("audience", API)], &bound), Err("invalid_request"), "of whoever has the key");
        let mut shows = request(&[("audience", API)]).unwrap();
        shows.shown = Confirmation { jkt: Some("b".into()), x5t: None };
        assert!(shows.give(&bound, &exchanging()).is_ok(), "now of who exchanges it");
        assert!(give(&[("audience", API)], &subject("other", "portal", "vo")).is_ok(), "it came from who calls it");
    }

    #[test]
    fn the_chain_is_kept_and_ends() {
        let names = |act: &Act| act.actors().map(str::to_owned).collect::<Vec<_>>();
        let mut token = subject("portal", "portal", "vo");
        assert_eq!(names(&give(&[("audience", API)], &token).unwrap().act), ["portal"]);
        token.client_id = "other".into();
        assert_eq!(names(&give(&[("audience", API)], &token).unwrap().act), ["portal", "other"]);
        token.act = Some(Act::of("a").then("b").then("c"));
        assert_eq!(names(&give(&[("audience", API)], &token).unwrap().act), ["portal", "c", "b", "a"]);
        token.act = Some(Act::of("a").then("b").then("c").then("d"));
        assert_eq!(give(&[("audience", API)], &token), Err("invalid_request"));
        token.act = Some(Act::of("a").then("b").then("c").then("portal"));
        assert_eq!(names(&give(&[("audience", API)], &token).unwrap().act), ["portal", "c", "b", "a"], "again by the same");
    }

    #[test]
    fn only_access_tokens_for_access_tokens() {
        assert!(request(&[("requested_token_type", ACCESS_TOKEN)]).is_ok());
        for wrong in [
            [("subject_token", "")],
            [("subject_token_type", "")],
            [("subject_token_type", "urn:ietf:params:oauth:token-type:id_token")],
            [("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token")],
            [("actor_token", "t")],
            [("actor_token_type", ACCESS_TOKEN)],
        ] {
            assert_eq!(request(&wrong).unwrap_err().code(), "invalid_request", "{wrong:?}");
        }
        assert!(!format!("{:?}", request(&[("subject_token", "geheim")])).contains("geheim"));
    }
}
