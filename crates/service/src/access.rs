//! The access question, answered from the database: which rights does a person hold at a moment, and why. The in-memory index of a later
//! version will serve these same functions.

use std::collections::{BTreeMap, BTreeSet};

use gebruikersrechten::access::{Answer, Explanation, Facts, Held, answer as rule_answer, explain as rule_explain};
use gebruikersrechten::{Application, Gebruikersrecht, Toekenning};
use organisations::Organisation;
use persons::Person;
use storage::{Known, ReadTx};
use types::{ApplicationCode, Instant, OrganisationId, PersonId, RightCode};
use werkrelaties::Werkrelatie;

use crate::caller::{path, paths_of};
use crate::{Caller, Error};

/// All that the grants of one person point to.
struct Read {
    person: Person,
    werkrelaties: Vec<Werkrelatie>,
    organisations: Vec<Organisation>,
    applications: Vec<Application>,
    rights: Vec<Gebruikersrecht>,
    grants: Vec<Toekenning>,
}

impl Read {
    fn facts(&self) -> Facts<'_> {
        Facts {
            person: &self.person,
            werkrelaties: &self.werkrelaties,
            organisations: &self.organisations,
            applications: &self.applications,
            rights: &self.rights,
            grants: &self.grants,
        }
    }
}

/// What a person holds, and of each grant that gives nothing why, at a moment, as far as was known at another.
///
/// # Errors
/// [`Error::NotFound`] when there is no such person.
pub fn answer(tx: &mut ReadTx<'_>, person: PersonId, at: Instant, known: Known) -> Result<Vec<Answer>, Error> {
    let read = read(tx, person, &[], &[], known)?;
    Ok(rule_answer(&read.facts(), at))
}

/// Why a person does or does not hold the rights of an application at an organisation.
///
/// # Errors
/// [`Error::NotFound`] when the caller may see neither that organisation nor that application, or there is no such person among his.
pub fn explain(
    tx: &mut ReadTx<'_>,
    caller: &Caller,
    person: PersonId,
    application: &ApplicationCode,
    organisation: OrganisationId,
    right: Option<&RightCode>,
    at: Instant,
) -> Result<Explanation, Error> {
    may_ask(tx, caller, person, application)?;
    caller.powers.may_read_toekenning(&path(tx, organisation)?, application)?;
    let read = read(tx, person, std::slice::from_ref(application), &[organisation], Known::Now)?;
    Ok(rule_explain(&read.facts(), application, organisation, right, at))
}

/// What a person holds of an application at a moment, at one organisation or wherever the caller may see it.
///
/// # Errors
/// As [`explain`].
pub fn held(
    tx: &mut ReadTx<'_>,
    caller: &Caller,
    person: PersonId,
    application: &ApplicationCode,
    organisation: Option<OrganisationId>,
    at: Instant,
) -> Result<Vec<Held>, Error> {
    may_ask(tx, caller, person, application)?;
    if let Some(organisation) = organisation {
        caller.powers.may_read_toekenning(&path(tx, organisation)?, application)?;
    }
    let mut found = Vec::new();
    for answer in answer(tx, person, at, Known::Now)? {
        let Answer::Held(held) = answer else { continue };
        let asked = held.application == *application && organisation.is_none_or(|one| one == held.organisation);
        if asked && caller.powers.may_read_toekenning(&path(tx, held.organisation)?, application).is_ok() {
            found.push(held);
        }
    }
    Ok(found)
}

/// Who manages the application meets its users; an administrator asks about persons of his organisations only.
fn may_ask(tx: &mut ReadTx<'_>, caller: &Caller, person: PersonId, application: &ApplicationCode) -> Result<(), Error> {
    storage::persons::by_id(tx, person)?.ok_or(Error::NotFound)?;
    storage::applications::by_code(tx, application)?.ok_or(Error::NotFound)?;
    if caller.powers.may_manage_application(application).is_err() {
        caller.powers.may_read_person(&paths_of(tx, person)?)?;
    }
    Ok(())
}

fn read(
    tx: &mut ReadTx<'_>,
    person: PersonId,
    applications: &[ApplicationCode],
    organisations: &[OrganisationId],
    known: Known,
) -> Result<Read, Error> {
    let person = storage::persons::by_id(tx, person)?.ok_or(Error::NotFound)?;
    let werkrelaties = storage::werkrelaties::of_person(tx, person.id, known)?;
    let grants = storage::toekenningen::of_person(tx, person.id, known)?;
    let mut at: BTreeSet<OrganisationId> = werkrelaties.iter().map(|one| one.organisation).collect();
    at.extend(organisations);
    let at: Vec<_> = at.into_iter().collect();
    let mut of: BTreeSet<ApplicationCode> = grants.iter().map(|grant| grant.application.clone()).collect();
    of.extend(applications.iter().cloned());
    let mut found: BTreeMap<ApplicationCode, Application> = BTreeMap::new();
    let mut rights = Vec::new();
    for code in of {
        rights.extend(storage::applications::rights_of(tx, Some(&code))?);
        found.extend(storage::applications::by_code(tx, &code)?.map(|application| (code, application)));
    }
    let organisations = storage::organisations::by_ids(tx, &at)?.into_values().collect();
    Ok(Read { person, werkrelaties, organisations, applications: found.into_values().collect(), rights, grants })
}
