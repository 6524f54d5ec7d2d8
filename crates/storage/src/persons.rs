//! Persons and their numbers. The number is sealed with the person's id, so that it cannot be moved to another row.

use std::collections::HashMap;

use diesel::prelude::*;
use persons::{OwnFields, Person, PersonName, Status};
use tokens::seal::Purpose;
use types::{Insz, Name, OrganisationId, Parsed as _, PartialDate, PersonId, Reason, Sex, TypedId as _};

use crate::engine::{ReadTx, WriteTx, on};
use crate::page::{Page, Paged, anywhere};
use crate::schema::{person_numbers, persons as table, werkrelaties};
use crate::{At, Code, Id, Json, StorageError};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = table, treat_none_as_null = true, treat_none_as_default_value = false)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    id: Id<PersonId>,
    family: Code<Name>,
    given: Option<Code<Name>>,
    sort_name: String,
    birth: Code<PartialDate>,
    sex: Option<Code<Sex>>,
    status: Json<Status>,
    own: Json<OwnFields>,
    admission: Code<Reason>,
    number_taken: bool,
    reloaded: At,
    version: i64,
}

impl Row {
    fn of(person: &Person) -> Self {
        Self {
            id: Id(person.id),
            family: Code(person.name.family.clone()),
            given: person.name.given.clone().map(Code),
            sort_name: sort_name(&person.name),
            birth: Code(person.birth),
            sex: person.sex.map(Code),
            status: Json(person.status),
            own: Json(person.own.clone()),
            admission: Code(person.admission.clone()),
            number_taken: person.number_taken,
            reloaded: At(person.reloaded),
            version: person.version,
        }
    }

    fn person(self, insz: Insz) -> Person {
        let Self { id, family, given, sort_name: _, birth, sex, status, own, admission, number_taken, reloaded, version } = self;
        Person {
            id: id.0,
            insz,
            name: PersonName { given: given.map(|given| given.0), family: family.0 },
            birth: birth.0,
            sex: sex.map(|sex| sex.0),
            status: status.0,
            own: own.0,
            admission: admission.0,
            number_taken,
            reloaded: reloaded.0,
            version,
        }
    }
}

/// Lists sort by family name, then given name, in lower case.
fn sort_name(name: &PersonName) -> String {
    let given = name.given.as_ref().map_or("", |given| given.as_str());
    format!("{} {given}", name.family).trim().to_lowercase()
}

/// Adds a person with his number.
///
/// # Errors
/// [`StorageError::Conflict`] when a person has that number.
pub fn insert(tx: &mut WriteTx<'_>, person: &Person) -> Result<(), StorageError> {
    on!(tx, c => diesel::insert_into(table::table).values(Row::of(person)).execute(c))?;
    insert_number(tx, person.id, person.insz, true)
}

/// Adds a number that a person had before he was admitted; from now on it finds him too.
///
/// # Errors
/// [`StorageError::Conflict`] when somebody has or had that number.
pub fn add_former_number(tx: &mut WriteTx<'_>, person: PersonId, insz: Insz) -> Result<(), StorageError> {
    insert_number(tx, person, insz, false)
}

/// Writes all but the number.
///
/// # Errors
/// When it cannot be written.
pub fn update(tx: &mut WriteTx<'_>, person: &Person) -> Result<(), StorageError> {
    on!(tx, c => diesel::update(table::table.find(Id(person.id))).set(Row::of(person)).execute(c))?;
    Ok(())
}

/// Gives a person another number, perhaps one that he had before; the old one still finds him.
///
/// # Errors
/// [`StorageError::Conflict`] when another person has that number.
pub fn change_number(tx: &mut WriteTx<'_>, person: PersonId, new: Insz) -> Result<(), StorageError> {
    let of_person = person_numbers::table.filter(person_numbers::person_id.eq(Id(person)));
    on!(tx, c => diesel::update(of_person).set(person_numbers::is_current.eq(false)).execute(c))?;
    let former = of_person.filter(person_numbers::insz_index.eq(index(tx, new)));
    let back = on!(tx, c => diesel::update(former).set(person_numbers::is_current.eq(true)).execute(c))?;
    if back == 1 { Ok(()) } else { insert_number(tx, person, new, true) }
}

fn insert_number(tx: &mut WriteTx<'_>, person: PersonId, insz: Insz, current: bool) -> Result<(), StorageError> {
    let sealed = tx
        .vault()
        .seal(Purpose::Insz, person.uuid().as_bytes(), insz.expose().as_bytes(), tx.cx())
        .map_err(|_| StorageError::corrupt("the vault cannot seal"))?;
    let values = (
        person_numbers::insz_index.eq(index(tx, insz)),
        person_numbers::insz_sealed.eq(sealed),
        person_numbers::person_id.eq(Id(person)),
        person_numbers::is_current.eq(current),
        person_numbers::recorded_at.eq(At(tx.cx().now)),
    );
    on!(tx, c => diesel::insert_into(person_numbers::table).values(values).execute(c))?;
    Ok(())
}

