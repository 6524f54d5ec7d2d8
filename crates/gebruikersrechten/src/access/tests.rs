use organisations::Organisation;
use persons::{Person, Status};
use proptest::prelude::*;
use types::{Day, Instant, Parsed, Period, Seconds};
use werkrelaties::{Pause, Werkrelatie};

use super::*;
use crate::{ContextRule, Revocation, Window, testing::*};

/// A person's whole data; each test changes what it is about.
#[derive(Debug)]
struct Data {
    person: Person,
    werkrelatie: Werkrelatie,
    organisation: Organisation,
    application: Application,
    right: Gebruikersrecht,
    grant: Toekenning,
}

impl Data {
    fn new() -> Self {
        let grant = toekenning(1, 1, "R", "2026-03-01", "2026-10-25");
        let (person, werkrelatie, organisation) = (person(), werkrelatie(), organisation());
        Self { person, werkrelatie, organisation, application: application(), right: right("R"), grant }
    }

    fn with<T>(&self, ask: impl FnOnce(&Facts<'_>) -> T) -> T {
        use std::slice::from_ref;
        ask(&Facts {
            person: &self.person,
            werkrelaties: from_ref(&self.werkrelatie),
            organisations: from_ref(&self.organisation),
            applications: from_ref(&self.application),
            rights: from_ref(&self.right),
            grants: from_ref(&self.grant),
        })
    }

    fn at(&self, at: Instant) -> Result<Instant, Vec<&'static str>> {
        match self.with(|facts| answer(facts, at)).pop().unwrap() {
            Answer::Held(held) => Ok(held.until),
            Answer::Absent(absent) => Err(absent.because.iter().map(Absence::code).collect()),
        }
    }
}

fn absences(change: impl FnOnce(&mut Data), text: &str) -> Vec<&'static str> {
    let mut data = Data::new();
    change(&mut data);
    data.at(at(text)).err().unwrap_or_default()
}

#[test]
fn the_last_day_ends_at_midnight_in_brussels_also_when_clocks_change() {
    for last in ["2026-10-25", "2026-03-29", "2026-07-01", "2026-12-31"] {
        let mut data = Data::new();
        data.grant.period = period("2026-01-01", last);
        let midnight = day(last).end();
        assert_eq!(data.at(midnight.plus(Seconds(-1))), Ok(midnight), "{last}");
        assert_eq!(data.at(midnight), Err(vec!["ended"]), "{last}");
    }
    assert_eq!(Data::new().at(at("2026-10-25T23:59:59+01:00")), Ok(at("2026-10-26T00:00:00+01:00")));
}

#[test]
fn every_link_can_be_the_one_that_lacks() {
    let noon = "2026-06-15T10:00:00Z";
    let past = period("2020-01-01", "2026-06-14");
    let later = period("2026-06-16", "2036-12-31");
    assert!(absences(|_| (), noon).is_empty());
    assert_eq!(absences(|_| (), "2026-02-28T22:59:59Z"), ["notBegun"]);
    assert_eq!(absences(|data| data.person.status = Status::Deceased(day("2026-06-15")), noon), ["personDeceased"]);
    assert_eq!(absences(|data| data.person.status = Status::Struck(day("2026-06-15")), noon), ["personStruck"]);
    assert!(absences(|data| data.person.status = Status::Struck(day("2026-06-16")), noon).is_empty());
    let revoked = |text: &str| Some(Revocation { at: at(text), reason: reason(), by: actor() });
    assert_eq!(absences(|data| data.grant.revoked = revoked(noon), noon), ["revokedAt"]);
    assert!(absences(|data| data.grant.revoked = revoked("2026-06-15T10:00:01Z"), noon).is_empty());
    assert_eq!(absences(|data| data.werkrelatie.period = past, noon), ["werkrelatieEnded"]);
    assert_eq!(absences(|data| data.werkrelatie.period = later, noon), ["werkrelatieNotBegun"]);
    assert_eq!(absences(|data| data.werkrelatie.removed = true, noon), ["werkrelatieRemoved"]);
    let pause = Pause { period: period("2026-06-15", "9999-12-31"), reason: reason() };
    assert_eq!(absences(|data| data.werkrelatie.pauses = vec![pause], noon), ["werkrelatiePaused"]);
    assert_eq!(absences(|data| data.organisation.period = past, noon), ["organisationCeased"]);
    assert_eq!(absences(|data| data.application.period = past, noon), ["applicationEnded"]);
    assert_eq!(absences(|data| data.right.period = later, noon), ["rightNotBegun"]);
    assert_eq!(absences(|data| data.right.windows = vec![yearly("03-15", "04-30")], noon), ["windowClosed"]);
    assert_eq!(absences(|data| data.right.contexts = ContextRule::AtLeastOne(values(&["a"])), noon), ["contextMissing"]);
    assert_eq!(absences(|data| data.werkrelatie.person = id(9), noon), ["unknown"]);
    let both = |data: &mut Data| (data.organisation.period, data.application.period) = (past, past);
    assert_eq!(absences(both, noon), ["organisationCeased", "applicationEnded"]);
}

