use ::mandates::{Grant, OrgPath};
use audit::Action;
use gebruikersrechten::{Proposal, Toekenning, grant as rule_grant};
use storage::{Known, WriteTx};
use types::{ContextCode, Day, Reason, RightCode, WerkrelatieId};

use super::facts::{Facts, told};
use crate::caller::path;
use crate::record::{self, Deed, about_grant};
use crate::{Caller, Error};

/// What is asked: a right on a werkrelatie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGrant {
    /// On which werkrelatie.
    pub werkrelatie: WerkrelatieId,
    /// Which right.
    pub right: RightCode,
    /// Refined by these.
    pub contexts: Vec<ContextCode>,
    /// First day; today when left out.
    pub begin: Option<Day>,
    /// Last day; the right's default when left out.
    pub end: Option<Day>,
    /// Why.
    pub reason: Reason,
}

/// Grants a right.
///
/// # Errors
/// [`Error::Reference`] to a werkrelatie that the caller does not see or a right that is not there, [`Error::Right`] for the rule that refuses,
/// [`Error::Forbidden`] beyond his mandate.
pub fn grant(tx: &mut WriteTx<'_>, caller: &Caller, asked: NewGrant) -> Result<Toekenning, Error> {
    let place = place(tx, caller, asked.werkrelatie).map_err(|error| error.refers_to("werkrelatie"))?;
    let (cx, now) = (tx.cx(), tx.cx().now);
    let begin = asked.begin.unwrap_or_else(|| cx.today());
    let facts = Facts::read(tx, asked.werkrelatie, &asked.right, begin.start(), now)?;
    let proposal = Proposal {
        id: cx.new_id(),
        contexts: asked.contexts,
        begin,
        end: asked.end,
        reason: asked.reason.clone(),
        granted_by: caller.actor.clone(),
    };
    let granted = told(tx, rule_grant(proposal, &facts.borrow()))?;
    let deed = authorised(caller, &granted, &place, Some(asked.reason))?;
    storage::toekenningen::insert(tx, &granted)?;
    record::created(tx, &deed, Action::ToekenningGranted, about_grant(&granted), &granted)?;
    Ok(granted)
}

/// Where the werkrelatie is, for who may grant something there.
fn place(tx: &mut WriteTx<'_>, caller: &Caller, werkrelatie: WerkrelatieId) -> Result<OrgPath, Error> {
    let seen = storage::werkrelaties::by_id(tx, werkrelatie, Known::Now)?.ok_or(Error::NotFound)?;
    let place = path(tx, seen.organisation)?;
    caller.powers.may_grant_at(&place)?;
    Ok(place)
}

/// Whether the caller may give exactly this grant.
pub(crate) fn authorised(caller: &Caller, granted: &Toekenning, place: &OrgPath, reason: Option<Reason>) -> Result<Deed, Error> {
    let asked =
        Grant { path: place, right: &granted.right, contexts: &granted.contexts, period: granted.period, to: granted.person };
    Ok(Deed::of(caller, caller.powers.may_grant(&asked)?, reason))
}
