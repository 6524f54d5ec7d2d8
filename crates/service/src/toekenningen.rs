//! Toekenningen: granted, changed, revoked, found.

use ::mandates::Grant;
use audit::Action;
use gebruikersrechten::{self as rules, Gebruikersrecht, GrantFacts, Proposal, Toekenning, When};
use organisations::Organisation;
use persons::Person;
use storage::toekenningen::Query;
use storage::{Known, Page, Paged, ReadTx, WriteTx};
use types::{ContextCode, Day, Instant, Reason, RightCode, ToekenningId, WerkrelatieId};
use werkrelaties::Werkrelatie;

use crate::caller::{among, path, sight};
use crate::error::unchanged;
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

/// Everything that the rules look at, read in the transaction that decides.
struct Facts {
    person: Person,
    werkrelatie: Werkrelatie,
    organisation: Organisation,
    application: gebruikersrechten::Application,
    right: Gebruikersrecht,
    rights: Vec<Gebruikersrecht>,
    others: Vec<Toekenning>,
    now: Instant,
}

impl Facts {
    fn read(tx: &mut ReadTx<'_>, werkrelatie: WerkrelatieId, right: &RightCode, now: Instant) -> Result<Self, Error> {
        let werkrelatie = storage::werkrelaties::by_id(tx, werkrelatie, Known::Now)?.ok_or(Error::NotFound)?;
        let right = storage::applications::right_by_code(tx, right)?
            .ok_or_else(|| rules::Refusal::RightUnknown { right: right.clone() })?;
        let application = storage::applications::by_code(tx, &right.application)?.ok_or(Error::NotFound)?;
        Ok(Self {
            person: storage::persons::by_id(tx, werkrelatie.person)?.ok_or(Error::NotFound)?,
            organisation: storage::organisations::by_id(tx, werkrelatie.organisation)?.ok_or(Error::NotFound)?,
            rights: storage::applications::rights_of(tx, Some(&application.code))?,
            others: storage::toekenningen::at_organisation(tx, werkrelatie.organisation, &application.code, now)?,
            werkrelatie,
            application,
            right,
            now,
        })
    }

    fn borrow(&self) -> GrantFacts<'_> {
        GrantFacts {
            person: &self.person,
            werkrelatie: &self.werkrelatie,
            organisation: &self.organisation,
            application: &self.application,
            right: &self.right,
            rights: &self.rights,
            others: &self.others,
            now: self.now,
        }
    }
}

/// Grants a right.
///
/// # Errors
/// [`Error::NotFound`] for a werkrelatie that the caller does not see, [`Error::Right`] for the rule that refuses, [`Error::Forbidden`] beyond his mandate.
pub fn grant(tx: &mut WriteTx<'_>, caller: &Caller, asked: NewGrant) -> Result<Toekenning, Error> {
    let seen = storage::werkrelaties::by_id(tx, asked.werkrelatie, Known::Now)?.ok_or(Error::NotFound)?;
    let place = path(tx, seen.organisation)?;
    caller.powers.may_read_organisation(&place)?;
    let (cx, now) = (tx.cx(), tx.cx().now);
    let facts = Facts::read(tx, asked.werkrelatie, &asked.right, now)?;
    let proposal = Proposal {
        id: cx.new_id(),
        contexts: asked.contexts,
        begin: asked.begin.unwrap_or_else(|| cx.today()),
        end: asked.end,
        reason: asked.reason.clone(),
        granted_by: caller.actor.clone(),
    };
    let granted = rules::grant(proposal, &facts.borrow())?;
    let deed = authorised(caller, &granted, &place, Some(asked.reason))?;
    storage::toekenningen::insert(tx, &granted)?;
    record::created(tx, &deed, Action::ToekenningGranted, about_grant(&granted), &granted)?;
    Ok(granted)
}

/// Whether the caller may give exactly this grant.
fn authorised(caller: &Caller, granted: &Toekenning, place: &::mandates::OrgPath, reason: Option<Reason>) -> Result<Deed, Error> {
    let asked =
        Grant { path: place, right: &granted.right, contexts: &granted.contexts, period: granted.period, to: granted.person };
    Ok(Deed::of(caller, caller.powers.may_grant(&asked)?, reason))
}

/// Gives a grant other contexts.
///
/// # Errors
/// As [`grant`]; [`Error::Stale`] when it was changed since `version`.
pub fn change_contexts(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    id: ToekenningId,
    version: i64,
    contexts: &[ContextCode],
    reason: Reason,
) -> Result<Toekenning, Error> {
    change(tx, caller, id, version, reason, Action::ToekenningContextsChanged, |before, facts| {
        rules::change_contexts(before, contexts, facts)
    })
}

