//! What users and scripts are told of the data: who can sign in, which clients there are.

use std::collections::HashMap;

use oidc::{ClientKind, GrantType};
use serde::Serialize;
use types::{ApplicationCode, ClientId, ContextCode, KboNumber, Name, OrganisationId, Parsed, PersonId, RightCode, ScopeName};

use crate::{AccountEntry, ApplicationEntry, ClientEntry, Data, PersonEntry};

/// All of `demo.json`. Its passwords and secrets are fictional.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Description {
    /// As it stands in tokens.
    pub issuer: String,
    /// The address of the REST API.
    pub api: String,
    /// Its documentation.
    pub docs: String,
    /// Who can sign in.
    pub personas: Vec<Persona>,
    /// What can ask for tokens.
    pub clients: Vec<DescribedClient>,
    /// The organisations.
    pub organisations: Vec<DescribedOrganisation>,
    /// Whom the person register knows and nobody admitted yet: to add.
    pub candidates: Vec<Candidate>,
}

/// Somebody who can sign in.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each is the member of the data file with that name")]
pub struct Persona {
    pub username: String,
    pub password: String,
    pub vo_id: PersonId,
    pub name: String,
    /// The first of his mandates in words; `medewerker` without one.
    pub role: &'static str,
    /// What he may do, in a line.
    pub description: String,
    pub mandates: Vec<PersonaMandate>,
    pub werkrelaties: Vec<PersonaWerkrelatie>,
}

/// What somebody administers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each is the member of the data file with that name")]
pub struct PersonaMandate {
    pub kind: mandates::Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<DescribedOrganisation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<ApplicationCode>,
}

/// Where somebody works, and the rights he holds there.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each is the member of the data file with that name")]
pub struct PersonaWerkrelatie {
    pub organisation: DescribedOrganisation,
    pub doelgroep: types::Doelgroep,
    pub rights: Vec<PersonaRight>,
}

/// A right that somebody was granted.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each is the member of the data file with that name")]
pub struct PersonaRight {
    pub right: RightCode,
    pub contexts: Vec<ContextCode>,
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each is the member of the data file with that name")]
pub struct DescribedOrganisation {
    pub id: OrganisationId,
    pub kbo: KboNumber,
    pub name: Name,
}

/// A client.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each is the member of the data file with that name")]
pub struct DescribedClient {
    pub client_id: ClientId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    pub name: Name,
    pub kind: ClientKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<ApplicationCode>,
    /// The names of the role claims: the one with contexts, the one without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_claims: Option<[String; 2]>,
    pub grant_types: Vec<GrantType>,
    pub scopes: Vec<ScopeName>,
    pub redirect_uris: Vec<String>,
    pub post_logout_redirect_uris: Vec<String>,
    /// The one to try the API with.
    pub api_example: bool,
}

/// Somebody to add.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each is the member of the data file with that name")]
pub struct Candidate {
    pub insz: String,
    pub name: String,
}

impl Data {
    /// What users and scripts are told, at this address (`https://host`, without a path).
    #[must_use]
    pub fn describe(&self, base: &str) -> Description {
        let organisations: Vec<_> = self.organisations.iter().map(|one| described(&one.value)).collect();
        let lookup = Lookup {
            data: self,
            organisations: organisations.iter().map(|one| (one.id, one.clone())).collect(),
            persons: self.persons.iter().map(|one| (one.value.id, &one.value)).collect(),
        };
        let strangers = self.persons.iter().filter(|one| !one.value.admitted);
        Description {
            issuer: format!("{base}/op"),
            api: format!("{base}/v1"),
            docs: format!("{base}/docs/"),
            personas: self.accounts.iter().filter_map(|one| lookup.persona(&one.value)).collect(),
            clients: self.clients.iter().map(|one| lookup.client(&one.value)).collect(),
            organisations,
            candidates: strangers.map(|one| Candidate { insz: one.value.insz.expose(), name: name(&one.value) }).collect(),
        }
    }
}

struct Lookup<'d> {
    data: &'d Data,
    organisations: HashMap<OrganisationId, DescribedOrganisation>,
    persons: HashMap<PersonId, &'d PersonEntry>,
}

