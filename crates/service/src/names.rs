//! What the things are called that werkrelaties and grants point to, for a whole page at once. Who may read a grant may read these names.

use std::collections::{BTreeSet, HashMap};

use ::persons::PersonName;
use ::werkrelaties::Werkrelatie;
use gebruikersrechten::Toekenning;
use organisations::Organisation;
use storage::ReadTx;
use types::{KboNumber, Name, OrganisationId, PersonId, RightCode};

use crate::Error;

/// The names of persons, organisations and rights.
#[derive(Clone, Debug, Default)]
pub struct Names {
    persons: HashMap<PersonId, PersonName>,
    organisations: HashMap<OrganisationId, Organisation>,
    rights: HashMap<RightCode, Name>,
}

impl Names {
    /// Those that werkrelaties and grants point to.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn read<'a>(
        tx: &mut ReadTx<'_>,
        werkrelaties: impl IntoIterator<Item = &'a Werkrelatie>,
        grants: impl IntoIterator<Item = &'a Toekenning>,
    ) -> Result<Self, Error> {
        let (mut persons, mut organisations, mut rights) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for one in werkrelaties {
            persons.insert(one.person);
            organisations.insert(one.organisation);
        }
        for grant in grants {
            persons.insert(grant.person);
            organisations.insert(grant.organisation);
            rights.insert(grant.right.clone());
        }
        let rights = storage::applications::rights_by_codes(tx, &Vec::from_iter(rights))?;
        Ok(Self {
            persons: storage::persons::names(tx, &Vec::from_iter(persons))?,
            organisations: storage::organisations::by_ids(tx, &Vec::from_iter(organisations))?,
            rights: rights.into_iter().map(|right| (right.code, right.name)).collect(),
        })
    }

    /// A person's.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&PersonName> {
        self.persons.get(&id)
    }

    /// An organisation's, and its KBO number.
    #[must_use]
    pub fn organisation(&self, id: OrganisationId) -> Option<(&Name, &KboNumber)> {
        self.organisations.get(&id).map(|organisation| (&organisation.name, &organisation.kbo))
    }

    /// A right's.
    #[must_use]
    pub fn right(&self, code: &RightCode) -> Option<&Name> {
        self.rights.get(code)
    }
}
