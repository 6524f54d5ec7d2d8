//! What a token says, typed.

mod act;
mod elsewhere;
mod rights;
mod roles;
#[cfg(test)]
mod tests;

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::error::VerifyError;
use crate::jwt::Members;

pub use rights::Right;
pub use roles::RoleClaims;

/// The claims of a verified token: of a person's or, when [`Claims::is_machine`], of a machine client's.
///
/// There is one way to get this: from a [`Verifier`](crate::Verifier). `Debug` shows nothing of a person.
#[derive(Clone)]
pub struct Claims {
    members: Members,
    subject: String,
    expires: i64,
    rights: Vec<Right>,
    rights_elsewhere: bool,
    actors: Vec<String>,
    /// An ID token says who signed in: a person.
    of_sign_in: bool,
}

/// A scope or right that a token lacks: an answer with status 403.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The scope is not among those of the token.
    #[error("the access token lacks a scope")]
    Scope(String),
    /// The right, or the right with this context, is not held at this organisation.
    #[error("the user lacks the right at this organisation")]
    Right,
}

/// The claims that are texts, where a token has them.
const TEXTS: [&str; 19] = [
    "iss",
    "azp",
    "jti",
    "client_id",
    "scope",
    "nonce",
    "at_hash",
    "acr",
    "sid",
    "given_name",
    "family_name",
    "rrn",
    "vo_id",
    "vo_orgcode",
    "vo_orgnaam",
    "vo_doelgroepcode",
    "vo_doelgroepnaam",
    "vo_email",
    "vo_applicatienaam",
];

/// The claims that stay as they were signed, whatever introspection says later.
const SIGNED: [&str; 17] = [
    "iss",
    "sub",
    "aud",
    "azp",
    "exp",
    "nbf",
    "iat",
    "jti",
    "client_id",
    "nonce",
    "at_hash",
    "acr",
    "amr",
    "auth_time",
    "sid",
    "act",
    "cnf",
];

impl Claims {
    pub(crate) fn new(members: Members, roles: &RoleClaims) -> Result<Self, VerifyError> {
        for name in TEXTS {
            members.text(name)?;
        }
        members.audience()?;
        let subject = members.needed_text("sub")?.to_owned();
        let expires = members.needed_seconds("exp")?;
        let rights = roles.read(&members)?;
        let rights_elsewhere = roles.are_elsewhere(&members)?;
        let actors = act::read(&members)?;
        Ok(Self { members, subject, expires, rights, rights_elsewhere, actors, of_sign_in: false })
    }

    /// Those of an ID token.
    pub(crate) fn of_sign_in(members: Members, roles: &RoleClaims) -> Result<Self, VerifyError> {
        Ok(Self { of_sign_in: true, ..Self::new(members, roles)? })
    }

    /// What the issuer says now in place of what the token says: organisation, roles and scope as they are, not as they were. What identifies
    /// the token stays; an answer that contradicts it is about another token.
    pub(crate) fn updated(self, now: &Members, roles: &RoleClaims) -> Result<Self, VerifyError> {
        for name in ["iss", "sub", "client_id", "jti", "cnf"] {
            if now.0.get(name).is_some_and(|said| Some(said) != self.members.0.get(name)) {
                return Err(VerifyError::Revoked);
            }
        }
        let kept = |name: &str| SIGNED.contains(&name);
        let mut members = now.0.clone();
        members.retain(|name, _| !kept(name) && name != "active" && name != "token_type");
        if !members.contains_key("scope") {
            members.extend(self.members.0.get("scope").map(|scope| ("scope".to_owned(), scope.clone())));
        }
        members.extend(self.members.0.into_iter().filter(|(name, _)| kept(name)));
        Self::new(Members(members), roles)
    }

    /// Whether the right with this context is held at the organisation (`<Recht>-<context>:<orgcode>`). The names are the technical ones, exact;
    /// `orgcode` is a KBO number of ten digits, or an OVO code in any case. How an entry is read: [`RoleClaims`].
    #[must_use]
    pub fn may(&self, right: &str, context: &str, orgcode: &str) -> bool {
        self.rights.iter().any(|held| held.right() == right && held.context() == Some(context) && held.is_at(orgcode))
    }

    /// Whether the right is held at the organisation, with whatever context or none.
    #[must_use]
    pub fn holds(&self, right: &str, orgcode: &str) -> bool {
        self.rights.iter().any(|held| held.right() == right && held.is_at(orgcode))
    }

    /// [`Claims::may`] as a condition: `claims.require(…)?` in a handler.
    ///
    /// # Errors
    /// [`Denied::Right`].
    pub fn require(&self, right: &str, context: &str, orgcode: &str) -> Result<(), Denied> {
        if self.may(right, context, orgcode) { Ok(()) } else { Err(Denied::Right) }
    }

