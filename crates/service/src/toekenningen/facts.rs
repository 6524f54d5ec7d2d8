use gebruikersrechten::{Application, Gebruikersrecht, GrantFacts, Holder, Refusal, Toekenning};
use organisations::Organisation;
use persons::Person;
use storage::{Known, ReadTx};
use types::{Instant, PersonId, RightCode, WerkrelatieId};
use werkrelaties::Werkrelatie;

use crate::Error;

/// Everything that the rules look at, read in the transaction that decides.
pub(super) struct Facts {
    person: Person,
    werkrelatie: Werkrelatie,
    organisation: Organisation,
    application: Application,
    right: Gebruikersrecht,
    rights: Vec<Gebruikersrecht>,
    others: Vec<Toekenning>,
    now: Instant,
}

impl Facts {
    /// With the other grants that end after a moment: for one that begins in the past, those of that time count too.
    pub(super) fn read(
        tx: &mut ReadTx<'_>,
        werkrelatie: WerkrelatieId,
        right: &RightCode,
        since: Instant,
        now: Instant,
    ) -> Result<Self, Error> {
        let werkrelatie = storage::werkrelaties::by_id(tx, werkrelatie, Known::Now)?.ok_or(Error::NotFound)?;
        let right = storage::applications::right_by_code(tx, right)?.ok_or(Error::NotFound.refers_to("right"))?;
        let application = storage::applications::by_code(tx, &right.application)?.ok_or(Error::NotFound)?;
        Ok(Self {
            person: storage::persons::by_id(tx, werkrelatie.person)?.ok_or(Error::NotFound)?,
            organisation: storage::organisations::by_id(tx, werkrelatie.organisation)?.ok_or(Error::NotFound)?,
            rights: storage::applications::rights_of(tx, Some(&application.code))?,
            others: storage::toekenningen::at_organisation(tx, werkrelatie.organisation, &application.code, since.min(now))?,
            werkrelatie,
            application,
            right,
            now,
        })
    }

    pub(super) fn borrow(&self) -> GrantFacts<'_> {
        GrantFacts {
            person: &self.person,
            werkrelatie: &self.werkrelatie,
            organisation: &self.organisation,
            application: &self.application,
            right: &self.right,
            rights: &self.rights,
            others: &self.others,
            now: self.now,
        }
    }
}

/// What a rule answered, a refusal with the names of what it points to: who may grant at an organisation sees who holds what there.
pub(super) fn told<T>(tx: &mut ReadTx<'_>, answer: Result<T, Refusal>) -> Result<T, Error> {
    match answer {
        Ok(value) => Ok(value),
        Err(refusal) => Err(named(tx, refusal)?.into()),
    }
}

fn named(tx: &mut ReadTx<'_>, refusal: Refusal) -> Result<Refusal, Error> {
    Ok(match refusal {
        Refusal::HeldOnOtherOrganisation { organisation, .. } => {
            let (name, kbo) = storage::organisations::by_id(tx, organisation)?.map(|found| (found.name, found.kbo)).unzip();
            Refusal::HeldOnOtherOrganisation { organisation, name, kbo }
        }
        Refusal::MaxHolders { right, limit, context, since, holders } => {
            let persons: Vec<PersonId> = holders.iter().map(|holder| holder.person).collect();
            let names = storage::persons::names(tx, &persons)?;
            let holders = holders.into_iter().map(|one| Holder { name: names.get(&one.person).cloned(), ..one }).collect();
            Refusal::MaxHolders { right, limit, context, since, holders }
        }
        other => other,
    })
}
