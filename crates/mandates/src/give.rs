use std::collections::BTreeSet;

use gebruikersrechten::Revocation;
use thiserror::Error;
use types::{Actor, Context, ContextCode, Day, Instant, Period, Reason, RightCode};

use crate::{Domain, Holder, Kind, Mandate};

/// Why a mandate cannot be what is asked, whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MandateError {
    /// As a lokale beheerder of the platform.
    #[error("this kind of mandate is not over this kind of domain")]
    Domain {
        /// What was asked.
        kind: Kind,
    },
    /// Rights, contexts or a maximum duration on a mandate that grants nothing.
    #[error("only a mandate of a (hoofd) lokale beheerder is limited to rights, contexts or a duration")]
    Limits {
        /// What was asked.
        kind: Kind,
    },
    /// A maximum of zero months.
    #[error("the maximum duration is at least one month")]
    Duration,
    /// Power to pass on what only reads.
    #[error("a monitor's mandate cannot be passed on")]
    Redelegation,
    /// Its last day, or the moment at which it is taken back, is past.
    #[error("the end lies in the past, today is {today}")]
    EndPast {
        /// The first day that it can end on.
        today: Day,
    },
    /// It would have begun before it was given.
    #[error("the begin lies in the past, today is {today}")]
    BeginPast {
        /// The first day that it can begin on.
        today: Day,
    },
    /// It ended already, or is taken back no later than asked.
    #[error("the mandate has ended by then: it gives no power from {at} on")]
    Ended {
        /// The first moment without power.
        at: Instant,
    },
}

impl MandateError {
    /// A stable code for callers.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Domain { .. } => "mandateDomain",
            Self::Limits { .. } => "mandateLimits",
            Self::Duration => "mandateDuration",
            Self::Redelegation => "mandateRedelegation",
            Self::EndPast { .. } => "mandateEndPast",
            Self::BeginPast { .. } => "mandateBeginPast",
            Self::Ended { .. } => "mandateEnded",
        }
    }
}

/// A mandate as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Whose power it will be.
    pub holder: Holder,
    /// Which power.
    pub kind: Kind,
    /// Over what.
    pub domain: Domain,
    /// How far, how long and why.
    pub changes: Changes,
}

/// How far a mandate reaches, how long and why. Once given it does not change: another reach is another mandate, with its own reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// Only these rights; all when none.
    pub rights: Option<BTreeSet<RightCode>>,
    /// Only these contexts; all when none.
    pub contexts: Option<BTreeSet<ContextCode>>,
    /// The longest grant, in calendar months.
    pub maximum_months: Option<u32>,
    /// Whether its holder may give mandates within it.
    pub may_redelegate: bool,
    /// First to last day, both inclusive.
    pub period: Period,
    /// Why.
    pub reason: Reason,
}

/// The mandate that a proposal becomes. Whether the giver may is [`crate::Powers::may_give`]'s answer, asked with the result.
///
/// # Errors
/// [`MandateError`]; a begin in the past only when it is not Poort itself that gives (demo data may lie in the past).
pub fn give(cx: &Context, by: Actor, proposal: Proposal) -> Result<Mandate, MandateError> {
    let Proposal { holder, kind, domain, changes } = proposal;
    if !kind.is_over(&domain) {
        return Err(MandateError::Domain { kind });
    }
    if changes.period.begin() < cx.today() && !matches!(by, Actor::System(_)) {
        return Err(MandateError::BeginPast { today: cx.today() });
    }
    check(cx, kind, &changes)?;
    let Changes { rights, contexts, maximum_months, may_redelegate, period, reason } = changes;
    let id = cx.new_id();
    Ok(Mandate {
        id,
        holder,
        kind,
        domain,
        rights,
        contexts,
        maximum_months,
        may_redelegate,
        period,
        reason,
        granted_by: by,
        revoked: None,
        version: 1,
    })
}

/// The mandate without power from a moment on: now, or the start of the day after a last day.
///
/// # Errors
/// [`MandateError::EndPast`] for an earlier moment than now; [`MandateError::Ended`] when it gives no power by then anyhow.
pub fn take_back(cx: &Context, mandate: &Mandate, at: Instant, reason: Reason, by: Actor) -> Result<Mandate, MandateError> {
    if at < cx.now {
        return Err(MandateError::EndPast { today: cx.today() });
    }
    if mandate.ends_at() <= at {
        return Err(MandateError::Ended { at: mandate.ends_at() });
    }
    let version = mandate.version.saturating_add(1);
    Ok(Mandate { revoked: Some(Revocation { at, reason, by }), version, ..mandate.clone() })
}

fn check(cx: &Context, kind: Kind, changes: &Changes) -> Result<(), MandateError> {
    let limited = changes.rights.is_some() || changes.contexts.is_some() || changes.maximum_months.is_some();
    if limited && !kind.grants() {
        return Err(MandateError::Limits { kind });
    }
    if changes.maximum_months == Some(0) {
        return Err(MandateError::Duration);
    }
    if changes.may_redelegate && kind == Kind::Monitor {
        return Err(MandateError::Redelegation);
    }
    if changes.period.end() < cx.today() {
        return Err(MandateError::EndPast { today: cx.today() });
    }
    Ok(())
}
