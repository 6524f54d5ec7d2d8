use organisations::Organisation;
use persons::{Person, Status};
use types::{Actor, ContextCode, Day, Instant, Period, Reason, ToekenningId};
use werkrelaties::{State, Werkrelatie};

use crate::{
    Application, Gebruikersrecht, NotPublishedBy, Refusal, Toekenning, check_contexts, constraints, effective, plan_period,
    published,
};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// For the new grant.
    pub id: ToekenningId,
    /// As they were given; twice the same is refused.
    pub contexts: Vec<ContextCode>,
    /// First day; may lie in the past, which gives nobody anything that he did not have.
    pub begin: Day,
    /// Last day, inclusive; the right's default when left out.
    pub end: Option<Day>,
    /// Why.
    pub reason: Reason,
    /// On whose word.
    pub granted_by: Actor,
}

/// What a decision about a grant rests on.
#[derive(Clone, Copy, Debug)]
pub struct GrantFacts<'a> {
    /// Who.
    pub person: &'a Person,
    /// On which werkrelatie.
    pub werkrelatie: &'a Werkrelatie,
    /// The werkrelatie's organisation.
    pub organisation: &'a Organisation,
    /// Of which application.
    pub application: &'a Application,
    /// Which right.
    pub right: &'a Gebruikersrecht,
    /// All rights of the application.
    pub rights: &'a [Gebruikersrecht],
    /// All grants of the application at the organisation; more does no harm.
    pub others: &'a [Toekenning],
    /// The moment of the decision.
    pub now: Instant,
}

/// A new grant, version 1.
///
/// # Errors
/// The first rule that it breaks: person, organisation, werkrelatie, right and application, publication, e-mail, contexts, period, constraints.
pub fn grant(proposal: Proposal, facts: &GrantFacts<'_>) -> Result<Toekenning, Refusal> {
    let Proposal { id, contexts, begin, end, reason, granted_by } = proposal;
    parties(facts, begin)?;
    existence(facts, begin)?;
    availability(facts)?;
    let contexts = check_contexts(&facts.right.contexts, &contexts)?;
    let period = plan_period(facts.right, facts.werkrelatie.period, begin, end)?;
    not_over(period, facts.now.day())?;
    let granted = Toekenning {
        id,
        person: facts.person.id,
        werkrelatie: facts.werkrelatie.id,
        organisation: facts.organisation.id,
        application: facts.application.code.clone(),
        right: facts.right.code.clone(),
        contexts,
        period,
        reason,
        granted_by,
        revoked: None,
        version: 1,
    };
    match effective(&granted) {
        Some(span) => constraints::check(&granted, span, facts.others, facts.rights).map(|()| granted),
        None => Ok(granted),
    }
}

pub(crate) fn not_over(period: Period, today: Day) -> Result<(), Refusal> {
    if period.end() < today { Err(Refusal::EndInPast { end: period.end(), today }) } else { Ok(()) }
}

/// Whether a grant that begins or began on a day may become more than it is. For whom its right is published decided when it was granted.
pub(crate) fn can_grow(facts: &GrantFacts<'_>, begin: Day) -> Result<(), Refusal> {
    let begin = begin.max(facts.now.day());
    parties(facts, begin)?;
    existence(facts, begin)
}

/// Person, organisation and werkrelatie can bear a grant.
fn parties(facts: &GrantFacts<'_>, begin: Day) -> Result<(), Refusal> {
    let GrantFacts { person, werkrelatie, organisation, now, .. } = facts;
    if let Status::Deceased(since) | Status::Struck(since) = person.status {
        return Err(Refusal::PersonInactive { since });
    }
    if werkrelatie.person != person.id || werkrelatie.organisation != organisation.id {
        return Err(Refusal::WerkrelatieOfOther {});
    }
    if let Some(other) = organisation.rights_held_on {
        return Err(Refusal::HeldOnOtherOrganisation { organisation: other, name: None, kbo: None });
    }
    if !organisation.period.contains(begin) || organisation.period.end() < now.day() {
        return Err(Refusal::OrganisationNotActive { period: organisation.period });
    }
    match werkrelaties::state(werkrelatie, now.day()) {
        State::Removed => Err(Refusal::WerkrelatieRemoved {}),
        State::Ended => Err(Refusal::WerkrelatieEnded { last_day: werkrelatie.period.end() }),
        // A grant on a paused werkrelatie is an ordinary one: it waits for the end of the pause.
        State::Planned | State::Active | State::Paused => Ok(()),
    }
}

