//! Persons: admitted by number from the register, reloaded, edited, found.

use ::persons::{OwnEdit, OwnFields, Person, PersonSnapshot, RegisterRecord};
use audit::{About, Action};
use storage::{Page, Paged, ReadTx, WriteTx};
use types::{Instant, Insz, PersonId, Reason};

use crate::caller::{among, paths_of, sight};
use crate::error::unchanged;
use crate::record::{self, Deed};
use crate::{Caller, Error};

/// A person, and whether he came with this call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// Who.
    pub person: Person,
    /// False when he was known.
    pub new: bool,
}

/// The person who has or had this number, for who is about to admit or couple him: the one way to see a person outside one's organisations.
///
/// # Errors
/// [`Error::Forbidden`] for who may not admit persons.
pub fn by_number(tx: &mut ReadTx<'_>, caller: &Caller, insz: Insz) -> Result<Option<Person>, Error> {
    caller.powers.may_admit_persons()?;
    Ok(storage::persons::by_insz(tx, insz)?)
}

/// Who has or had this number already, as [`admit`] answers for him.
///
/// # Errors
/// [`Error::Forbidden`] for who may not admit persons; [`Error::NotFound`] when there is nobody.
pub fn already_admitted(tx: &mut ReadTx<'_>, caller: &Caller, insz: Insz) -> Result<Admitted, Error> {
    by_number(tx, caller, insz)?.map(|person| Admitted { person, new: false }).ok_or(Error::NotFound)
}

/// Admits a person with what the register answered. Who is known comes back as he is; by a number that he had before, with the change of
/// his number recorded.
///
/// # Errors
/// [`Error::Forbidden`] for who may not admit persons.
pub fn admit(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    record: RegisterRecord,
    own: OwnFields,
    reason: Reason,
) -> Result<Admitted, Error> {
    let id = tx.cx().new_id();
    admit_as(tx, caller, record, own, reason, id)
}

/// As [`admit`], with an identifier that was chosen beforehand: for data whose documented addresses must stay the same.
///
/// # Errors
/// As [`admit`].
pub fn admit_as(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    record: RegisterRecord,
    own: OwnFields,
    reason: Reason,
    id: PersonId,
) -> Result<Admitted, Error> {
    let deed = Deed::of(caller, caller.powers.may_admit_persons()?, Some(reason.clone()));
    if let Some(person) = storage::persons::by_insz(tx, record.insz)? {
        // By a number of before, too: the answer may be older than the change of number that was recorded since.
        return Ok(Admitted { person, new: false });
    }
    if let Some(known) = under_former(tx, &record)? {
        return Ok(Admitted { person: refresh(tx, &deed, &known, record)?, new: false });
    }
    let former = record.replaces.clone();
    let person = ::persons::admit(record, own, reason, id, tx.cx().now);
    storage::persons::insert(tx, &person)?;
    former.into_iter().try_for_each(|number| storage::persons::add_former_number(tx, person.id, number))?;
    record::created(tx, &deed, Action::PersonAdmitted, about(&person), &PersonSnapshot::from(&person))?;
    Ok(Admitted { person, new: true })
}

/// Who has or had a number that the one of a record replaces.
fn under_former(tx: &mut ReadTx<'_>, record: &RegisterRecord) -> Result<Option<Person>, Error> {
    for number in &record.replaces {
        if let Some(person) = storage::persons::by_insz(tx, *number)? {
            return Ok(Some(person));
        }
    }
    Ok(None)
}

/// A person as he was read before the register was asked for him.
#[derive(Clone, Copy, Debug)]
pub struct Basis {
    person: PersonId,
    insz: Insz,
    version: i64,
    reloaded: Instant,
}

impl Basis {
    /// The number to ask the register for.
    #[must_use]
    pub fn insz(&self) -> Insz {
        self.insz
    }
}

