use std::collections::BTreeSet;

use types::{ApplicationCode, ContextCode, Period, PersonId, RightCode};
use werkrelaties::last_day_after;

use crate::{Denied, Limit, Mandate, OrgPath, Powers, Refusal, questions};

/// A grant as it is asked for, or as it would be after a change of its contexts or end.
#[derive(Clone, Copy, Debug)]
pub struct Grant<'a> {
    /// For which organisation.
    pub path: &'a OrgPath,
    /// Which right.
    pub right: &'a RightCode,
    /// Refined by these.
    pub contexts: &'a BTreeSet<ContextCode>,
    /// First to last day, both inclusive.
    pub period: Period,
    /// To whom.
    pub to: PersonId,
}

impl Powers {
    /// Grants a right, or changes the contexts or the end of a grant to this. Nobody grants beyond his mandate: right and contexts must be
    /// on its lists, the grant lasts at most its maximum (whole calendar months) and ends no later than the mandate itself; and
    /// nobody grants to himself, nor by a machine client that has its mandate from him, unless the policy says so. All of that by one mandate: two that each fall short do not add up.
    ///
    /// # Errors
    /// [`Denied::Unknown`] when the organisation may not be read; [`Refusal::ReadsOnly`], [`Refusal::Kind`], [`Refusal::Beyond`],
    /// [`Refusal::Oneself`].
    pub fn may_grant(&self, grant: &Grant<'_>) -> Result<&Mandate, Denied> {
        self.decide(|mandate| {
            self.sees(mandate, grant.path)?;
            questions::administers(mandate)?;
            holds(mandate, grant.right, grant.contexts)?;
            lasts(mandate, grant.period)?;
            self.not_to_oneself(mandate, grant.to)
        })
    }

    /// Grants something at an organisation, whatever it is: asked before the rules of a right are, so that who only reads is told nothing
    /// of them.
    ///
    /// # Errors
    /// [`Denied::Unknown`] when the organisation may not be read; [`Refusal::ReadsOnly`], [`Refusal::Kind`].
    pub fn may_grant_at(&self, path: &OrgPath) -> Result<&Mandate, Denied> {
        self.decide(|mandate| {
            self.sees(mandate, path)?;
            questions::administers(mandate)
        })
    }

    /// Revokes a grant, now or on a date: who could have granted this right and these contexts, for however long. Also one's own.
    ///
    /// # Errors
    /// [`Denied::Unknown`] when the grant may not be read; [`Refusal::ReadsOnly`], [`Refusal::Kind`], [`Refusal::Beyond`].
    pub fn may_revoke(
        &self,
        path: &OrgPath,
        application: &ApplicationCode,
        right: &RightCode,
        contexts: &BTreeSet<ContextCode>,
    ) -> Result<&Mandate, Denied> {
        self.decide(|mandate| {
            if !questions::is_over(mandate, application) {
                self.sees(mandate, path)?;
            }
            questions::administers(mandate)?;
            holds(mandate, right, contexts)
        })
    }
}

fn holds(mandate: &Mandate, right: &RightCode, contexts: &BTreeSet<ContextCode>) -> Result<(), Denied> {
    if mandate.rights.as_ref().is_some_and(|own| !own.contains(right)) {
        return Err(Refusal::Beyond(Limit::Right).into());
    }
    if mandate.contexts.as_ref().is_some_and(|own| !contexts.is_subset(own)) {
        return Err(Refusal::Beyond(Limit::Context).into());
    }
    Ok(())
}

fn lasts(mandate: &Mandate, period: Period) -> Result<(), Denied> {
    if let Some(months) = mandate.maximum_months {
        let until = last_day_after(period.begin(), months);
        if period.end() > until {
            return Err(Refusal::Beyond(Limit::Duration { months, until }).into());
        }
    }
    let until = mandate.period.end();
    if period.end() > until { Err(Refusal::Beyond(Limit::Period { until }).into()) } else { Ok(()) }
}
