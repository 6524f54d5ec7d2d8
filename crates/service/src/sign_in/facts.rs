use ::mandates::{Domain, Holder, Mandate};
use gebruikersrechten::access::Held;
use gebruikersrechten::{Application, Gebruikersrecht};
use oidc::claims::{ApplicationRoles, OrganisationFacts, Role, SubjectFacts};
use oidc::{Client, Level, Scopes};
use organisations::Catalogue;
use storage::{Known, ReadTx};
use types::{Instant, OrganisationId, Parsed, PersonId};

use super::SignInError;
use super::choices::{self, Choice};
use crate::access;

/// What a token of a person would say now, and the moments at which something that it says may lapse.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) subject: SubjectFacts,
    pub(super) untils: Vec<Instant>,
}

/// Who asks what, for whom.
pub(super) struct Asked<'a> {
    pub(super) person: PersonId,
    pub(super) client: &'a Client,
    pub(super) scopes: &'a Scopes,
    pub(super) organisation: Option<OrganisationId>,
    pub(super) at: Instant,
}

/// Computes what a token says; `None` for a person who may not act. An organisation for which he acts no longer is left out, with its roles.
pub(super) fn told(tx: &mut ReadTx<'_>, catalogue: &Catalogue, asked: &Asked<'_>) -> Result<Option<Told>, SignInError> {
    let person = storage::persons::by_id(tx, asked.person)?;
    let Some(person) = person.filter(|person| ::persons::may_act(person, asked.at).is_ok()) else { return Ok(None) };
    let mut untils = vec![::persons::access_ends(&person), client_ends(asked.client)];
    let here = organisation(tx, asked)?;
    untils.extend(here.as_ref().map(|choice| choice.until));
    let roles = roles(tx, asked, &mut untils)?;
    if asked.scopes.api().next().is_some() {
        untils.extend(mandates_end(tx, asked)?);
    }
    let email = match here.as_ref().and_then(|choice| choice.werkrelatie) {
        Some(id) => storage::werkrelaties::by_id(tx, id, Known::Now)?.and_then(|one| one.contact.email),
        None => None,
    };
    let told_number = asked.scopes.has("rrn") && asked.client.legal_basis.is_some();
    let subject = SubjectFacts {
        sub: oidc::subject(tx.vault(), asked.client, person.id),
        person: person.id,
        given_name: person.name.given.clone(),
        family_name: Some(person.name.family.clone()),
        insz: told_number.then_some(person.insz),
        organisation: here.map(|choice| organisation_facts(choice, catalogue)),
        email,
        roles: roles.into_iter().collect(),
    };
    Ok(Some(Told { subject, untils }))
}

/// The end of a client's period.
pub(super) fn client_ends(client: &Client) -> Instant {
    client.period.map_or(Instant::FOREVER, types::Period::ends_at)
}

/// The organisation that was chosen, while he still acts for it.
fn organisation(tx: &mut ReadTx<'_>, asked: &Asked<'_>) -> Result<Option<Choice>, SignInError> {
    let Some(chosen) = asked.organisation else { return Ok(None) };
    let choices = choices::choices(tx, asked.person, asked.client, asked.scopes, asked.at)?;
    Ok(choices.organisations.into_iter().find(|choice| choice.organisation == chosen))
}

fn organisation_facts(choice: Choice, catalogue: &Catalogue) -> OrganisationFacts {
    let entry = catalogue.doelgroep(&choice.doelgroep).map(|entry| entry.name.clone());
    // A doelgroep that left the configuration is called by its code, or by nothing better than the organisation itself.
    let named = entry.or_else(|| types::Name::parse(choice.doelgroep.as_str()).ok());
    OrganisationFacts {
        code: choice.orgcode,
        doelgroep_name: named.unwrap_or_else(|| choice.name.clone()),
        name: choice.name,
        doelgroep: choice.doelgroep,
    }
}

/// The rights of the client's application, when its scope was given: at the chosen organisation, or at all for a client of doelgroep level.
fn roles(tx: &mut ReadTx<'_>, asked: &Asked<'_>, untils: &mut Vec<Instant>) -> Result<Option<ApplicationRoles>, SignInError> {
    let Some(code) = &asked.client.application else { return Ok(None) };
    let Some(application) = storage::applications::by_code(tx, code)? else { return Ok(None) };
    if !asked.scopes.has(application.scope.as_str()) {
        return Ok(None);
    }
    // A token that was exchanged names the organisation of the first one, also at a client that is not asked for one itself.
    let here = |held: &&Held| match asked.organisation {
        Some(chosen) => chosen == held.organisation,
        None => asked.client.level == Level::Doelgroep,
    };
    let answers = access::answer(tx, asked.person, asked.at, Known::Now)?;
    let held = answers.iter().filter_map(|answer| answer.held()).filter(|held| held.application == *code).filter(here);
    let rights = storage::applications::rights_of(tx, Some(code))?;
    let mut roles = Vec::new();
    for one in held {
        roles.extend(role(tx, one, &rights)?);
        untils.push(one.until);
    }
    Ok(Some(named(&application, roles)))
}

fn named(application: &Application, roles: Vec<Role>) -> ApplicationRoles {
    let [claim_3d, claim_2d] = application.role_claims();
    ApplicationRoles { scope: application.scope.clone(), claim_3d, claim_2d, roles }
}

fn role(tx: &mut ReadTx<'_>, held: &Held, rights: &[Gebruikersrecht]) -> Result<Option<Role>, SignInError> {
    let Some(right) = rights.iter().find(|right| right.code == held.right) else { return Ok(None) };
    let Some(werkrelatie) = storage::werkrelaties::by_id(tx, held.werkrelatie, Known::Now)? else { return Ok(None) };
    let Some(organisation) = storage::organisations::by_id(tx, held.organisation)? else { return Ok(None) };
    let contexts = held.contexts.iter().filter_map(|context| right.contexts.value(context));
    Ok(Some(Role {
        right: right.technical_name.clone(),
        contexts: contexts.map(|value| value.technical_name.clone()).collect(),
        orgcode: organisation.orgcode(&werkrelatie.doelgroep),
    }))
}

/// When the mandates lapse that a token for Poort's API carries: those over the chosen organisation or above it, and those over none.
fn mandates_end(tx: &mut ReadTx<'_>, asked: &Asked<'_>) -> Result<Vec<Instant>, SignInError> {
    let place = asked.organisation.map(|id| crate::caller::path(tx, id)).transpose()?;
    let carries = |domain: &Domain| match (domain, &place) {
        (Domain::Organisation { organisation, .. }, Some(place)) => place.is_within(*organisation),
        _ => true,
    };
    let mandates = choices::in_force(tx, &Holder::Person(asked.person), asked.at)?;
    Ok(mandates.iter().filter(|mandate| carries(&mandate.domain)).map(Mandate::ends_at).collect())
}
