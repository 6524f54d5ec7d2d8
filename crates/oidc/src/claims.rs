//! What each token says: facts about a subject, and the scopes that were given, become claims.
//!
//! | Scope | ID token, userinfo | Access token, introspection |
//! | --- | --- | --- |
//! | `profile` | `given_name`, `family_name` | |
//! | `rrn` | `rrn`, with a legal basis | never: an access token travels further than the client that may know it |
//! | `vo` | `vo_*` | `vo_*` |
//! | an application's | its two role claims | its two role claims |
//!
//! An access token for Poort's own API carries none of these. Roles that would make a token too large stand in none ([`refer`]): userinfo and introspection say them.

mod expiry;
mod reference;
mod roles;

use serde_json::{Map, Value};
use types::{Doelgroep, EmailAddress, Insz, Name, Parsed, PersonId};

use crate::{Client, Scopes};

pub use expiry::expires_at;
pub use reference::refer;
pub use roles::{ApplicationRoles, Role};

/// What is known of a person at the moment of issuance; only what the scopes ask needs to be filled.
#[derive(Clone, Debug)]
pub struct SubjectFacts {
    /// What the client knows the person by ([`crate::subject`]).
    pub sub: String,
    /// Who: the `vo_id`.
    pub person: PersonId,
    /// Given name; some people have one name only.
    pub given_name: Option<Name>,
    /// Family name.
    pub family_name: Option<Name>,
    /// The INSZ, to be filled only when the scope `rrn` was given.
    pub insz: Option<Insz>,
    /// The organisation chosen at login.
    pub organisation: Option<OrganisationFacts>,
    /// The e-mail address of the werkrelatie.
    pub email: Option<EmailAddress>,
    /// The active rights, per application whose scope was given.
    pub roles: Vec<ApplicationRoles>,
}

/// The organisation for which a token is.
#[derive(Clone, Debug)]
pub struct OrganisationFacts {
    /// `vo_orgcode`: KBO number, or OVO code for doelgroep GID.
    pub code: String,
    /// `vo_orgnaam`.
    pub name: Name,
    /// `vo_doelgroepcode`.
    pub doelgroep: Doelgroep,
    /// `vo_doelgroepnaam`.
    pub doelgroep_name: Name,
}

/// The claims of an ID token beside the protocol's own; userinfo says the same with `sub` ([`userinfo`]).
#[must_use]
pub fn id_token(facts: &SubjectFacts, scopes: &Scopes, client: &Client) -> Map<String, Value> {
    let mut claims = Map::new();
    if scopes.has("profile") {
        put(&mut claims, "given_name", facts.given_name.as_ref());
        put(&mut claims, "family_name", facts.family_name.as_ref());
    }
    if let (true, Some(_), Some(insz)) = (scopes.has("rrn"), &client.legal_basis, &facts.insz) {
        claims.insert("rrn".to_owned(), Value::String(insz.expose()));
    }
    claims.append(&mut organisation_and_roles(facts, scopes));
    claims
}

/// The answer of userinfo.
#[must_use]
pub fn userinfo(facts: &SubjectFacts, scopes: &Scopes, client: &Client) -> Map<String, Value> {
    let mut claims = Map::new();
    claims.insert("sub".to_owned(), Value::String(facts.sub.clone()));
    claims.append(&mut id_token(facts, scopes, client));
    claims
}

/// The claims of an access token beside the protocol's own; introspection says the same, computed anew.
#[must_use]
pub fn access_token(facts: &SubjectFacts, scopes: &Scopes) -> Map<String, Value> {
    if scopes.api().next().is_some() { Map::new() } else { organisation_and_roles(facts, scopes) }
}

/// The claims of a machine's access token: on behalf of which application and organisation it acts.
#[must_use]
pub fn machine(application: Option<&Name>, organisation_code: &str, organisation: &Name) -> Map<String, Value> {
    let mut claims = Map::new();
    put(&mut claims, "vo_applicatienaam", application);
    claims.insert("vo_orgcode".to_owned(), organisation_code.into());
    put(&mut claims, "vo_orgnaam", Some(organisation));
    claims
}

fn organisation_and_roles(facts: &SubjectFacts, scopes: &Scopes) -> Map<String, Value> {
    let mut claims = Map::new();
    if scopes.has("vo") {
        claims.insert("vo_id".to_owned(), Value::String(facts.person.to_string()));
        if let Some(organisation) = &facts.organisation {
            put(&mut claims, "vo_doelgroepcode", Some(&organisation.doelgroep));
            put(&mut claims, "vo_doelgroepnaam", Some(&organisation.doelgroep_name));
            claims.insert("vo_orgcode".to_owned(), organisation.code.as_str().into());
            put(&mut claims, "vo_orgnaam", Some(&organisation.name));
        }
        put(&mut claims, "vo_email", facts.email.as_ref());
    }
    for application in facts.roles.iter().filter(|application| scopes.has(application.scope.as_str())) {
        application.add_to(&mut claims);
    }
    claims
}

/// The names of the claims that hold roles: what becomes too much for a token.
#[must_use]
pub fn role_claims(facts: &SubjectFacts, scopes: &Scopes) -> Vec<String> {
    let asked = facts.roles.iter().filter(|application| scopes.has(application.scope.as_str()));
    asked.flat_map(|application| [application.claim_3d.clone(), application.claim_2d.clone()]).collect()
}

/// What is not known is left out.
fn put(claims: &mut Map<String, Value>, name: &str, value: Option<&impl Parsed>) {
    if let Some(value) = value {
        claims.insert(name.to_owned(), Value::String(value.as_str().to_owned()));
    }
}

#[cfg(test)]
mod tests;