    /// [`Claims::has_scope`] as a condition.
    ///
    /// # Errors
    /// [`Denied::Scope`].
    pub fn require_scope(&self, scope: &str) -> Result<(), Denied> {
        if self.has_scope(scope) { Ok(()) } else { Err(Denied::Scope(scope.to_owned())) }
    }

    /// Everything that is held, each once.
    pub fn rights(&self) -> impl Iterator<Item = &Right> {
        self.rights.iter()
    }

    /// Whether the token does not hold the rights, because they would make it too large, but refers to the issuer for them (`_claim_names`, OpenID Connect
    /// Core 1.0 section 5.6.2). Then nothing is held here. Of an access token a verifier with [`introspection`](crate::Builder::introspection) asks them
    /// itself, and one without refuses it with [`VerifyError::RightsElsewhere`]; of an ID token, verify the access token that came along.
    #[must_use]
    pub fn rights_elsewhere(&self) -> bool {
        self.rights_elsewhere
    }

    /// The client that acts for the user with this token, when he did not give it that token himself (`act`, RFC 8693 section 4.1): what it does
    /// it does on behalf of [`Claims::subject`].
    #[must_use]
    pub fn actor(&self) -> Option<&str> {
        self.actors.first().map(String::as_str)
    }

    /// All clients that pass the user's wish on, [`Claims::actor`] first and last the one at which he signed in. Only the first is to be decided on; the
    /// others are for the record.
    pub fn actors(&self) -> impl Iterator<Item = &str> {
        self.actors.iter().map(String::as_str)
    }

    /// Whether the token allows this scope.
    #[must_use]
    pub fn has_scope(&self, scope: &str) -> bool {
        !scope.is_empty() && self.text("scope").unwrap_or_default().split(' ').any(|one| one == scope)
    }

    /// `sub`: whom the token is about, at this client.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Whether it is a machine's: an access token that is about its own client (`sub` is `client_id`) and came from no session (`sid`). Poort's own rule;
    /// being bound to a key or certificate changes nothing in it. An exchanged token stays about the person for whom its [`Claims::actor`] acts.
    ///
    /// That there is no [`Claims::vo_id`] says nothing: it comes with the scope `vo`, which a person may leave out of the address at which he signs in. Whoever
    /// is no machine is a person all the same, told from others by [`Claims::subject`] (one name for him at all clients of a sector). Demand the scope where you
    /// need the `vo_id`: `claims.require_scope("vo")?`.
    #[must_use]
    pub fn is_machine(&self) -> bool {
        let about_itself = !self.of_sign_in && self.client_id() == Some(self.subject());
        about_itself && self.session().is_none() && self.vo_id().is_none()
    }

    /// When it ends.
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.expires.unsigned_abs())
    }

    /// When the person proved who he is (`auth_time`).
    #[must_use]
    pub fn authenticated_at(&self) -> Option<SystemTime> {
        let seconds = self.members.seconds("auth_time").ok().flatten()?;
        Some(UNIX_EPOCH + Duration::from_secs(seconds.unsigned_abs()))
    }

    /// Any claim, by its name.
    #[must_use]
    pub fn claim(&self, name: &str) -> Option<&Value> {
        self.members.0.get(name)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.claim(name)?.as_str()
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $method:ident: $claim:literal;)*) => {
        impl Claims {$(
            $(#[$doc])*
            #[must_use]
            pub fn $method(&self) -> Option<&str> {
                self.text($claim)
            }
        )*}
    };
}

texts! {
    /// `vo_id`: the person, the same at every application; with scope `vo`. Without it he is still a person: [`Claims::is_machine`].
    vo_id: "vo_id";
    /// `vo_orgcode`: the organisation for which he signed in (KBO number, or OVO code), or on whose behalf the machine acts.
    orgcode: "vo_orgcode";
    /// `vo_orgnaam`: its name.
    orgnaam: "vo_orgnaam";
    /// `vo_doelgroepcode`: `GID`, `EA`, `LB`, `OV`, …
    doelgroep: "vo_doelgroepcode";
    /// `vo_doelgroepnaam`: its name.
    doelgroepnaam: "vo_doelgroepnaam";
    /// `vo_email`: the address of his werkrelatie.
    email: "vo_email";
    /// `vo_applicatienaam`: the application that the machine is.
    applicatienaam: "vo_applicatienaam";
    /// `given_name`; ID tokens with scope `profile`.
    given_name: "given_name";
    /// `family_name`; ID tokens with scope `profile`.
    family_name: "family_name";
    /// `rrn`: the rijksregisternummer; ID tokens of clients with a legal basis. Do not log it.
    rrn: "rrn";
    /// `client_id`: the client to which the token was given.
    client_id: "client_id";
    /// `acr`: how he proved who he is.
    acr: "acr";
    /// `sid`: the session, for logout.
    session: "sid";
    /// `jti`: the token's own identifier.
    token_id: "jti";
}

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claims").field("client_id", &self.client_id()).field("expires", &self.expires).finish_non_exhaustive()
    }
}