impl Lookup<'_> {
    fn client(&self, ClientEntry { client, secret, api_example }: &ClientEntry) -> DescribedClient {
        let texts = |uris: &[oidc::RedirectUri]| uris.iter().map(|uri| uri.as_str().to_owned()).collect();
        let of_client = |one: &&ApplicationEntry| client.application.as_ref() == Some(&one.code);
        let application = self.data.applications.iter().map(|one| &one.value).find(of_client);
        DescribedClient {
            client_id: client.client_id.clone(),
            client_secret: secret.as_ref().map(|secret| secret.expose().to_owned()),
            name: client.name.clone(),
            kind: client.kind,
            application: client.application.clone(),
            role_claims: application.map(|one| one.build().role_claims()),
            grant_types: client.grant_types.clone(),
            scopes: client.scopes.clone(),
            redirect_uris: texts(&client.redirect_uris),
            post_logout_redirect_uris: texts(&client.post_logout_redirect_uris),
            api_example: *api_example,
        }
    }

    fn persona(&self, account: &AccountEntry) -> Option<Persona> {
        let person = self.persons.get(&account.person)?;
        let (mandates, werkrelaties) = (self.mandates(account.person), self.werkrelaties(account.person));
        let written = account.description.as_ref().map(|text| text.as_str().to_owned());
        Some(Persona {
            username: account.username.to_string(),
            password: account.password.expose().to_owned(),
            vo_id: account.person,
            name: name(person),
            role: mandates.first().map_or("medewerker", |mandate| kind(mandate.kind)),
            description: written.unwrap_or_else(|| summary(&mandates, &werkrelaties)),
            mandates,
            werkrelaties,
        })
    }

    fn mandates(&self, person: PersonId) -> Vec<PersonaMandate> {
        let own = self.data.mandates.iter().map(|one| &one.value).filter(|one| one.person == Some(person));
        let told = own.map(|one| PersonaMandate {
            kind: one.kind,
            organisation: one.organisation.and_then(|id| self.organisations.get(&id).cloned()),
            application: one.application.clone(),
        });
        told.collect()
    }

    fn werkrelaties(&self, person: PersonId) -> Vec<PersonaWerkrelatie> {
        let own = self.data.werkrelaties.iter().map(|one| &one.value).filter(|one| one.person == person);
        let told = own.filter_map(|one| {
            let organisation = self.organisations.get(&one.organisation)?.clone();
            Some(PersonaWerkrelatie { organisation, doelgroep: one.doelgroep.clone(), rights: self.rights(&one.key) })
        });
        told.collect()
    }

    fn rights(&self, werkrelatie: &str) -> Vec<PersonaRight> {
        let own = self.data.toekenningen.iter().map(|one| &one.value).filter(|one| one.werkrelatie == werkrelatie);
        own.map(|one| PersonaRight { right: one.right.clone(), contexts: one.contexts.clone() }).collect()
    }
}

/// As `hoofdLokaleBeheerder of Gemeente Zandmeer; PremiezoekerGebruiker at Gemeente Zandmeer`.
fn summary(mandates: &[PersonaMandate], werkrelaties: &[PersonaWerkrelatie]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for mandate in mandates {
        let kind = kind(mandate.kind);
        parts.push(match (&mandate.organisation, &mandate.application) {
            (Some(organisation), _) => format!("{kind} of {}", organisation.name.as_str()),
            (None, Some(application)) => format!("{kind} of {}", application.as_str()),
            (None, None) => kind.to_owned(),
        });
    }
    for one in werkrelaties.iter().filter(|one| !one.rights.is_empty()) {
        let rights: Vec<_> = one.rights.iter().map(right).collect();
        parts.push(format!("{} at {}", rights.join(", "), one.organisation.name.as_str()));
    }
    if parts.is_empty() { "holds no right yet".to_owned() } else { parts.join("; ") }
}

fn right(one: &PersonaRight) -> String {
    let contexts: Vec<_> = one.contexts.iter().map(Parsed::as_str).collect();
    let right = one.right.as_str();
    if contexts.is_empty() { right.to_owned() } else { format!("{right} ({})", contexts.join(", ")) }
}

/// In words.
fn kind(kind: mandates::Kind) -> &'static str {
    match kind {
        mandates::Kind::HoofdLokaleBeheerder => "hoofd lokale beheerder",
        mandates::Kind::LokaleBeheerder => "lokale beheerder",
        mandates::Kind::Monitor => "monitor",
        mandates::Kind::Toepassingsbeheerder => "toepassingsbeheerder",
        mandates::Kind::PlatformOperator => "platform operator",
    }
}

fn name(person: &PersonEntry) -> String {
    let given = person.given.as_ref().map_or("", Parsed::as_str);
    format!("{given} {}", person.family.as_str()).trim_start().to_owned()
}

fn described(one: &crate::OrganisationEntry) -> DescribedOrganisation {
    DescribedOrganisation { id: one.id, kbo: one.kbo.clone(), name: one.name.clone() }
}