/// Right and application are there.
fn existence(facts: &GrantFacts<'_>, begin: Day) -> Result<(), Refusal> {
    let GrantFacts { application, right, now, .. } = facts;
    let over = |period: Period| !period.contains(begin) || period.end() < now.day();
    if right.application != application.code {
        return Err(Refusal::RightUnknown { right: right.code.clone() });
    }
    if over(application.period) {
        return Err(Refusal::ApplicationNotActive { period: application.period });
    }
    if over(right.period) {
        return Err(Refusal::RightNotActive { right: right.code.clone(), period: right.period });
    }
    Ok(())
}

/// They are for such people, with what they ask.
fn availability(facts: &GrantFacts<'_>) -> Result<(), Refusal> {
    let GrantFacts { werkrelatie, organisation, application, right, .. } = facts;
    for (by, publication) in
        [(NotPublishedBy::Application, &application.publication), (NotPublishedBy::Right, &right.publication)]
    {
        if !published(publication, &werkrelatie.doelgroep, &organisation.classification) {
            let (doelgroep, classification) = (werkrelatie.doelgroep.clone(), organisation.classification.clone());
            return Err(Refusal::NotPublished { by, doelgroep, classification });
        }
    }
    if right.email_required && werkrelatie.contact.email.is_none() {
        return Err(Refusal::EmailRequired { right: right.code.clone() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use types::{Classification, Doelgroep, Parsed};

    use super::*;
    use crate::{ContextRule, testing::*};

    fn ask(change: impl FnOnce(&mut World)) -> Result<Toekenning, &'static str> {
        let mut world = World::new();
        change(&mut world);
        grant(proposal("2026-11-23", None), &world.facts()).map_err(|error| error.code())
    }

    #[test]
    fn a_grant_is_made_when_every_rule_agrees() {
        let granted = ask(|_| ()).unwrap();
        assert_eq!(granted.period, period("2026-11-23", "2030-11-22"));
        assert_eq!((granted.version, granted.revoked), (1, None));
    }

    #[test]
    fn who_and_where_must_allow_it() {
        assert_eq!(ask(|world| world.person.status = Status::Struck(day("2026-11-23"))), Err("personInactive"));
        assert_eq!(ask(|world| world.organisation.rights_held_on = Some(id(70))), Err("heldOnOtherOrganisation"));
        assert_eq!(ask(|world| world.organisation.period = period("2000-01-01", "2026-11-22")), Err("organisationNotActive"));
        assert_eq!(ask(|world| world.werkrelatie.organisation = id(71)), Err("werkrelatieOfOther"));
        assert_eq!(ask(|world| world.werkrelatie.removed = true), Err("werkrelatieRemoved"));
        assert_eq!(ask(|world| world.werkrelatie.period = period("2020-01-01", "2026-11-22")), Err("werkrelatieEnded"));
        assert_eq!(ask(|world| world.werkrelatie.period = period("2026-11-24", "2027-11-22")), Err("beginOutsideWerkrelatie"));
    }

    #[test]
    fn the_right_must_be_there_for_such_people() {
        let over = period("2020-01-01", "2026-11-22");
        assert_eq!(ask(|world| world.right.period = over), Err("rightNotActive"));
        assert_eq!(ask(|world| world.application.period = over), Err("applicationNotActive"));
        let ea = [Doelgroep::parse("EA").unwrap()];
        let agb = [Classification::parse("AGB").unwrap()];
        assert_eq!(ask(|world| world.right.publication.doelgroepen = ea.into()), Err("notPublished"));
        assert_eq!(ask(|world| world.application.publication.classifications = agb.into()), Err("notPublished"));
        assert_eq!(ask(|world| world.right.email_required = true), Err("emailRequired"));
        assert_eq!(ask(|world| world.right.contexts = ContextRule::AtLeastOne(values(&["a"]))), Err("contextMissing"));
        assert_eq!(ask(|world| world.others.push(toekenning(9, 1, "R", "2026-01-01", "2026-12-31"))), Err("alreadyHeld"));
        let past = Proposal { end: Some(day("2026-11-22")), ..proposal("2026-11-01", None) };
        assert_eq!(grant(past, &World::new().facts()).unwrap_err().code(), "endInPast");
    }
}
