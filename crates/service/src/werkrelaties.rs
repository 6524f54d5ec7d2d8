//! Werkrelaties: created, edited, extended, paused, resumed, ended, removed; what happens to them happens to the grants on them, all or nothing.

use ::werkrelaties::{self as rules, CreateFacts, Edit, Pause, Proposal, Werkrelatie, WerkrelatieError};
use audit::Action;
use gebruikersrechten::{self, Capped, Gebruikersrecht, Left, Toekenning};
use storage::werkrelaties::Query;
use storage::{Known, Page, Paged, ReadTx, WriteTx};
use types::{Category, Contact, Day, Doelgroep, Insz, OrganisationId, PersonId, Reason, WerkrelatieId};

use crate::caller::{among, path, paths_of, sight};
use crate::error::unchanged;
use crate::record::{self, Deed, about_werkrelatie};
use crate::toekenningen::replace;
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

/// What an action did to a werkrelatie and to the grants on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// As it is now.
    pub werkrelatie: Werkrelatie,
    /// Every grant that it touched, as it is now.
    pub touched: Vec<Toekenning>,
    /// Those that stopped at their right's maximum.
    pub capped: Vec<Capped>,
    /// Those that a rule did not let follow, with the rule.
    pub left: Vec<Left>,
}

impl Outcome {
    fn alone(werkrelatie: Werkrelatie) -> Self {
        Self { werkrelatie, touched: Vec::new(), capped: Vec::new(), left: Vec::new() }
    }
}

/// Couples a person to an organisation.
///
/// # Errors
/// [`Error::NotFound`] for a person or organisation that the caller may not know of, [`Error::Forbidden`], or the rule that refuses.
pub fn create(tx: &mut WriteTx<'_>, caller: &Caller, policies: &Policies, new: NewWerkrelatie) -> Result<Werkrelatie, Error> {
    let mandate = caller.powers.may_manage_werkrelaties(&path(tx, new.organisation)?)?;
    let deed = Deed::of(caller, mandate, new.reason);
    let person = find(tx, caller, new.person)?;
    let organisation = storage::organisations::by_id(tx, new.organisation)?.ok_or(Error::NotFound)?;
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
    let created = rules::create(proposal, &facts)?;
    storage::werkrelaties::insert(tx, &created)?;
    record::created(tx, &deed, Action::WerkrelatieCreated, about_werkrelatie(&created), &created)?;
    Ok(created)
}

/// Who is somebody else's is found by his exact number only: an identifier that leaked couples nobody.
fn find(tx: &mut ReadTx<'_>, caller: &Caller, who: Who) -> Result<persons::Person, Error> {
    match who {
        Who::Number(insz) => storage::persons::by_insz(tx, insz)?.ok_or(Error::NotFound),
        Who::Id(id) => {
            let person = storage::persons::by_id(tx, id)?.ok_or(Error::NotFound)?;
            let places = paths_of(tx, id)?;
            if !places.is_empty() {
                caller.powers.may_read_person(&places)?;
            }
            Ok(person)
        }
    }
}

/// Changes category and contact.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`], or the rule that refuses.
pub fn edit(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    policies: &Policies,
    id: WerkrelatieId,
    version: i64,
    edit: Edit,
) -> Result<Werkrelatie, Error> {
    let found = managed(tx, caller, id, version, None)?;
    let after = rules::edit(&found.before, edit, &policies.werkrelaties, tx.cx().today())?;
    found.keep(tx, Action::WerkrelatieEdited, &after)?;
    Ok(after)
}

/// Interrupts a werkrelatie: its rights give nothing while the pause lasts.
///
/// # Errors
/// As [`edit`].
pub fn pause(tx: &mut WriteTx<'_>, caller: &Caller, id: WerkrelatieId, version: i64, pause: Pause) -> Result<Outcome, Error> {
    let found = managed(tx, caller, id, version, Some(pause.reason.clone()))?;
    let after = rules::pause(&found.before, pause, tx.cx().today())?;
    found.keep(tx, Action::WerkrelatiePaused, &after)?;
    Ok(Outcome::alone(after))
}

/// Ends the pause: the rights give again from now on.
///
/// # Errors
/// As [`edit`].
pub fn resume(tx: &mut WriteTx<'_>, caller: &Caller, id: WerkrelatieId, version: i64, reason: Reason) -> Result<Outcome, Error> {
    let found = managed(tx, caller, id, version, Some(reason))?;
    let after = rules::resume(&found.before, tx.cx().today())?;
    found.keep(tx, Action::WerkrelatieResumed, &after)?;
    Ok(Outcome::alone(after))
}

/// Whether an extension takes the grants along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extend {
    /// Only the werkrelatie.
    Alone,
    /// Its running grants too, as far as their rights allow.
    WithRights,
}

