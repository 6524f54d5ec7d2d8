use audit::Action;
use gebruikersrechten::{self as rules, GrantFacts, Refusal, Toekenning};
use storage::{Known, WriteTx};
use types::{ContextCode, Day, Reason, ToekenningId};

use super::facts::{Facts, told};
use super::{authorised, read};
use crate::caller::path;
use crate::error::unchanged;
use crate::record::{self, about_grant};
use crate::{Caller, Error};

/// What becomes different; the rest stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// All contexts that there are from now on.
    pub contexts: Option<Vec<ContextCode>>,
    /// The last day.
    pub end: Option<Day>,
}

/// Gives a grant other contexts, another last day, or both.
///
/// # Errors
/// As [`super::grant`]; [`Error::Stale`] when it was changed since `version`, [`Refusal::NeededBy`] when another grant needs the days that go.
pub fn edit(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    id: ToekenningId,
    version: i64,
    edit: Edit,
    reason: &Reason,
) -> Result<Toekenning, Error> {
    let Edit { contexts, end } = edit;
    let mut grant = read(tx, caller, id, Known::Now)?;
    let place = path(tx, grant.organisation)?;
    caller.powers.may_revoke(&place, &grant.application, &grant.right, &grant.contexts)?;
    unchanged(grant.version, version)?;
    if let Some(contexts) = contexts {
        let rule = |before: &Toekenning, facts: &GrantFacts<'_>| rules::change_contexts(before, &contexts, facts);
        grant = change(tx, caller, grant, reason, Action::ToekenningContextsChanged, rule)?;
    }
    if let Some(end) = end {
        grant = change(tx, caller, grant, reason, Action::ToekenningEndChanged, |before, facts| {
            let after = rules::change_end(before, end, facts)?;
            rules::refuse_if_needed(&after, facts.others, facts.rights)?;
            Ok(after)
        })?;
    }
    Ok(grant)
}

fn change(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    before: Toekenning,
    reason: &Reason,
    action: Action,
    rule: impl FnOnce(&Toekenning, &GrantFacts<'_>) -> Result<Toekenning, Refusal>,
) -> Result<Toekenning, Error> {
    let now = tx.cx().now;
    let facts = Facts::read(tx, before.werkrelatie, &before.right, now, now)?;
    let after = told(tx, rule(&before, &facts.borrow()))?;
    let place = path(tx, before.organisation)?;
    let deed = authorised(caller, &after, &place, Some(reason.clone()))?;
    storage::toekenningen::replace(tx, &after)?;
    record::changed(tx, &deed, action, about_grant(&after), &before, &after)?;
    Ok(after)
}
