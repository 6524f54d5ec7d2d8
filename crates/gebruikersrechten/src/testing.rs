//! One person at one municipality, one application with the right `R`.

use organisations::Organisation;
use persons::Person;
use types::{
    Actor, ApplicationCode, ClaimName, ContextCode, Instant, MonthDay, Name, Parsed, RightCode, ScopeName, TechnicalName,
};
use werkrelaties::Werkrelatie;
pub(crate) use werkrelaties::testing::{day, id, period, person, reason};

use crate::{
    Application, ContextRule, ContextValue, Durations, Gebruikersrecht, GrantFacts, Proposal, Publication, Toekenning, Window,
};

pub(crate) const ALWAYS: (&str, &str) = ("2000-01-01", "9999-12-31");

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

pub(crate) fn right_code(code: &str) -> RightCode {
    RightCode::parse(code).unwrap()
}

pub(crate) fn context(code: &str) -> ContextCode {
    ContextCode::parse(code).unwrap()
}

pub(crate) fn values(codes: &[&str]) -> Vec<ContextValue> {
    let value = |code: &&str| ContextValue {
        code: context(code),
        name: Name::parse(code).unwrap(),
        technical_name: TechnicalName::parse(code).unwrap(),
    };
    codes.iter().map(value).collect()
}

pub(crate) fn yearly(from: &str, until: &str) -> Window {
    Window::Yearly { from: MonthDay::parse(from).unwrap(), until: MonthDay::parse(until).unwrap() }
}

pub(crate) fn actor() -> Actor {
    Actor::Person(id(200))
}

pub(crate) fn application() -> Application {
    Application {
        code: ApplicationCode::parse("app").unwrap(),
        name: Name::parse("App").unwrap(),
        description: None,
        owner: id(201),
        notify: Vec::new(),
        publication: Publication::default(),
        claim: ClaimName::parse("app").unwrap(),
        scope: ScopeName::parse("app").unwrap(),
        claim_3d: None,
        claim_2d: None,
        period: period(ALWAYS.0, ALWAYS.1),
        version: 1,
    }
}

pub(crate) fn right(code: &str) -> Gebruikersrecht {
    Gebruikersrecht {
        code: right_code(code),
        application: application().code,
        name: Name::parse(code).unwrap(),
        description: None,
        technical_name: TechnicalName::parse(code).unwrap(),
        publication: Publication::default(),
        contexts: ContextRule::None,
        durations: Durations { default_months: 48, maximum_months: None },
        windows: Vec::new(),
        constraints: Vec::new(),
        email_required: false,
        period: period(ALWAYS.0, ALWAYS.1),
        version: 1,
    }
}

/// A grant of a person on his one werkrelatie.
pub(crate) fn toekenning(number: u8, person: u8, code: &str, begin: &str, end: &str) -> Toekenning {
    Toekenning {
        id: id(number),
        person: id(person),
        werkrelatie: id(100 + person),
        organisation: id(202),
        application: application().code,
        right: right_code(code),
        contexts: [].into(),
        period: period(begin, end),
        reason: reason(),
        granted_by: actor(),
        revoked: None,
        version: 1,
    }
}

pub(crate) fn with_contexts(grant: Toekenning, codes: &[&str]) -> Toekenning {
    Toekenning { contexts: codes.iter().map(|code| context(code)).collect(), ..grant }
}

pub(crate) fn organisation() -> Organisation {
    Organisation { id: id(202), ..werkrelaties::testing::organisation() }
}

pub(crate) fn werkrelatie() -> Werkrelatie {
    Werkrelatie { id: id(101), organisation: id(202), ..werkrelaties::testing::werkrelatie("2026-01-01", "2036-12-31") }
}

pub(crate) fn proposal(begin: &str, end: Option<&str>) -> Proposal {
    let (reason, granted_by) = (reason(), actor());
    Proposal { id: id(1), contexts: Vec::new(), begin: day(begin), end: end.map(day), reason, granted_by }
}

/// Everything that a decision rests on; each test changes what it is about.
pub(crate) struct World {
    pub(crate) person: Person,
    pub(crate) werkrelatie: Werkrelatie,
    pub(crate) organisation: Organisation,
    pub(crate) application: Application,
    pub(crate) right: Gebruikersrecht,
    pub(crate) others: Vec<Toekenning>,
}

impl World {
    pub(crate) fn new() -> Self {
        let (person, werkrelatie, organisation) = (person(), werkrelatie(), organisation());
        Self { person, werkrelatie, organisation, application: application(), right: right("R"), others: Vec::new() }
    }

    pub(crate) fn facts(&self) -> GrantFacts<'_> {
        let Self { person, werkrelatie, organisation, application, right, others } = self;
        let (rights, now) = (std::slice::from_ref(right), at("2026-11-23T10:00:00Z"));
        GrantFacts { person, werkrelatie, organisation, application, right, rights, others, now }
    }
}