#[test]
fn every_pause_counts_not_only_the_last() {
    let pause = |begin: &str, end: &str| Pause { period: period(begin, end), reason: reason() };
    let mut data = Data::new();
    data.werkrelatie.pauses =
        vec![pause("2026-04-01", "2026-04-30"), pause("2026-05-01", "2026-05-03"), pause("2026-09-01", "2026-09-30")];
    let answers = data.with(|facts| answer(facts, at("2026-04-15T10:00:00Z")));
    let Some(Answer::Absent(absent)) = answers.first() else { panic!("{answers:?}") };
    assert_eq!(absent.because, [Absence::WerkrelatiePaused { until: Some(day("2026-05-03")) }]);
    assert_eq!(data.at(day("2026-05-04").start()), Ok(day("2026-09-01").start()));
}

#[test]
fn the_chain_names_every_link_and_only_contexts_that_exist() {
    let mut data = Data::new();
    data.right.contexts = ContextRule::Optional(values(&["a"]));
    data.grant = with_contexts(data.grant, &["a", "gone"]);
    let answers = data.with(|facts| answer(facts, at("2026-06-15T10:00:00Z")));
    let held = answers[0].held().unwrap();
    assert_eq!((held.chain.len(), held.contexts.len()), (7, 1));
    let json = serde_json::to_value(&answers[0]).unwrap();
    assert_eq!((json["state"].as_str(), json["chain"][1]["kind"].as_str()), (Some("held"), Some("grant")));
}

#[test]
fn a_right_that_nobody_granted_is_explained() {
    let codes = |data: &Data, right: Option<&str>| {
        let (code, right) = (application().code, right.map(right_code));
        let explained = data.with(|facts| explain(facts, &code, id(202), right.as_ref(), at("2026-06-15T10:00:00Z")));
        (explained.held, explained.because.iter().map(Absence::code).collect::<Vec<_>>())
    };
    let mut data = Data::new();
    assert_eq!(codes(&data, Some("R")), (true, vec![]));
    data.grant.person = id(9);
    assert_eq!(codes(&data, None), (false, vec!["noGrant"]));
    assert_eq!(codes(&data, Some("S")), (false, vec!["noGrant", "unknown"]));
    data.right.publication.classifications = [types::Classification::parse("AGB").unwrap()].into();
    assert_eq!(codes(&data, Some("R")), (false, vec!["noGrant", "notPublished"]));
    data.organisation.rights_held_on = Some(id(7));
    data.werkrelatie.person = id(9);
    assert_eq!(codes(&data, None), (false, vec!["noGrant", "heldOnOtherOrganisation", "noWerkrelatie"]));
}

#[test]
fn an_absence_serialises_as_its_code() {
    for one in [Absence::NoGrant {}, Absence::WindowClosed { opens_on: Some(day("2027-03-15")) }, Absence::WerkrelatieRemoved {}]
    {
        assert_eq!(serde_json::to_value(&one).unwrap()["code"], one.code());
    }
}

fn some_day() -> impl Strategy<Value = Day> {
    (0_i64..700).prop_map(|days| day("2026-01-01").plus_days(days))
}

fn some_period() -> impl Strategy<Value = Period> {
    (some_day(), 0_i64..500).prop_map(|(begin, days)| Period::new(begin, begin.plus_days(days)).unwrap())
}

fn long_period() -> impl Strategy<Value = Period> {
    (some_day(), 200_i64..900).prop_map(|(end, days)| Period::new(end.plus_days(-days), end.plus_days(200)).unwrap())
}

fn some_window() -> impl Strategy<Value = Window> {
    let dated = long_period().prop_map(|period| Window::Dated { period });
    let yearly =
        (some_day(), some_day()).prop_map(|(from, until)| Window::Yearly { from: from.month_day(), until: until.month_day() });
    prop_oneof![dated, yearly]
}

prop_compose! {
    fn some_data()(
        periods in proptest::array::uniform5(long_period()), pauses in proptest::collection::vec(some_period(), 0..3),
        status in prop_oneof![Just(Status::Active), some_day().prop_map(Status::Deceased), some_day().prop_map(Status::Struck)],
        revoked in proptest::option::of((some_day(), 0_i64..86_400)), windows in proptest::collection::vec(some_window(), 0..3),
    ) -> Data {
        let mut data = Data::new();
        [data.grant.period, data.werkrelatie.period, data.organisation.period, data.application.period, data.right.period] = periods;
        data.werkrelatie.pauses = pauses.into_iter().map(|period| Pause { period, reason: reason() }).collect();
        data.person.status = status;
        data.grant.revoked =
            revoked.map(|(day, second)| Revocation { at: day.start().plus(Seconds(second)), reason: reason(), by: actor() });
        data.right.windows = windows;
        data
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]
    #[test]
    fn it_is_held_up_to_until_and_not_then(data in some_data(), on in some_day(), second in 0_i64..86_400, share in 0_i64..100) {
        let moment = on.start().plus(Seconds(second));
        if let Ok(until) = data.at(moment) {
            prop_assert!(until > moment);
            let between = moment.plus(Seconds((until.unix() - moment.unix()) * share / 100));
            prop_assert_eq!(data.at(between), Ok(until));
            prop_assert_eq!(data.at(until.plus(Seconds(-1))), Ok(until));
            prop_assert!(data.at(until).is_err());
        }
    }
}
