use ::werkrelaties::{Pause, Werkrelatie, pause as rule_pause, resume as rule_resume};
use audit::Action;
use storage::WriteTx;
use types::{Day, Reason, WerkrelatieId};

use super::managed::Managed;
use crate::{Caller, Error};

/// Interrupts a werkrelatie: its rights give nothing while the pause lasts.
///
/// # Errors
/// As [`super::edit`].
pub fn pause(tx: &mut WriteTx<'_>, caller: &Caller, id: WerkrelatieId, version: i64, pause: Pause) -> Result<Werkrelatie, Error> {
    let found = Managed::find(tx, caller, id, version, Some(pause.reason.clone()))?;
    let after = rule_pause(&found.before, pause, tx.cx().today())?;
    found.keep(tx, Action::WerkrelatiePaused, &after)?;
    Ok(after)
}

/// Ends the pause that runs, or takes back one that is planned ([`rule_resume`] says which): the rights give again from now on.
///
/// # Errors
/// As [`super::edit`]; [`Error::Forbidden`] for one's own.
pub fn resume(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    id: WerkrelatieId,
    version: i64,
    begin: Option<Day>,
    reason: Reason,
) -> Result<Werkrelatie, Error> {
    let found = Managed::find_to_widen(tx, caller, id, version, reason)?;
    let after = rule_resume(&found.before, begin, tx.cx().today())?;
    found.keep(tx, Action::WerkrelatieResumed, &after)?;
    Ok(after)
}
