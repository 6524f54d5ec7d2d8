use types::{Day, OrganisationId};

use crate::{Catalogue, HeldElsewhere, Organisation, OrganisationError};

/// What a rule must know of the organisations around one.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The doelgroepen and classifications of this environment.
    pub catalogue: &'a Catalogue,
    /// The parent, its parent, and so on to the top; empty where there is no parent.
    pub ancestors: &'a [OrganisationId],
    /// The organisation that is to hold the rights, where one is named.
    pub holder: Option<&'a Organisation>,
    /// Whether another organisation's rights are held on this one.
    pub holds_for_others: bool,
}

/// Whether an organisation exists on a day. One that does not gives nobody anything.
#[must_use]
pub fn is_active(organisation: &Organisation, on: Day) -> bool {
    organisation.period.contains(on)
}

/// Whether rights are granted on this organisation itself.
///
/// # Errors
/// [`HeldElsewhere`] with the organisation to grant on instead.
pub fn grant_target(organisation: &Organisation) -> Result<(), HeldElsewhere> {
    organisation.rights_held_on.map_or(Ok(()), |organisation| Err(HeldElsewhere { organisation }))
}

/// Holds an organisation against every rule that does not need all the others (that a KBO number is free is for storage to say).
///
/// # Errors
/// [`OrganisationError`]: the first rule that is broken.
pub fn check(organisation: &Organisation, around: &Around<'_>) -> Result<(), OrganisationError> {
    check_lists(organisation, around.catalogue)?;
    check_parent(organisation, around.ancestors)?;
    check_holder(organisation, around)
}

fn check_lists(organisation: &Organisation, catalogue: &Catalogue) -> Result<(), OrganisationError> {
    if organisation.doelgroepen.is_empty() {
        return Err(OrganisationError::NoDoelgroep);
    }
    for code in &organisation.doelgroepen {
        let entry = catalogue.doelgroep(code).ok_or_else(|| OrganisationError::UnknownDoelgroep(code.clone()))?;
        if !entry.organisations {
            return Err(OrganisationError::DoelgroepWithoutOrganisations(code.clone()));
        }
    }
    let classification = &organisation.classification;
    catalogue
        .classification(classification)
        .map(|_| ())
        .ok_or_else(|| OrganisationError::UnknownClassification(classification.clone()))
}

fn check_parent(organisation: &Organisation, ancestors: &[OrganisationId]) -> Result<(), OrganisationError> {
    let Some(parent) = organisation.parent else { return Ok(()) };
    if parent == organisation.id || ancestors.contains(&organisation.id) {
        return Err(OrganisationError::ParentCycle);
    }
    if ancestors.first() == Some(&parent) { Ok(()) } else { Err(OrganisationError::UnknownParent(parent)) }
}

/// One step and no further: with chains, 'grant it there' would be a riddle, and a ring would leave rights nowhere to be held.
fn check_holder(organisation: &Organisation, around: &Around<'_>) -> Result<(), OrganisationError> {
    let Some(named) = organisation.rights_held_on else { return Ok(()) };
    if named == organisation.id {
        return Err(OrganisationError::HeldOnItself);
    }
    if around.holds_for_others {
        return Err(OrganisationError::HoldsForOthers);
    }
    let holder = around.holder.filter(|holder| holder.id == named).ok_or(OrganisationError::UnknownHolder(named))?;
    holder.rights_held_on.map_or(Ok(()), |further| Err(OrganisationError::HeldInChain(further)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use types::Period;

    use super::*;
    use crate::testing::{agb, day, gemeente, id};

    fn refused(
        organisation: &Organisation,
        ancestors: &[OrganisationId],
        holder: Option<&Organisation>,
    ) -> Option<OrganisationError> {
        check(organisation, &Around { catalogue: &Catalogue::default(), ancestors, holder, holds_for_others: false }).err()
    }

    #[test]
    fn an_organisation_gives_nothing_before_its_first_and_after_its_last_day() {
        let period = Period::new(day("2020-01-01"), day("2026-12-31")).unwrap();
        let gemeente = Organisation { period, ..gemeente() };
        let active = |on: &str| is_active(&gemeente, day(on));
        assert_eq!((active("2019-12-31"), active("2020-01-01")), (false, true));
        assert_eq!((active("2026-12-31"), active("2027-01-01")), (true, false));
    }

    #[test]
    fn rights_of_an_agb_are_granted_on_its_gemeente() {
        assert_eq!(grant_target(&gemeente()), Ok(()));
        assert_eq!(grant_target(&agb()), Err(HeldElsewhere { organisation: gemeente().id }));
    }

    #[test]
    fn a_gemeente_and_its_agb_are_in_order() {
        assert_eq!(refused(&gemeente(), &[], None), None);
        assert_eq!(refused(&agb(), &[gemeente().id], Some(&gemeente())), None);
    }

    #[test]
    fn doelgroepen_and_classification_stand_in_the_lists() {
        let of =
            |codes: &[&str]| Organisation { doelgroepen: codes.iter().map(|code| code.parse().unwrap()).collect(), ..gemeente() };
        assert_eq!(
            refused(&Organisation { doelgroepen: BTreeSet::new(), ..gemeente() }, &[], None),
            Some(OrganisationError::NoDoelgroep)
        );
        assert_eq!(refused(&of(&["LB", "XX"]), &[], None), Some(OrganisationError::UnknownDoelgroep("XX".parse().unwrap())));
        let citizens = OrganisationError::DoelgroepWithoutOrganisations("BUR".parse().unwrap());
        assert_eq!(refused(&of(&["BUR", "LB"]), &[], None), Some(citizens));
        let club = Organisation { classification: "club".parse().unwrap(), ..gemeente() };
        assert_eq!(refused(&club, &[], None), Some(OrganisationError::UnknownClassification("club".parse().unwrap())));
    }

    #[test]
    fn no_organisation_is_a_part_of_itself() {
        let under = |parent: u8| Organisation { parent: Some(id(parent)), ..gemeente() };
        assert_eq!(refused(&under(1), &[], None), Some(OrganisationError::ParentCycle));
        assert_eq!(refused(&under(2), &[id(2), id(3), id(1)], None), Some(OrganisationError::ParentCycle));
        assert_eq!(refused(&under(2), &[id(2), id(3)], None), None);
        assert_eq!(refused(&under(2), &[], None), Some(OrganisationError::UnknownParent(id(2))));
    }

    #[test]
    fn rights_are_held_one_step_away_and_somewhere() {
        let held = |on: u8| Organisation { rights_held_on: Some(id(on)), ..gemeente() };
        assert_eq!(refused(&held(1), &[], None), Some(OrganisationError::HeldOnItself));
        assert_eq!(refused(&held(9), &[], None), Some(OrganisationError::UnknownHolder(id(9))));
        assert_eq!(refused(&held(9), &[], Some(&agb())), Some(OrganisationError::UnknownHolder(id(9))));
        assert_eq!(refused(&held(2), &[], Some(&agb())), Some(OrganisationError::HeldInChain(gemeente().id)));
        let catalogue = Catalogue::default();
        let around = Around { catalogue: &catalogue, ancestors: &[], holder: Some(&gemeente()), holds_for_others: true };
        assert_eq!(check(&agb(), &Around { ancestors: &[id(1)], ..around }), Err(OrganisationError::HoldsForOthers));
        assert_eq!(check(&Organisation { rights_held_on: None, ..agb() }, &Around { ancestors: &[id(1)], ..around }), Ok(()));
    }
}
