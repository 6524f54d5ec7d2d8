//! Organisations and the tree that they form.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use organisations::Organisation;
use types::{
    Classification, Doelgroep, Instellingsnummer, KboNumber, Name, NisCode, OrganisationId, OvoCode, Parsed as _, Period,
};

use crate::engine::{ReadTx, WriteTx, on};
use crate::page::{Page, Paged, anywhere};
use crate::schema::organisations as table;
use crate::{Code, Id, On, StorageError};

/// A tree deeper than this is a mistake in the data; reading stops there instead of running on.
const DEEPEST: usize = 16;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = table, treat_none_as_null = true, treat_none_as_default_value = false)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    id: Id<OrganisationId>,
    kbo: Code<KboNumber>,
    ovo: Option<Code<OvoCode>>,
    instellingsnummer: Option<Code<Instellingsnummer>>,
    name: Code<Name>,
    sort_name: String,
    doelgroepen: String,
    classification: Code<Classification>,
    parent: Option<Id<OrganisationId>>,
    nis: Option<Code<NisCode>>,
    begin_day: On,
    end_day: On,
    rights_held_on: Option<Id<OrganisationId>>,
    version: i64,
}

impl Row {
    fn of(organisation: &Organisation) -> Self {
        Self {
            id: Id(organisation.id),
            kbo: Code(organisation.kbo.clone()),
            ovo: organisation.ovo.clone().map(Code),
            instellingsnummer: organisation.instellingsnummer.clone().map(Code),
            name: Code(organisation.name.clone()),
            sort_name: organisation.name.as_str().to_lowercase(),
            doelgroepen: list(&organisation.doelgroepen),
            classification: Code(organisation.classification.clone()),
            parent: organisation.parent.map(Id),
            nis: organisation.nis.clone().map(Code),
            begin_day: On(organisation.period.begin()),
            end_day: On(organisation.period.end()),
            rights_held_on: organisation.rights_held_on.map(Id),
            version: organisation.version,
        }
    }

    fn organisation(self) -> Result<Organisation, StorageError> {
        let Self {
            id,
            kbo,
            ovo,
            instellingsnummer,
            name,
            sort_name: _,
            doelgroepen,
            classification,
            parent,
            nis,
            begin_day,
            end_day,
            rights_held_on,
            version,
        } = self;
        Ok(Organisation {
            id: id.0,
            kbo: kbo.0,
            ovo: ovo.map(|ovo| ovo.0),
            instellingsnummer: instellingsnummer.map(|number| number.0),
            name: name.0,
            doelgroepen: doelgroepen.split_whitespace().map(doelgroep).collect::<Result<_, _>>()?,
            classification: classification.0,
            parent: parent.map(|parent| parent.0),
            nis: nis.map(|nis| nis.0),
            period: Period::new(begin_day.0, end_day.0).map_err(|_| StorageError::corrupt("organisations.end_day"))?,
            rights_held_on: rights_held_on.map(|held| held.0),
            version,
        })
    }
}

/// Codes between spaces, so that ` LB ` finds one and no other.
fn list(doelgroepen: &BTreeSet<Doelgroep>) -> String {
    let mut text = String::from(" ");
    for doelgroep in doelgroepen {
        text.push_str(doelgroep.as_str());
        text.push(' ');
    }
    text
}

fn doelgroep(text: &str) -> Result<Doelgroep, StorageError> {
    Doelgroep::parse(text).map_err(|_| StorageError::corrupt("organisations.doelgroepen"))
}

/// Adds an organisation.
///
/// # Errors
/// [`StorageError::Conflict`] when its KBO number, OVO code or instellingsnummer is taken, or its parent is unknown.
pub fn insert(tx: &mut WriteTx<'_>, organisation: &Organisation) -> Result<(), StorageError> {
    on!(tx, c => diesel::insert_into(table::table).values(Row::of(organisation)).execute(c))?;
    Ok(())
}

/// Writes an organisation over what is there.
///
/// # Errors
/// As [`insert`].
pub fn update(tx: &mut WriteTx<'_>, organisation: &Organisation) -> Result<(), StorageError> {
    on!(tx, c => diesel::update(table::table.find(Id(organisation.id))).set(Row::of(organisation)).execute(c))?;
    Ok(())
}

/// The organisation with this id.
///
/// # Errors
/// When it cannot be read.
pub fn by_id(tx: &mut ReadTx<'_>, id: OrganisationId) -> Result<Option<Organisation>, StorageError> {
    let row: Option<Row> = on!(tx, c => table::table.find(Id(id)).select(Row::as_select()).first(c).optional())?;
    row.map(Row::organisation).transpose()
}

