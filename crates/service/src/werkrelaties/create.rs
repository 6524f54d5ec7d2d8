use ::werkrelaties::{CreateFacts, Proposal, Werkrelatie, create as rule_create};
use audit::Action;
use storage::{Known, ReadTx, WriteTx};
use types::{Category, Contact, Day, Doelgroep, Insz, OrganisationId, PersonId, Reason};

use crate::caller::{path, paths_of};
use crate::record::{self, Deed, about_werkrelatie};
use crate::{Caller, Error, Policies};

/// Whom to couple.
#[derive(Clone, Debug)]
pub enum Who {
    /// A person that the caller sees, or that nobody has coupled yet.
    Id(PersonId),
    /// Any person, by exact number.
    Number(Insz),
}

/// What is asked: a person at an organisation.
#[derive(Clone, Debug)]
pub struct NewWerkrelatie {
    /// Who.
    pub person: Who,
    /// Where.
    pub organisation: OrganisationId,
    /// As what kind of user.
    pub doelgroep: Doelgroep,
    /// In which category.
    pub category: Category,
    /// First working day; today when left out.
    pub begin: Option<Day>,
    /// Last working day; ten years by default.
    pub end: Option<Day>,
    /// E-mail and phone.
    pub contact: Contact,
    /// Why, where somebody says.
    pub reason: Option<Reason>,
}

/// Couples a person to an organisation.
///
/// # Errors
/// [`Error::Reference`] to a person or organisation that the caller may not know of, [`Error::Forbidden`], or the rule that refuses.
pub fn create(tx: &mut WriteTx<'_>, caller: &Caller, policies: &Policies, new: NewWerkrelatie) -> Result<Werkrelatie, Error> {
    let place = path(tx, new.organisation)?;
    let managed = caller.powers.may_manage_werkrelaties(&place);
    managed.map_err(|denied| Error::from(denied).refers_to("organisation"))?;
    let organisation = storage::organisations::by_id(tx, new.organisation)?.ok_or(Error::NotFound.refers_to("organisation"))?;
    let person = find(tx, caller, new.person)?;
    let deed = Deed::of(caller, caller.powers.may_widen_werkrelatie(&place, person.id)?, new.reason);
    let others = storage::werkrelaties::of_person(tx, person.id, Known::Now)?;
    let today = tx.cx().today();
    let proposal = Proposal {
        id: tx.cx().new_id(),
        doelgroep: new.doelgroep,
        category: new.category,
        begin: new.begin.unwrap_or(today),
        end: new.end,
        contact: new.contact,
    };
    let facts =
        CreateFacts { person: &person, organisation: &organisation, others: &others, policy: &policies.werkrelaties, today };
    let created = rule_create(proposal, &facts)?;
    storage::werkrelaties::insert(tx, &created)?;
    record::created(tx, &deed, Action::WerkrelatieCreated, about_werkrelatie(&created), &created)?;
    Ok(created)
}

/// Who is somebody else's is found by his exact number only: an identifier that leaked couples nobody.
fn find(tx: &mut ReadTx<'_>, caller: &Caller, who: Who) -> Result<persons::Person, Error> {
    match who {
        Who::Number(insz) => storage::persons::by_insz(tx, insz)?.ok_or(Error::NotFound.refers_to("insz")),
        Who::Id(id) => seen(tx, caller, id).map_err(|error| error.refers_to("person")),
    }
}

fn seen(tx: &mut ReadTx<'_>, caller: &Caller, id: PersonId) -> Result<persons::Person, Error> {
    let person = storage::persons::by_id(tx, id)?.ok_or(Error::NotFound)?;
    let places = paths_of(tx, id)?;
    if !places.is_empty() {
        caller.powers.may_read_person(&places)?;
    }
    Ok(person)
}