/// Gives a werkrelatie a later last day.
///
/// # Errors
/// As [`edit`]; with rights, [`Error::Forbidden`] when the caller's mandate does not reach one of the longer grants.
pub fn extend(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    id: WerkrelatieId,
    version: i64,
    end: Day,
    what: Extend,
    reason: Reason,
) -> Result<Outcome, Error> {
    let found = managed(tx, caller, id, version, Some(reason.clone()))?;
    let others: Vec<_> = storage::werkrelaties::of_person(tx, found.before.person, Known::Now)?
        .into_iter()
        .filter(|other| other.id != id)
        .collect();
    let after = rules::extend(&found.before, end, &others, tx.cx().today())?;
    found.keep(tx, Action::WerkrelatieExtended, &after)?;
    if what == Extend::Alone {
        return Ok(Outcome::alone(after));
    }
    let (grants, rights) = grants_around(tx, &after)?;
    let followed = gebruikersrechten::follow_extension(&after, &grants, &rights, tx.cx().today());
    let place = path(tx, after.organisation)?;
    for grant in &followed.extended {
        let asked = ::mandates::Grant {
            path: &place,
            right: &grant.right,
            contexts: &grant.contexts,
            period: grant.period,
            to: grant.person,
        };
        let deed = Deed::of(caller, caller.powers.may_grant(&asked)?, Some(reason.clone()));
        replace(tx, &deed, Action::ToekenningEndChanged, grant)?;
    }
    Ok(Outcome { werkrelatie: after, touched: followed.extended, capped: followed.capped, left: followed.left })
}

/// Ends a werkrelatie on a last working day, inclusive; its grants end with it.
///
/// # Errors
/// As [`edit`].
pub fn end(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    id: WerkrelatieId,
    version: i64,
    last_day: Day,
    reason: Reason,
) -> Result<Outcome, Error> {
    let found = managed(tx, caller, id, version, Some(reason.clone()))?;
    let after = rules::end(&found.before, last_day, tx.cx().today())?;
    found.keep(tx, Action::WerkrelatieEnded, &after)?;
    let touched = follow_end(tx, caller, &found.deed, &after, &reason)?;
    Ok(Outcome { touched, ..Outcome::alone(after) })
}

/// Takes back a werkrelatie that was never effective, and the grants on it.
///
/// # Errors
/// As [`edit`]; [`WerkrelatieError::WasEffective`] once it has begun.
pub fn remove(tx: &mut WriteTx<'_>, caller: &Caller, id: WerkrelatieId, version: i64, reason: Reason) -> Result<Outcome, Error> {
    let found = managed(tx, caller, id, version, Some(reason.clone()))?;
    let after = rules::remove(&found.before, tx.cx().today())?;
    found.keep(tx, Action::WerkrelatieRemoved, &after)?;
    let touched = follow_end(tx, caller, &found.deed, &after, &reason)?;
    Ok(Outcome { touched, ..Outcome::alone(after) })
}

fn follow_end(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    deed: &Deed,
    after: &Werkrelatie,
    reason: &Reason,
) -> Result<Vec<Toekenning>, Error> {
    let (grants, rights) = grants_around(tx, after)?;
    let touched = gebruikersrechten::follow_end(after, &grants, &rights, reason, &caller.actor);
    for grant in &touched {
        let action = if grant.revoked.is_some() { Action::ToekenningRevoked } else { Action::ToekenningEndChanged };
        replace(tx, deed, action, grant)?;
    }
    Ok(touched)
}

/// The grants of the organisation for every application that this person holds something of, and the rights of these applications.
fn grants_around(tx: &mut ReadTx<'_>, one: &Werkrelatie) -> Result<(Vec<Toekenning>, Vec<Gebruikersrecht>), Error> {
    let own = storage::toekenningen::of_person(tx, one.person, Known::Now)?;
    let applications: std::collections::BTreeSet<_> =
        own.into_iter().filter(|grant| grant.werkrelatie == one.id).map(|grant| grant.application).collect();
    let (mut grants, mut rights) = (Vec::new(), Vec::new());
    for application in &applications {
        let past = one.period.begin().start();
        grants.extend(storage::toekenningen::at_organisation(tx, one.organisation, application, past)?);
        rights.extend(storage::applications::rights_of(tx, Some(application))?);
    }
    Ok((grants, rights))
}

/// One werkrelatie.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or the caller may not know of it.
pub fn read(tx: &mut ReadTx<'_>, caller: &Caller, id: WerkrelatieId) -> Result<Werkrelatie, Error> {
    let one = storage::werkrelaties::by_id(tx, id, Known::Now)?.ok_or(Error::NotFound)?;
    caller.powers.may_read_organisation(&path(tx, one.organisation)?)?;
    Ok(one)
}

/// The werkrelaties that the caller sees, by their end.
///
/// # Errors
/// When they cannot be read.
pub fn search(tx: &mut ReadTx<'_>, caller: &Caller, query: Query, page: Page) -> Result<Paged<Werkrelatie>, Error> {
    let organisations = among(sight(tx, &caller.powers)?.organisations, query.organisations);
    Ok(storage::werkrelaties::search(tx, &Query { organisations, ..query }, page)?)
}

/// A werkrelatie that the caller manages, at the version that he read.
struct Managed {
    before: Werkrelatie,
    deed: Deed,
}

fn managed(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    id: WerkrelatieId,
    version: i64,
    reason: Option<Reason>,
) -> Result<Managed, Error> {
    let before = storage::werkrelaties::by_id(tx, id, Known::Now)?.ok_or(Error::NotFound)?;
    let mandate = caller.powers.may_manage_werkrelaties(&path(tx, before.organisation)?)?;
    let deed = Deed::of(caller, mandate, reason);
    unchanged(before.version, version)?;
    if before.removed { Err(WerkrelatieError::Removed.into()) } else { Ok(Managed { before, deed }) }
}

impl Managed {
    fn keep(&self, tx: &mut WriteTx<'_>, action: Action, after: &Werkrelatie) -> Result<(), Error> {
        storage::werkrelaties::replace(tx, after)?;
        record::changed(tx, &self.deed, action, about_werkrelatie(after), &self.before, after)
    }
}
