use std::collections::BTreeSet;

use crate::{Denied, Domain, Holder, Kind, Mandate, OrgPath, Powers, Refusal, Widening, questions};

/// An answer: the mandate used, or no.
type Answer<'a> = Result<&'a Mandate, Denied>;

/// Mandates over mandates. `path` is that of the organisation in the mandate's domain, `None` for the other domains; a mandate whose
/// path is missing or another organisation's is unknown to everyone but the platform operator.
impl Powers {
    /// Reads a mandate: its holder, who reads its organisation, the toepassingsbeheerder of its application, platform operators.
    ///
    /// # Errors
    /// [`Denied::Unknown`] to all others.
    pub fn may_read_mandate(&self, mandate: &Mandate, path: Option<&OrgPath>) -> Answer<'_> {
        self.decide(|own| if own.id == mandate.id { Ok(()) } else { self.reaches(own, mandate, path) })
    }

    /// Gives a mandate: a platform operator every one; others only what is no wider than a mandate of theirs that may be passed on, in
    /// kind, domain, sub-entities, rights, contexts, duration of grants and end. Nobody gives a mandate to himself
    /// ([`Powers::never_to_oneself`]).
    ///
    /// # Errors
    /// [`Denied::Unknown`] when the domain may not be read; [`Refusal::ReadsOnly`], [`Refusal::Kind`], [`Refusal::MayNotRedelegate`],
    /// [`Refusal::Wider`], [`Refusal::Oneself`].
    pub fn may_give(&self, proposed: &Mandate, path: Option<&OrgPath>) -> Answer<'_> {
        let oneself = |own: &Mandate| match proposed.holder {
            Holder::Person(person) => self.never_to_oneself(own, person),
            Holder::Client(_) if proposed.is_held_by(&self.actor) => Err(Refusal::Oneself.into()),
            Holder::Client(_) => Ok(()),
        };
        self.decide(|own| {
            self.reaches(own, proposed, path)?;
            passes_on(own)?;
            match widening(own, proposed) {
                Some(widening) => Err(Refusal::Wider(widening).into()),
                None => oneself(own),
            }
        })
    }

    /// Takes a mandate back: who could have given it, whatever its end; and its holder, who may always give it up.
    ///
    /// # Errors
    /// As [`Powers::may_give`], without [`Refusal::Oneself`].
    pub fn may_take_back(&self, mandate: &Mandate, path: Option<&OrgPath>) -> Answer<'_> {
        self.decide(|own| {
            if own.id == mandate.id {
                return Ok(());
            }
            self.reaches(own, mandate, path)?;
            passes_on(own)?;
            match widening(own, mandate).filter(|widening| !matches!(widening, Widening::Period { .. })) {
                Some(widening) => Err(Refusal::Wider(widening).into()),
                None => Ok(()),
            }
        })
    }

    fn reaches(&self, own: &Mandate, other: &Mandate, path: Option<&OrgPath>) -> Result<(), Denied> {
        let reached = match (&other.domain, path) {
            _ if own.domain == Domain::Platform => true,
            (Domain::Organisation { organisation, .. }, Some(path)) => {
                path.organisation == *organisation && self.sees(own, path).is_ok()
            }
            (Domain::Application { application }, _) => questions::is_over(own, application),
            (Domain::Organisation { .. } | Domain::Platform, _) => false,
        };
        if reached { Ok(()) } else { Err(Denied::Unknown) }
    }
}

fn passes_on(own: &Mandate) -> Result<(), Denied> {
    match own.kind {
        Kind::PlatformOperator => Ok(()),
        Kind::Monitor => Err(Refusal::ReadsOnly.into()),
        _ if own.may_redelegate => Ok(()),
        _ => Err(Refusal::MayNotRedelegate.into()),
    }
}

/// In which way a mandate is wider than the giver's own, whose domain holds its organisation or application. A platform operator gives
/// in the name of the platform: what he gives outlives his own mandate.
fn widening(own: &Mandate, proposed: &Mandate) -> Option<Widening> {
    if own.kind == Kind::PlatformOperator {
        return None;
    }
    if !own.kind.contains(proposed.kind) || !proposed.is_consistent() {
        return Some(Widening::Kind);
    }
    if sub_entities(proposed) && !sub_entities(own) {
        return Some(Widening::SubEntities);
    }
    if proposed.kind.grants() {
        if exceeds(own.rights.as_ref(), proposed.rights.as_ref()) {
            return Some(Widening::Rights);
        }
        if exceeds(own.contexts.as_ref(), proposed.contexts.as_ref()) {
            return Some(Widening::Contexts);
        }
        let longest = own.maximum_months.filter(|longest| proposed.maximum_months.is_none_or(|months| months > *longest));
        if let Some(months) = longest {
            return Some(Widening::Duration { months });
        }
    }
    let until = own.period.end();
    (proposed.period.end() > until).then_some(Widening::Period { until })
}

fn sub_entities(mandate: &Mandate) -> bool {
    matches!(mandate.domain, Domain::Organisation { sub_entities: true, .. })
}

/// Whether a list (all, when there is none) holds something that the limit does not.
fn exceeds<T: Ord>(limit: Option<&BTreeSet<T>>, list: Option<&BTreeSet<T>>) -> bool {
    limit.is_some_and(|limit| list.is_none_or(|list| !list.is_subset(limit)))
}