fn index(tx: &ReadTx<'_>, insz: Insz) -> Vec<u8> {
    tx.vault().blind_index(Purpose::Insz, insz.expose().as_bytes()).to_vec()
}

fn open(tx: &ReadTx<'_>, person: PersonId, sealed: &[u8]) -> Result<Insz, StorageError> {
    let unreadable = || StorageError::corrupt("person_numbers.insz_sealed");
    let digits = tx.vault().open(Purpose::Insz, person.uuid().as_bytes(), sealed).map_err(|_| unreadable())?;
    let digits = std::str::from_utf8(&digits).map_err(|_| unreadable())?;
    Insz::from_stored(digits).map_err(|_| unreadable())
}

/// The person with this id.
///
/// # Errors
/// When it cannot be read.
pub fn by_id(tx: &mut ReadTx<'_>, id: PersonId) -> Result<Option<Person>, StorageError> {
    let found: Option<(Row, Vec<u8>)> = on!(tx, c => table::table
        .inner_join(person_numbers::table.on(person_numbers::person_id.eq(table::id).and(person_numbers::is_current)))
        .filter(table::id.eq(Id(id)))
        .select((Row::as_select(), person_numbers::insz_sealed))
        .first(c)
        .optional())?;
    found
        .map(|(row, sealed)| {
            let insz = open(tx, id, &sealed)?;
            Ok(row.person(insz))
        })
        .transpose()
}

/// What these persons are called, without opening their numbers.
///
/// # Errors
/// When it cannot be read.
pub fn names(tx: &mut ReadTx<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, PersonName>, StorageError> {
    type Named = (Id<PersonId>, Option<Code<Name>>, Code<Name>);
    let ids: Vec<_> = ids.iter().copied().map(Id).collect();
    let rows: Vec<Named> =
        on!(tx, c => table::table.filter(table::id.eq_any(ids)).select((table::id, table::given, table::family)).load(c))?;
    let name = |(id, given, family): Named| (id.0, PersonName { given: given.map(|given| given.0), family: family.0 });
    Ok(rows.into_iter().map(name).collect())
}

/// The person who has or had this number.
///
/// # Errors
/// When it cannot be read.
pub fn by_insz(tx: &mut ReadTx<'_>, insz: Insz) -> Result<Option<Person>, StorageError> {
    let key = index(tx, insz);
    let id: Option<Id<PersonId>> = on!(tx, c => person_numbers::table
        .find(key)
        .select(person_numbers::person_id)
        .first(c)
        .optional())?;
    id.map_or(Ok(None), |id| by_id(tx, id.0))
}

/// Which persons are asked.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// A part of the name.
    pub name: Option<String>,
    /// With a werkrelatie at one of these; `None` for all persons.
    pub organisations: Option<Vec<OrganisationId>>,
}

/// Persons by name.
///
/// # Errors
/// When they cannot be read.
pub fn search(tx: &mut ReadTx<'_>, query: &Query, page: Page) -> Result<Paged<Person>, StorageError> {
    let rows: Vec<(Row, Vec<u8>)> = on!(tx, c => {
        let mut select = table::table
            .inner_join(person_numbers::table.on(person_numbers::person_id.eq(table::id).and(person_numbers::is_current)))
            .select((Row::as_select(), person_numbers::insz_sealed))
            .into_boxed();
        if let Some(name) = &query.name {
            select = select.filter(table::sort_name.like(anywhere(name)).escape('\\'));
        }
        if let Some(organisations) = &query.organisations {
            let there = werkrelaties::table
                .filter(werkrelaties::organisation_id.eq_any(organisations.iter().copied().map(Id).collect::<Vec<_>>()))
                .filter(werkrelaties::recorded_to.eq(At(types::Instant::FOREVER)))
                .filter(werkrelaties::removed.eq(false))
                .select(werkrelaties::person_id);
            select = select.filter(table::id.eq_any(there));
        }
        select.order((table::sort_name, table::id)).offset(page.offset()).limit(page.limit()).load(c)
    })?;
    let persons: Result<Vec<Person>, StorageError> = rows
        .into_iter()
        .map(|(row, sealed)| {
            let insz = open(tx, row.id.0, &sealed)?;
            Ok(row.person(insz))
        })
        .collect();
    Ok(page.cut(persons?))
}