/// Gives a grant another last day.
///
/// # Errors
/// As [`change_contexts`]; [`rules::Refusal::NeededBy`] when another grant needs the days that go.
pub fn change_end(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    id: ToekenningId,
    version: i64,
    end: Day,
    reason: Reason,
) -> Result<Toekenning, Error> {
    change(tx, caller, id, version, reason, Action::ToekenningEndChanged, |before, facts| {
        let after = rules::change_end(before, end, facts)?;
        rules::refuse_if_needed(&after, facts.others, facts.rights)?;
        Ok(after)
    })
}

fn change(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    id: ToekenningId,
    version: i64,
    reason: Reason,
    action: Action,
    rule: impl FnOnce(&Toekenning, &GrantFacts<'_>) -> Result<Toekenning, rules::Refusal>,
) -> Result<Toekenning, Error> {
    let before = read(tx, caller, id)?;
    let place = path(tx, before.organisation)?;
    unchanged(before.version, version)?;
    let now = tx.cx().now;
    let facts = Facts::read(tx, before.werkrelatie, &before.right, now)?;
    let after = rule(&before, &facts.borrow())?;
    let deed = authorised(caller, &after, &place, Some(reason))?;
    storage::toekenningen::replace(tx, &after)?;
    record::changed(tx, &deed, action, about_grant(&after), &before, &after)?;
    Ok(after)
}

/// Revokes a grant, now or after a last day, and with it what needs it. The answer lists all that ended, the asked one first.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`], or the rule that refuses.
pub fn revoke(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    id: ToekenningId,
    version: i64,
    when: When,
    reason: Reason,
) -> Result<Vec<Toekenning>, Error> {
    let before = read(tx, caller, id)?;
    let place = path(tx, before.organisation)?;
    let mandate = caller.powers.may_revoke(&place, &before.application, &before.right, &before.contexts)?;
    let deed = Deed::of(caller, mandate, Some(reason.clone()));
    unchanged(before.version, version)?;
    let now = tx.cx().now;
    let others = storage::toekenningen::at_organisation(tx, before.organisation, &before.application, now)?;
    let rights = storage::applications::rights_of(tx, Some(&before.application))?;
    let after = rules::revoke(&before, when, reason.clone(), caller.actor.clone(), now)?;
    let mut ended = vec![after.clone()];
    ended.extend(rules::cascade(&after, &others, &rights, &reason, &caller.actor));
    for one in &ended {
        replace(tx, &deed, Action::ToekenningRevoked, one)?;
    }
    Ok(ended)
}

/// Writes the next version of a grant, with what was there before in the history.
pub(crate) fn replace(tx: &mut WriteTx<'_>, deed: &Deed, action: Action, after: &Toekenning) -> Result<(), Error> {
    let before = storage::toekenningen::by_id(tx, after.id, Known::Now)?.ok_or(Error::NotFound)?;
    storage::toekenningen::replace(tx, after)?;
    record::changed(tx, deed, action, about_grant(after), &before, after)
}

/// One grant.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or the caller may not know of it.
pub fn read(tx: &mut ReadTx<'_>, caller: &Caller, id: ToekenningId) -> Result<Toekenning, Error> {
    let grant = storage::toekenningen::by_id(tx, id, Known::Now)?.ok_or(Error::NotFound)?;
    let place = path(tx, grant.organisation)?;
    caller.powers.may_read_toekenning(&place, &grant.application)?;
    Ok(grant)
}

/// The grants that the caller sees, by their end: who holds this right in my organisation, whose rights end soon? Who manages an application
/// sees its grants everywhere, when he asks for that application alone.
///
/// # Errors
/// When they cannot be read.
pub fn search(tx: &mut ReadTx<'_>, caller: &Caller, query: Query, page: Page) -> Result<Paged<Toekenning>, Error> {
    let sight = sight(tx, &caller.powers)?;
    let managed = |asked: &Vec<_>| !asked.is_empty() && asked.iter().all(|one| sight.applications.contains(one));
    let query = if query.applications.as_ref().is_some_and(managed) {
        query
    } else {
        Query { organisations: among(sight.organisations, query.organisations.clone()), ..query }
    };
    Ok(storage::toekenningen::search(tx, &query, page)?)
}
