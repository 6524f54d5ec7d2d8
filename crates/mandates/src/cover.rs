use types::{Actor, Instant, MandateId, OrganisationId, TypedId};

use crate::{Domain, Holder, Kind, Mandate};

/// An organisation and what it is a part of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrgPath {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its parent, the parent of that, ...: nearest first; empty for one that stands alone.
    pub ancestors: Vec<OrganisationId>,
}

impl OrgPath {
    /// Whether this organisation is another one or lies below it.
    #[must_use]
    pub fn is_within(&self, other: OrganisationId) -> bool {
        self.organisation == other || self.ancestors.contains(&other)
    }
}

impl Mandate {
    /// Whether it gives power at a moment: on a day of its period and not taken back.
    #[must_use]
    pub fn in_force(&self, at: Instant) -> bool {
        self.period.contains(at.day()) && self.revoked.as_ref().is_none_or(|revocation| at < revocation.at)
    }

    /// The first moment at which it no longer gives power: a token that carries it expires no later.
    #[must_use]
    pub fn ends_at(&self) -> Instant {
        let ends_at = self.period.ends_at();
        self.revoked.as_ref().map_or(ends_at, |revocation| ends_at.min(revocation.at))
    }

    /// Whether an organisation lies in its domain. An application mandate covers no organisation.
    #[must_use]
    pub fn covers(&self, path: &OrgPath) -> bool {
        match &self.domain {
            Domain::Organisation { organisation, sub_entities: true } => path.is_within(*organisation),
            Domain::Organisation { organisation, sub_entities: false } => path.organisation == *organisation,
            Domain::Application { .. } => false,
            Domain::Platform => true,
        }
    }

    /// Its id for the record of an event; none when Poort itself acts ([`crate::Powers::system`]), which takes no mandate.
    #[must_use]
    pub fn recorded_id(&self) -> Option<MandateId> {
        Some(self.id).filter(|id| !id.uuid().is_nil())
    }

    /// Whether kind and domain belong together; one that is neither here nor there gives nothing.
    pub(crate) fn is_consistent(&self) -> bool {
        self.kind.is_over(&self.domain)
    }

    pub(crate) fn is_held_by(&self, actor: &Actor) -> bool {
        match (&self.holder, actor) {
            (Holder::Person(holder), Actor::Person(person)) => holder == person,
            (Holder::Client(holder), Actor::Client(client)) => holder == client,
            _ => false,
        }
    }
}

impl Kind {
    /// Whether it grants rights, so that limits on rights, contexts and duration mean something.
    #[must_use]
    pub fn grants(self) -> bool {
        matches!(self, Self::HoofdLokaleBeheerder | Self::LokaleBeheerder)
    }

    /// Whether this kind of power is over this kind of domain.
    #[must_use]
    pub fn is_over(self, domain: &Domain) -> bool {
        match domain {
            Domain::Organisation { .. } => self.grants() || self == Self::Monitor,
            Domain::Application { .. } => self == Self::Toepassingsbeheerder,
            Domain::Platform => self == Self::PlatformOperator,
        }
    }

    /// Whether it contains the power of another kind, so that its holder may give that one.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        match self {
            Self::HoofdLokaleBeheerder => other.grants() || other == Self::Monitor,
            Self::LokaleBeheerder => matches!(other, Self::LokaleBeheerder | Self::Monitor),
            Self::Monitor => other == Self::Monitor,
            Self::Toepassingsbeheerder => other == Self::Toepassingsbeheerder,
            Self::PlatformOperator => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_contains_itself_and_what_is_less_of_the_same_family() {
        use Kind::{HoofdLokaleBeheerder, LokaleBeheerder, Monitor, PlatformOperator, Toepassingsbeheerder};
        let all = [HoofdLokaleBeheerder, LokaleBeheerder, Monitor, Toepassingsbeheerder, PlatformOperator];
        let table = [
            (HoofdLokaleBeheerder, vec![HoofdLokaleBeheerder, LokaleBeheerder, Monitor]),
            (LokaleBeheerder, vec![LokaleBeheerder, Monitor]),
            (Monitor, vec![Monitor]),
            (Toepassingsbeheerder, vec![Toepassingsbeheerder]),
            (PlatformOperator, all.to_vec()),
        ];
        for (kind, contained) in table {
            assert_eq!(all.into_iter().filter(|other| kind.contains(*other)).collect::<Vec<_>>(), contained, "{kind:?}");
        }
    }
}
