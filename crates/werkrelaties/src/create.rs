use organisations::Organisation;
use persons::{Person, Status};
use types::{Category, Contact, Day, Doelgroep, Period, WerkrelatieId};

use crate::{Policy, Werkrelatie, WerkrelatieError, duplicates::refuse_duplicate, last_day_after};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// For the new werkrelatie.
    pub id: WerkrelatieId,
    /// As what kind of user.
    pub doelgroep: Doelgroep,
    /// Of what kind.
    pub category: Category,
    /// First day; may lie in the past, for who works there already.
    pub begin: Day,
    /// Last day, inclusive; the policy's duration when left out.
    pub end: Option<Day>,
    /// E-mail and phone.
    pub contact: Contact,
}

/// What the decision rests on.
#[derive(Clone, Copy, Debug)]
pub struct CreateFacts<'a> {
    /// Who.
    pub person: &'a Person,
    /// Where.
    pub organisation: &'a Organisation,
    /// The other werkrelaties of the person.
    pub others: &'a [Werkrelatie],
    /// What the environment asks.
    pub policy: &'a Policy,
    /// The day of the decision.
    pub today: Day,
}

/// A new werkrelatie, version 1.
///
/// # Errors
/// The first rule that the proposal breaks: person, organisation, doelgroep, category, attributes, period, duplicate.
pub fn create(proposal: Proposal, facts: &CreateFacts<'_>) -> Result<Werkrelatie, WerkrelatieError> {
    let Proposal { id, doelgroep, category, begin, end, contact } = proposal;
    can_act(facts.person)?;
    facts.policy.check(&doelgroep, &category, &contact)?;
    if !facts.organisation.doelgroepen.contains(&doelgroep) {
        return Err(WerkrelatieError::DoelgroepNotOfOrganisation(doelgroep));
    }
    let period = Period::new(begin, end.unwrap_or_else(|| last_day_after(begin, facts.policy.duration_months)))?;
    let existence = facts.organisation.period;
    if !existence.contains(begin) || existence.end() < facts.today {
        return Err(WerkrelatieError::OrganisationNotActive(existence));
    }
    let (person, organisation) = (facts.person.id, facts.organisation.id);
    let created = Werkrelatie {
        id,
        person,
        organisation,
        doelgroep,
        category,
        period,
        contact,
        pauses: Vec::new(),
        removed: false,
        version: 1,
    };
    refuse_duplicate(&created, facts.others)?;
    Ok(created)
}

fn can_act(person: &Person) -> Result<(), WerkrelatieError> {
    match person.status {
        Status::Active => Ok(()),
        Status::Deceased(since) | Status::Struck(since) => Err(WerkrelatieError::PersonInactive { since }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    fn ask(change: impl FnOnce(&mut Proposal, &mut Person, &mut Organisation)) -> Result<Werkrelatie, &'static str> {
        let (mut proposal, mut person, mut organisation) = (proposal("2026-11-23", None), person(), organisation());
        change(&mut proposal, &mut person, &mut organisation);
        let others = [werkrelatie("2020-01-01", "2020-12-31")];
        let (policy, today) = (Policy::default(), day("2026-11-23"));
        let facts = CreateFacts { person: &person, organisation: &organisation, others: &others, policy: &policy, today };
        create(proposal, &facts).map_err(|error| error.code())
    }

    #[test]
    fn ten_years_unless_said_otherwise() {
        let created = ask(|_, _, _| ()).unwrap();
        assert_eq!((created.period.end(), created.version), (day("2036-11-22"), 1));
        let created = ask(|proposal, _, _| proposal.end = Some(day("2026-11-23"))).unwrap();
        assert_eq!(created.period.end(), day("2026-11-23"));
    }

    #[test]
    fn person_organisation_and_period_must_allow_it() {
        assert_eq!(ask(|_, person, _| person.status = Status::Deceased(day("2026-11-23"))), Err("personInactive"));
        assert_eq!(ask(|_, person, _| person.status = Status::Struck(day("2026-01-01"))), Err("personInactive"));
        assert_eq!(ask(|proposal, _, _| proposal.end = Some(day("2026-11-22"))), Err("endBeforeBegin"));
        assert_eq!(ask(|proposal, _, _| proposal.doelgroep = doelgroep("OV")), Err("doelgroepNotOfOrganisation"));
        let ceased = |end| move |_: &mut Proposal, _: &mut Person, org: &mut Organisation| org.period = period("2000-01-01", end);
        assert_eq!(ask(ceased("2026-11-22")), Err("organisationNotActive"));
        assert!(ask(ceased("2026-11-23")).is_ok());
        assert_eq!(ask(|proposal, _, _| proposal.begin = day("2020-12-31")), Err("werkrelatieDuplicate"));
        assert!(ask(|proposal, _, _| proposal.begin = day("2021-01-01")).is_ok());
    }
}
