use std::collections::BTreeSet;

use ::werkrelaties::{Werkrelatie, end as rule_end, extend as rule_extend, remove as rule_remove};
use audit::Action;
use gebruikersrechten::{self, Extension, Gebruikersrecht, Toekenning};
use storage::{Known, ReadTx, WriteTx};
use types::{Day, Reason, WerkrelatieId};

use super::Outcome;
use super::managed::Managed;
use crate::record::Deed;
use crate::toekenningen::{authorised, replace};
use crate::{Caller, Error, caller};

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
/// As [`super::edit`]; with rights, [`Error::Forbidden`] when the caller's mandate does not reach one of the longer grants.
pub fn extend(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    id: WerkrelatieId,
    version: i64,
    end: Day,
    what: Extend,
    reason: Reason,
) -> Result<Outcome, Error> {
    let found = Managed::find_to_widen(tx, caller, id, version, reason.clone())?;
    let others = storage::werkrelaties::of_person(tx, found.before.person, Known::Now)?;
    let after = rule_extend(&found.before, end, &others, tx.cx().today())?;
    found.keep(tx, Action::WerkrelatieExtended, &after)?;
    if what == Extend::Alone {
        return Ok(Outcome::alone(after));
    }
    let Extension { extended, capped, left } = follow_extension(tx, caller, &after, &reason)?;
    Ok(Outcome { werkrelatie: after, touched: extended, capped, left })
}

/// Ends a werkrelatie on a last working day, inclusive; its grants end with it.
///
/// # Errors
/// As [`super::edit`].
pub fn end(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    id: WerkrelatieId,
    version: i64,
    last_day: Day,
    reason: Reason,
) -> Result<Outcome, Error> {
    let found = Managed::find(tx, caller, id, version, Some(reason.clone()))?;
    let after = rule_end(&found.before, last_day, tx.cx().today())?;
    found.keep(tx, Action::WerkrelatieEnded, &after)?;
    let touched = follow_end(tx, caller, &found.deed, &after, &reason)?;
    Ok(Outcome { touched, ..Outcome::alone(after) })
}

/// Takes back a werkrelatie that was never effective, and the grants on it.
///
/// # Errors
/// As [`super::edit`]; [`::werkrelaties::WerkrelatieError::WasEffective`] once it has begun.
pub fn remove(tx: &mut WriteTx<'_>, caller: &Caller, id: WerkrelatieId, version: i64, reason: Reason) -> Result<Outcome, Error> {
    let found = Managed::find(tx, caller, id, version, Some(reason.clone()))?;
    let after = rule_remove(&found.before, tx.cx().today())?;
    found.keep(tx, Action::WerkrelatieRemoved, &after)?;
    let touched = follow_end(tx, caller, &found.deed, &after, &reason)?;
    Ok(Outcome { touched, ..Outcome::alone(after) })
}

fn follow_extension(tx: &mut WriteTx<'_>, caller: &Caller, after: &Werkrelatie, reason: &Reason) -> Result<Extension, Error> {
    let (grants, rights) = grants_around(tx, after)?;
    let followed = gebruikersrechten::follow_extension(after, &grants, &rights, tx.cx().today());
    let place = caller::path(tx, after.organisation)?;
    for grant in &followed.extended {
        let deed = authorised(caller, grant, &place, Some(reason.clone()))?;
        replace(tx, &deed, Action::ToekenningEndChanged, grant)?;
    }
    Ok(followed)
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
        let shortened = grants.iter().any(|before| before.id == grant.id && before.revoked == grant.revoked);
        let action = if shortened { Action::ToekenningEndChanged } else { Action::ToekenningRevoked };
        replace(tx, deed, action, grant)?;
    }
    Ok(touched)
}

/// The grants of the organisation for every application that this person holds something of, and the rights of these applications.
pub(super) fn grants_around(tx: &mut ReadTx<'_>, one: &Werkrelatie) -> Result<(Vec<Toekenning>, Vec<Gebruikersrecht>), Error> {
    let own = storage::toekenningen::of_person(tx, one.person, Known::Now)?;
    let applications: BTreeSet<_> =
        own.into_iter().filter(|grant| grant.werkrelatie == one.id).map(|grant| grant.application).collect();
    let (mut grants, mut rights) = (Vec::new(), Vec::new());
    for application in &applications {
        let past = one.period.begin().start();
        grants.extend(storage::toekenningen::at_organisation(tx, one.organisation, application, past)?);
        rights.extend(storage::applications::rights_of(tx, Some(application))?);
    }
    Ok((grants, rights))
}