/// The organisations with this number: several only where entities of the Flemish government share it.
///
/// # Errors
/// When they cannot be read.
pub fn by_kbo(tx: &mut ReadTx<'_>, kbo: &KboNumber) -> Result<Vec<Organisation>, StorageError> {
    let rows: Vec<Row> =
        on!(tx, c => table::table.filter(table::kbo.eq(Code(kbo.clone()))).order(table::id).select(Row::as_select()).load(c))?;
    rows.into_iter().map(Row::organisation).collect()
}

/// Those of these that exist.
///
/// # Errors
/// When they cannot be read.
pub fn by_ids(tx: &mut ReadTx<'_>, ids: &[OrganisationId]) -> Result<HashMap<OrganisationId, Organisation>, StorageError> {
    let ids: Vec<_> = ids.iter().copied().map(Id).collect();
    let rows: Vec<Row> = on!(tx, c => table::table.filter(table::id.eq_any(ids)).select(Row::as_select()).load(c))?;
    rows.into_iter().map(|row| row.organisation().map(|organisation| (organisation.id, organisation))).collect()
}

/// The organisation and those above it, nearest first.
///
/// # Errors
/// When they cannot be read.
pub fn path(tx: &mut ReadTx<'_>, id: OrganisationId) -> Result<Vec<OrganisationId>, StorageError> {
    let mut path = vec![id];
    let mut next = Some(id);
    while let Some(at) = next {
        let parent: Option<Option<Id<OrganisationId>>> =
            on!(tx, c => table::table.find(Id(at)).select(table::parent).first(c).optional())?;
        next = parent.flatten().map(|parent| parent.0).filter(|parent| !path.contains(parent) && path.len() < DEEPEST);
        path.extend(next);
    }
    Ok(path)
}

/// The organisations below this one, at any depth, without itself.
///
/// # Errors
/// When they cannot be read.
pub fn below(tx: &mut ReadTx<'_>, id: OrganisationId) -> Result<BTreeSet<OrganisationId>, StorageError> {
    let mut all = BTreeSet::new();
    let mut level = vec![Id(id)];
    for _ in 0..DEEPEST {
        let children: Vec<Id<OrganisationId>> =
            on!(tx, c => table::table.filter(table::parent.eq_any(&level)).select(table::id).load(c))?;
        level = children.into_iter().filter(|child| child.0 != id && all.insert(child.0)).collect();
        if level.is_empty() {
            break;
        }
    }
    Ok(all)
}

/// Whether another organisation's rights are held on this one.
///
/// # Errors
/// When it cannot be read.
pub fn holds_for_others(tx: &mut ReadTx<'_>, id: OrganisationId) -> Result<bool, StorageError> {
    let others = table::table.filter(table::rights_held_on.eq(Id(id)));
    Ok(on!(tx, c => diesel::select(diesel::dsl::exists(others)).get_result(c))?)
}

/// Which organisations are asked; every part that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// One of these; `None` for all.
    pub among: Option<Vec<OrganisationId>>,
    /// A part of the name.
    pub name: Option<String>,
    /// With this number.
    pub kbo: Option<KboNumber>,
    /// With this code.
    pub ovo: Option<OvoCode>,
    /// With this number.
    pub instellingsnummer: Option<Instellingsnummer>,
    /// Of this classification.
    pub classification: Option<Classification>,
    /// In this doelgroep.
    pub doelgroep: Option<Doelgroep>,
}

/// Organisations by name.
///
/// # Errors
/// When they cannot be read.
pub fn search(tx: &mut ReadTx<'_>, query: &Query, page: Page) -> Result<Paged<Organisation>, StorageError> {
    let rows: Vec<Row> = on!(tx, c => {
        let mut select = table::table.select(Row::as_select()).into_boxed();
        if let Some(among) = &query.among {
            select = select.filter(table::id.eq_any(among.iter().copied().map(Id).collect::<Vec<_>>()));
        }
        if let Some(name) = &query.name {
            select = select.filter(table::sort_name.like(anywhere(name)).escape('\\'));
        }
        if let Some(kbo) = &query.kbo {
            select = select.filter(table::kbo.eq(Code(kbo.clone())));
        }
        if let Some(ovo) = &query.ovo {
            select = select.filter(table::ovo.eq(Code(ovo.clone())));
        }
        if let Some(number) = &query.instellingsnummer {
            select = select.filter(table::instellingsnummer.eq(Code(number.clone())));
        }
        if let Some(classification) = &query.classification {
            select = select.filter(table::classification.eq(Code(classification.clone())));
        }
        if let Some(doelgroep) = &query.doelgroep {
            select = select.filter(table::doelgroepen.like(format!("% {} %", doelgroep.as_str().replace('_', "\\_"))).escape('\\'));
        }
        select.order((table::sort_name, table::id)).offset(page.offset()).limit(page.limit()).load(c)
    })?;
    let organisations: Result<Vec<Organisation>, StorageError> = rows.into_iter().map(Row::organisation).collect();
    Ok(page.cut(organisations?))
}
