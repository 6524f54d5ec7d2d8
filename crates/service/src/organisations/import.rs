use std::collections::BTreeSet;

use ::organisations::{Edit, NewOrganisation, Organisation};
use storage::WriteTx;
use types::{Classification, Day, Doelgroep, KboNumber, Name, Period, Reason};

use crate::{Caller, Error, Policies};

/// What the register of enterprises says of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// By which it is found again.
    pub kbo: KboNumber,
    /// Official name.
    pub name: Name,
    /// Where it belongs when it is new here.
    pub doelgroep: Doelgroep,
    /// What it is when it is new here.
    pub classification: Classification,
    /// The day of its founding.
    pub begin: Day,
    /// False for one that was closed.
    pub active: bool,
}

/// What became of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imported {
    /// It was not known.
    Created,
    /// It has another name now, or was ceased.
    Changed,
    /// It is as it was.
    Unchanged,
}

/// Brings an organisation in line with the register of enterprises: one that is new is added, a known one gets its new name, a closed one is
/// ceased. What administrators decide here (doelgroepen, classification, parent, an end) stays, and so do entities of the Flemish
/// government: these share a number.
///
/// # Errors
/// As [`super::create`], [`super::edit`] and [`super::cease`].
pub fn import(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    policies: &Policies,
    registered: Registered,
    reason: &Reason,
) -> Result<Imported, Error> {
    let known = storage::organisations::by_kbo(tx, &registered.kbo)?;
    match known.as_slice() {
        [] if registered.active => create(tx, caller, policies, registered),
        [one] if one.ovo.is_none() => update(tx, caller, policies, one, registered, reason),
        _ => Ok(Imported::Unchanged),
    }
}

fn create(tx: &mut WriteTx<'_>, caller: &Caller, policies: &Policies, registered: Registered) -> Result<Imported, Error> {
    let Registered { kbo, name, doelgroep, classification, begin, active: _ } = registered;
    let new = NewOrganisation {
        kbo,
        ovo: None,
        instellingsnummer: None,
        name,
        doelgroepen: BTreeSet::from([doelgroep]),
        classification,
        parent: None,
        nis: None,
        period: Period::from_day(begin),
        rights_held_on: None,
    };
    let id = tx.cx().new_id();
    super::create(tx, caller, policies, new, id).map(|_| Imported::Created)
}

fn update(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    policies: &Policies,
    known: &Organisation,
    registered: Registered,
    reason: &Reason,
) -> Result<Imported, Error> {
    let today = tx.cx().today();
    let mut version = known.version;
    if registered.name != known.name {
        let edit = Edit { name: Some(registered.name), ..Edit::default() };
        version = super::edit(tx, caller, policies, known.id, version, edit)?.version;
    }
    // The files name no day: the last one is the day before it is noticed.
    if !registered.active && known.period.end() >= today {
        let last = today.plus_days(-1).max(known.period.begin());
        version = super::cease(tx, caller, known.id, version, last, reason.clone())?.version;
    }
    Ok(if version == known.version { Imported::Unchanged } else { Imported::Changed })
}
