use ::mandates::{Domain, Mandate};
use gebruikersrechten::access::Held;
use oidc::claims::{ApplicationRoles, OrganisationFacts, Role, SubjectFacts};
use oidc::{Client, Level, Scopes};
use organisations::Catalogue;
use storage::ReadTx;
use types::{Instant, OrganisationId, Parsed, PersonId};

use super::SignInError;
use super::choices::{Choice, Grounds};
use crate::standing::Standing;

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
    let Some(grounds) = Grounds::read(tx, asked.person, asked.client, asked.scopes, asked.at)? else { return Ok(None) };
    let person = &grounds.standing.person;
    let mut untils = vec![::persons::access_ends(person), client_ends(asked.client)];
    let here = organisation(&grounds, asked);
    untils.extend(here.as_ref().map(|choice| choice.until));
    let roles = roles(&grounds, asked, &mut untils);
    untils.extend(mandates_end(tx, &grounds, asked)?);
    let email = here.as_ref().and_then(|choice| grounds.standing.werkrelatie(choice.werkrelatie?)?.contact.email.clone());
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
fn organisation(grounds: &Grounds, asked: &Asked<'_>) -> Option<Choice> {
    let chosen = asked.organisation?;
    grounds.choices(asked.client).organisations.into_iter().find(|choice| choice.organisation == chosen)
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
fn roles(grounds: &Grounds, asked: &Asked<'_>, untils: &mut Vec<Instant>) -> Option<ApplicationRoles> {
    let application = grounds.standing.applications.first().filter(|one| asked.scopes.has(one.scope.as_str()))?;
    // A token that was exchanged names the organisation of the first one, also at a client that is not asked for one itself.
    let here = |held: &&Held| match asked.organisation {
        Some(chosen) => chosen == held.organisation,
        None => asked.client.level == Level::Doelgroep,
    };
    let held = grounds.held(&application.code);
    untils.extend(held.iter().filter(here).map(|held| held.until));
    let [claim_3d, claim_2d] = application.role_claims();
    let roles = held.iter().filter(here).filter_map(|held| role(&grounds.standing, held)).collect();
    Some(ApplicationRoles { scope: application.scope.clone(), claim_3d, claim_2d, roles })
}

fn role(standing: &Standing, held: &Held) -> Option<Role> {
    let right = standing.rights.iter().find(|right| right.code == held.right)?;
    let werkrelatie = standing.werkrelatie(held.werkrelatie)?;
    let contexts = held.contexts.iter().filter_map(|context| right.contexts.value(context));
    Some(Role {
        right: right.technical_name.clone(),
        contexts: contexts.map(|value| value.technical_name.clone()).collect(),
        orgcode: standing.organisation(held.organisation)?.orgcode(&werkrelatie.doelgroep),
    })
}

/// When the mandates lapse that a token for Poort's API carries: those over the chosen organisation or above it, and those over none.
fn mandates_end(tx: &mut ReadTx<'_>, grounds: &Grounds, asked: &Asked<'_>) -> Result<Vec<Instant>, SignInError> {
    if grounds.mandates.is_empty() {
        return Ok(Vec::new());
    }
    let place = asked.organisation.map(|id| crate::caller::path(tx, id)).transpose()?;
    let carries = |domain: &Domain| match (domain, &place) {
        (Domain::Organisation { organisation, .. }, Some(place)) => place.is_within(*organisation),
        _ => true,
    };
    Ok(grounds.mandates.iter().filter(|mandate| carries(&mandate.domain)).map(Mandate::ends_at).collect())
}
