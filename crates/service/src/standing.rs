//! What is kept of one person, read once in a transaction: every question about his rights is answered from it, without asking the database again.

use std::collections::{BTreeSet, HashMap};

use ::werkrelaties::Werkrelatie;
use gebruikersrechten::access::{Answer, Facts, answer};
use gebruikersrechten::{Application, Gebruikersrecht, Toekenning};
use organisations::Organisation;
use persons::Person;
use storage::{Known, ReadTx, applications, toekenningen, werkrelaties};
use types::{ApplicationCode, Instant, OrganisationId, PersonId, WerkrelatieId};

use crate::Error;

/// Which of somebody's grants a question is about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Grants<'a> {
    /// All.
    All,
    /// Those of an application, with that application and all its rights also when he has none.
    Of(&'a ApplicationCode),
    /// None.
    None,
}

/// A person, his werkrelaties, and the grants that were asked for with all that they point to.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub(crate) person: Person,
    pub(crate) werkrelaties: Vec<Werkrelatie>,
    pub(crate) applications: Vec<Application>,
    pub(crate) rights: Vec<Gebruikersrecht>,
    pub(crate) grants: Vec<Toekenning>,
    organisations: Vec<Organisation>,
}

impl Standing {
    /// Reads it, as far as was known at a moment, with these organisations besides those where he works; `None` when there is no such person.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn read(
        tx: &mut ReadTx<'_>,
        person: PersonId,
        asked: Grants<'_>,
        besides: &[OrganisationId],
        known: Known,
    ) -> Result<Option<Self>, Error> {
        let Some(person) = storage::persons::by_id(tx, person)? else { return Ok(None) };
        let werkrelaties = werkrelaties::of_person(tx, person.id, known)?;
        let grants = grants(tx, person.id, asked, known)?;
        let mut codes: BTreeSet<_> = grants.iter().map(|grant| grant.application.clone()).collect();
        if let Grants::Of(application) = asked {
            codes.insert(application.clone());
        }
        let (mut applications, mut rights) = (Vec::new(), Vec::new());
        for code in codes {
            rights.extend(applications::rights_of(tx, Some(&code))?);
            applications.extend(applications::by_code(tx, &code)?);
        }
        let places: BTreeSet<_> = werkrelaties.iter().map(|one| one.organisation).chain(besides.iter().copied()).collect();
        let organisations = match Vec::from_iter(places).as_slice() {
            [] => HashMap::new(),
            places => storage::organisations::by_ids(tx, places)?,
        };
        Ok(Some(Self {
            person,
            werkrelaties,
            applications,
            rights,
            organisations: organisations.into_values().collect(),
            grants,
        }))
    }

    /// What the access question rests on.
    pub(crate) fn facts(&self) -> Facts<'_> {
        Facts {
            person: &self.person,
            werkrelaties: &self.werkrelaties,
            organisations: &self.organisations,
            applications: &self.applications,
            rights: &self.rights,
            grants: &self.grants,
        }
    }

    /// What he holds at a moment by these grants, and of each that gives nothing why.
    pub(crate) fn answers(&self, at: Instant) -> Vec<Answer> {
        answer(&self.facts(), at)
    }

    /// One of his werkrelaties.
    pub(crate) fn werkrelatie(&self, id: WerkrelatieId) -> Option<&Werkrelatie> {
        self.werkrelaties.iter().find(|one| one.id == id)
    }

    /// One of the organisations where he works, or that were asked for.
    pub(crate) fn organisation(&self, id: OrganisationId) -> Option<&Organisation> {
        self.organisations.iter().find(|one| one.id == id)
    }
}

fn grants(tx: &mut ReadTx<'_>, person: PersonId, asked: Grants<'_>, known: Known) -> Result<Vec<Toekenning>, Error> {
    let mut grants = match asked {
        Grants::None => Vec::new(),
        Grants::All | Grants::Of(_) => toekenningen::of_person(tx, person, known)?,
    };
    if let Grants::Of(application) = asked {
        grants.retain(|grant| grant.application == *application);
    }
    Ok(grants)
}
