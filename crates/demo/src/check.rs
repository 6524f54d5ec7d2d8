//! The rules that look at more than one table of the file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use gebruikersrechten::{DefinitionError, check_contexts, validate_among};
use mandates::Kind;
use oidc::{ClientKind, GrantType};
use types::{Parsed, PersonId};

use crate::{Data, Located, RightEntry};

/// One thing that is wrong: the line of the table, the member, and what was expected.
pub(crate) struct Found {
    pub(crate) line: usize,
    pub(crate) what: String,
    /// Empty when it is about the whole table.
    pub(crate) member: &'static str,
    pub(crate) text: String,
}

/// All that is wrong between the tables.
pub(crate) fn check(data: &Data) -> Vec<Found> {
    let mut found = Vec::new();
    rights(data, &mut found);
    parents_first(data, &mut found);
    unique(data, &mut found);
    admitted(data, &mut found);
    contexts(data, &mut found);
    mandates(data, &mut found);
    accounts(data, &mut found);
    secrets(data, &mut found);
    found
}

fn note<T>(found: &mut Vec<Found>, at: &Located<T>, member: &'static str, text: impl Into<String>) {
    found.push(Found { line: at.line, what: at.what.clone(), member, text: text.into() });
}

fn rights(data: &Data, found: &mut Vec<Found>) {
    for application in &data.applications {
        let own: Vec<_> = data.rights.iter().filter(|right| right.value.application == application.value.code).collect();
        let mut built = Vec::new();
        for right in own {
            match right.value.build() {
                Ok(definition) => built.push((right, definition)),
                Err(error) => note(found, right, "windows", error),
            }
        }
        let all: Vec<_> = built.iter().map(|(_, definition)| definition.clone()).collect();
        for (right, definition) in &built {
            if let Err(error) = validate_among(definition, &all) {
                note(found, right, about(&error, &right.value), error.to_string());
            }
        }
    }
}

/// The member that a mistake in the definition of a right is about.
fn about(error: &DefinitionError, right: &RightEntry) -> &'static str {
    match error {
        DefinitionError::ContextsEmpty if right.contexts.is_empty() => "context_rule",
        DefinitionError::ContextsEmpty | DefinitionError::ContextTwice(_) => "contexts",
        DefinitionError::TechnicalNameTwice(name) if *name == right.technical_name => "technical_name",
        DefinitionError::TechnicalNameTwice(_) => "contexts",
        DefinitionError::DefaultBeyondMaximum { .. } if right.default_months.is_none() => "maximum_months",
        DefinitionError::DurationRange if right.default_months.is_none() => "maximum_months",
        DefinitionError::DurationRange | DefinitionError::DefaultBeyondMaximum { .. } => "default_months",
        DefinitionError::LimitRange if right.maximum_holders.is_some() => "maximum_holders",
        DefinitionError::LimitRange | DefinitionError::LimitPerContextWithout => "maximum_holders_per_context",
        DefinitionError::NamesItself if right.excludes.contains(&right.code) => "excludes",
        DefinitionError::NamesItself | DefinitionError::NeedsWhatItExcludes(_) | DefinitionError::NeedsInCircle(_) => "requires",
        DefinitionError::RightUnknown(code) if right.excludes.contains(code) => "excludes",
        DefinitionError::RightUnknown(_) => "requires",
        DefinitionError::WindowNeverOpens | DefinitionError::WindowTwice => "windows",
        _ => "",
    }
}

/// The contexts of a grant, where its right is known.
fn contexts(data: &Data, found: &mut Vec<Found>) {
    for one in &data.toekenningen {
        let right = data.rights.iter().find(|right| right.value.code == one.value.right);
        let Some(Ok(right)) = right.map(|right| right.value.build()) else { continue };
        if let Err(error) = check_contexts(&right.contexts, &one.value.contexts) {
            let known: Vec<_> = right.contexts.values().iter().map(|value| value.code.as_str()).collect();
            note(
                found,
                one,
                "contexts",
                format!("{error}; it has: {}", if known.is_empty() { "none".to_owned() } else { known.join(", ") }),
            );
        }
    }
}

fn parents_first(data: &Data, found: &mut Vec<Found>) {
    let mut seen = BTreeSet::new();
    for organisation in &data.organisations {
        for (member, needed) in [("parent", organisation.value.parent), ("rights_held_on", organisation.value.rights_held_on)] {
            if needed.is_some_and(|id| !seen.contains(&id)) {
                note(found, organisation, member, "is written further down: put this organisation after it");
            }
        }
        seen.insert(organisation.value.id);
    }
}