/// What a [`reload`] begins with: for who may do that, so that nobody else makes Poort ask.
///
/// # Errors
/// As [`reload`].
pub fn to_reload(tx: &mut ReadTx<'_>, caller: &Caller, id: PersonId) -> Result<Basis, Error> {
    let person = storage::persons::by_id(tx, id)?.ok_or(Error::NotFound)?;
    caller.powers.may_edit_person(&paths_of(tx, id)?)?;
    Ok(Basis { person: id, insz: person.insz, version: person.version, reloaded: person.reloaded })
}

/// Refreshes a person from what the register answered; a changed number is recorded, and the old one still finds him. A number that another
/// person has is left to that person ([`Person::number_taken`]), and the rest is recorded.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`] for who may not edit him; [`Error::Overtaken`] when he was changed or reloaded since the basis
/// was read, so that an older answer never undoes a younger one: read the basis and ask the register again.
pub fn reload(tx: &mut WriteTx<'_>, caller: &Caller, basis: &Basis, record: RegisterRecord) -> Result<Person, Error> {
    let before = storage::persons::by_id(tx, basis.person)?.ok_or(Error::NotFound)?;
    let deed = Deed::of(caller, caller.powers.may_edit_person(&paths_of(tx, before.id)?)?, None);
    if (before.version, before.reloaded) != (basis.version, basis.reloaded) {
        return Err(Error::Overtaken);
    }
    refresh(tx, &deed, &before, record)
}

fn refresh(tx: &mut WriteTx<'_>, deed: &Deed, before: &Person, record: RegisterRecord) -> Result<Person, Error> {
    let taken = storage::persons::by_insz(tx, record.insz)?.is_some_and(|holder| holder.id != before.id);
    let (after, changes) = ::persons::reload(before, record, taken, tx.cx().now);
    if let Some(number) = &changes.number {
        storage::persons::change_number(tx, after.id, number.new)?;
    }
    storage::persons::update(tx, &after)?;
    if !changes.is_empty() {
        let action = if changes.number.is_some() { Action::PersonNumberChanged } else { Action::PersonReloaded };
        record::changed(tx, deed, action, about(&after), &PersonSnapshot::from(before), &PersonSnapshot::from(&after))?;
    }
    Ok(after)
}

/// Changes the fields that Poort keeps itself.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`] for who may not edit him; [`Error::Stale`] when he was changed since `version`.
pub fn edit(tx: &mut WriteTx<'_>, caller: &Caller, id: PersonId, version: i64, edit: OwnEdit) -> Result<Person, Error> {
    let before = storage::persons::by_id(tx, id)?.ok_or(Error::NotFound)?;
    let deed = Deed::of(caller, caller.powers.may_edit_person(&paths_of(tx, id)?)?, None);
    unchanged(before.version, version)?;
    let after = ::persons::edit_own(&before, edit);
    if after == before {
        return Ok(after);
    }
    storage::persons::update(tx, &after)?;
    record::changed(
        tx,
        &deed,
        Action::PersonEdited,
        about(&after),
        &PersonSnapshot::from(&before),
        &PersonSnapshot::from(&after),
    )?;
    Ok(after)
}

/// One person.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or he is nobody's that the caller administers.
pub fn read(tx: &mut ReadTx<'_>, caller: &Caller, id: PersonId) -> Result<Person, Error> {
    let person = storage::persons::by_id(tx, id)?.ok_or(Error::NotFound)?;
    caller.powers.may_read_person(&paths_of(tx, id)?)?;
    Ok(person)
}

/// The persons that the caller sees, by name.
///
/// # Errors
/// When they cannot be read.
pub fn search(tx: &mut ReadTx<'_>, caller: &Caller, query: storage::persons::Query, page: Page) -> Result<Paged<Person>, Error> {
    let organisations = among(sight(tx, &caller.powers)?.organisations, query.organisations);
    Ok(storage::persons::search(tx, &storage::persons::Query { organisations, ..query }, page)?)
}

fn about(person: &Person) -> About {
    About { person: Some(person.id), ..About::default() }
}