/// What nobody shares with another. The texts name the table that has it already, never the number.
fn unique(data: &Data, found: &mut Vec<Found>) {
    let (mut ids, mut numbers, mut codes, mut schools) =
        (Taken::new("id"), Taken::new("kbo"), Taken::new("ovo"), Taken::new("instellingsnummer"));
    for one in &data.organisations {
        ids.take(one, one.value.id, found);
        // Entities of the Flemish government share its number.
        if one.value.ovo.is_none() {
            numbers.take(one, one.value.kbo.clone(), found);
        }
        one.value.ovo.iter().for_each(|ovo| codes.take(one, ovo.clone(), found));
        one.value.instellingsnummer.iter().for_each(|number| schools.take(one, number.clone(), found));
    }
    let (mut ids, mut numbers, mut former) = (Taken::new("id"), Taken::new("insz"), Taken::new("replaces"));
    for one in &data.persons {
        ids.take(one, one.value.id, found);
        numbers.take(one, one.value.insz, found);
    }
    former.taken.clone_from(&numbers.taken);
    for one in &data.persons {
        one.value.replaces.iter().for_each(|number| former.take(one, *number, found));
    }
    let mut persons = Taken::new("person");
    data.accounts.iter().for_each(|one| persons.take(one, one.value.person, found));
}

fn accounts(data: &Data, found: &mut Vec<Found>) {
    for one in &data.accounts {
        let password = one.value.password.expose();
        if password.is_empty() || password.chars().count() > 128 {
            note(found, one, "password", "1 to 128 characters expected");
        }
    }
}

struct Taken<K> {
    member: &'static str,
    taken: BTreeMap<K, String>,
}

impl<K: Ord> Taken<K> {
    fn new(member: &'static str) -> Self {
        Self { member, taken: BTreeMap::new() }
    }

    fn take<T>(&mut self, one: &Located<T>, key: K, found: &mut Vec<Found>) {
        if let Some(other) = self.taken.insert(key, one.what.clone()) {
            note(found, one, self.member, format!("belongs to {other} already"));
        }
    }
}

/// Who is only in the register can hold nothing.
fn admitted(data: &Data, found: &mut Vec<Found>) {
    let strangers: BTreeSet<PersonId> =
        data.persons.iter().filter(|person| !person.value.admitted).map(|person| person.value.id).collect();
    const TEXT: &str = "is in the register only: take away `admitted = false`";
    for one in data.werkrelaties.iter().filter(|one| strangers.contains(&one.value.person)) {
        note(found, one, "person", TEXT);
    }
    for one in data.accounts.iter().filter(|one| strangers.contains(&one.value.person)) {
        note(found, one, "person", TEXT);
    }
    for one in data.mandates.iter().filter(|one| one.value.person.is_some_and(|person| strangers.contains(&person))) {
        note(found, one, "person", TEXT);
    }
}

fn mandates(data: &Data, found: &mut Vec<Found>) {
    for one in &data.mandates {
        let mandate = &one.value;
        if mandate.person.is_some() == mandate.client.is_some() {
            note(found, one, "client", "either `person` or `client` expected: who holds the mandate");
        }
        if mandate.organisation.is_some() && mandate.application.is_some() {
            note(found, one, "application", "either `organisation` or `application` expected, or neither for the platform");
        } else if !mandate.kind.is_over(&mandate.domain()) {
            note(found, one, "kind", over(mandate.kind));
        }
    }
}

/// What a mandate of a kind is over.
fn over(kind: Kind) -> &'static str {
    match kind {
        Kind::HoofdLokaleBeheerder | Kind::LokaleBeheerder | Kind::Monitor => "`organisation` expected, for this kind",
        Kind::Toepassingsbeheerder => "`application` expected, for this kind",
        Kind::PlatformOperator => "neither `organisation` nor `application` expected, for this kind",
    }
}

/// A confidential client proves who it is with a secret, keys or a certificate; a public one has nothing to prove it with.
fn secrets(data: &Data, found: &mut Vec<Found>) {
    for one in &data.clients {
        let (client, secret) = (&one.value.client, one.value.secret.is_some());
        let confidential = client.kind == ClientKind::Confidential;
        if confidential && !secret && !client.has_keys() && !client.has_certificate() {
            note(
                found,
                one,
                "secret",
                "`secret`, `jwks`, `jwks_uri` or a certificate (`tls_client_auth_…`) expected, for a confidential client",
            );
        }
        if !confidential && secret {
            note(found, one, "secret", "none for a public client");
        }
        if let Some(Err(error)) = client.jwks.clone().map(keys) {
            note(found, one, "jwks", format!("public keys that can be used expected: {error}"));
        }
        if one.value.api_example && !client.may(GrantType::ClientCredentials) {
            note(found, one, "api_example", "only for a client with client_credentials");
        }
    }
}

fn keys(jwks: serde_json::Value) -> Result<tokens::keys::ClientKeys, Box<dyn Display>> {
    let jwks: tokens::keys::Jwks = serde_json::from_value(jwks).map_err(|error| Box::new(error) as Box<dyn Display>)?;
    tokens::keys::ClientKeys::new(&jwks).map_err(|error| Box::new(error) as Box<dyn Display>)
}
