//! Whatever someone gives, he could do himself: checked over every pair of mandates of a small world.

use crate::world::*;
use poort_mandates::{
    Changes, Denied, Domain, Grant, Holder, Kind, Mandate, MandateError, Powers, Proposal, Refusal, Widening, give, take_back,
};
use types::{Actor, Instant, Parsed, Reason, testing};

fn universe() -> Vec<Mandate> {
    let mut all = vec![];
    let domains = [over(GEMEENTE, true), over(GEMEENTE, false), over(OCMW, false), over(FOREIGN, false)];
    let lists = [None, Some(rights(&[])), Some(rights(&["a"])), Some(rights(&["a", "b"]))];
    for kind in [Kind::HoofdLokaleBeheerder, Kind::LokaleBeheerder, Kind::Monitor] {
        for domain in &domains {
            for list in &lists {
                for bits in 0..16_u8 {
                    let has = |bit: u8| bits & (1 << bit) != 0;
                    let mut one = mandate(kind, domain.clone());
                    one.rights.clone_from(list);
                    one.contexts = has(0).then(|| contexts(&["x"]));
                    one.maximum_months = has(1).then_some(12);
                    one.may_redelegate = has(2);
                    one.period = period("2026-01-01", if has(3) { "2027-06-30" } else { "2029-12-31" });
                    all.push(one);
                }
            }
        }
    }
    all
}

/// One bit for each thing that a mandate allows its holder.
fn abilities(mandate: &Mandate) -> u128 {
    let powers = Powers::new(caller(), None, vec![mandate.clone()], now());
    let mut answers = vec![];
    for organisation in [GEMEENTE, OCMW, FOREIGN] {
        let path = path(organisation);
        answers.push(powers.may_read_organisation(&path).is_ok());
        answers.push(powers.may_manage_werkrelaties(&path).is_ok());
        for code in ["a", "b", "c"] {
            for values in [&[][..], &["x"], &["y"]] {
                for end in ["2027-01-01", "2027-11-22", "2029-12-31"] {
                    let (right, contexts, period) = (right(code), contexts(values), period("2026-11-23", end));
                    let grant = Grant { path: &path, right: &right, contexts: &contexts, period, to: id(COLLEAGUE) };
                    answers.push(powers.may_grant(&grant).is_ok());
                }
            }
        }
    }
    assert!(answers.len() <= 128);
    answers.iter().enumerate().fold(0, |bits, (index, yes)| bits | (u128::from(*yes) << index))
}

#[test]
fn what_is_given_is_within_what_the_giver_may() {
    let universe = universe();
    let known: Vec<u128> = universe.iter().map(abilities).collect();
    let (mut given, mut refused) = (0, 0);
    for (giver, own) in universe.iter().zip(&known) {
        let powers = Powers::new(caller(), None, vec![giver.clone()], now());
        for (mandate, theirs) in universe.iter().zip(&known) {
            let Domain::Organisation { organisation, .. } = mandate.domain else { continue };
            let number = [GEMEENTE, OCMW, FOREIGN].into_iter().find(|number| path(*number).organisation == organisation);
            let proposal = Mandate { id: id(21), holder: Holder::Person(id(COLLEAGUE)), ..mandate.clone() };
            if powers.may_give(&proposal, number.map(path).as_ref()).is_err() {
                refused += 1;
                continue;
            }
            given += 1;
            assert!(giver.may_redelegate && giver.kind != Kind::Monitor, "{giver:?}");
            assert_eq!(theirs & !own, 0, "{giver:?} gave {mandate:?}");
            assert!(mandate.period.end() <= giver.period.end(), "{giver:?} gave {mandate:?}");
        }
    }
    assert!(given > 1000 && refused > given, "{given} given, {refused} refused: the test asks nothing");
}

#[test]
fn each_widening_is_refused_by_its_own_reason() {
    let giver = Mandate {
        rights: Some(rights(&["a"])),
        contexts: Some(contexts(&["x"])),
        maximum_months: Some(12),
        may_redelegate: true,
        ..mandate(Kind::LokaleBeheerder, over(GEMEENTE, false))
    };
    let same = Mandate { holder: Holder::Person(id(COLLEAGUE)), id: id(21), ..giver.clone() };
    let powers = Powers::new(caller(), None, vec![giver], now());
    let table = [
        (same.clone(), None),
        (Mandate { kind: Kind::HoofdLokaleBeheerder, ..same.clone() }, Some(Refusal::Wider(Widening::Kind))),
        (Mandate { kind: Kind::PlatformOperator, ..same.clone() }, Some(Refusal::Wider(Widening::Kind))),
        (Mandate { domain: over(GEMEENTE, true), ..same.clone() }, Some(Refusal::Wider(Widening::SubEntities))),
        (Mandate { rights: None, ..same.clone() }, Some(Refusal::Wider(Widening::Rights))),
        (Mandate { contexts: Some(contexts(&["x", "y"])), ..same.clone() }, Some(Refusal::Wider(Widening::Contexts))),
        (Mandate { maximum_months: Some(13), ..same.clone() }, Some(Refusal::Wider(Widening::Duration { months: 12 }))),
        (
            Mandate { period: period("2026-01-01", "2030-01-01"), ..same.clone() },
            Some(Refusal::Wider(Widening::Period { until: day("2029-12-31") })),
        ),
        (Mandate { holder: Holder::Person(id(CALLER)), ..same }, Some(Refusal::Oneself)),
    ];
    for (mandate, expected) in table {
        let answer = powers.may_give(&mandate, Some(&path(GEMEENTE))).err();
        assert_eq!(answer, expected.map(Denied::Forbidden), "{mandate:?}");
    }
}

#[test]
fn a_machine_gives_no_mandate_to_who_gave_it_its_own() {
    let hr: types::ClientId = types::ClientId::parse("hr").unwrap();
    let by = |granted_by| Mandate {
        holder: Holder::Client(hr.clone()),
        granted_by,
        ..mandate(Kind::HoofdLokaleBeheerder, over(GEMEENTE, false))
    };
    let give = |giver, holder| {
        let powers = Powers::new(Actor::Client(hr.clone()), None, vec![giver], now());
        let asked = Mandate { holder, ..proposed(Kind::LokaleBeheerder, over(GEMEENTE, false)) };
        powers.may_give(&asked, Some(&path(GEMEENTE))).map(drop)
    };
    assert_eq!(give(by(caller()), Holder::Person(id(CALLER))), Err(Refusal::Oneself.into()));
    assert_eq!(give(by(caller()), Holder::Client(hr.clone())), Err(Refusal::Oneself.into()));
    assert_eq!(give(by(caller()), Holder::Person(id(COLLEAGUE))), Ok(()));
    assert_eq!(give(by(Actor::Person(id(9))), Holder::Person(id(CALLER))), Ok(()));
}

#[test]
fn what_was_given_stays_when_the_givers_own_is_taken_back() {
    let cx = testing::context("2026-11-23T10:00:00Z");
    let hoofd = mandate(Kind::HoofdLokaleBeheerder, over(GEMEENTE, false));
    let given = Mandate { granted_by: caller(), ..proposed(Kind::HoofdLokaleBeheerder, over(GEMEENTE, false)) };
    let gone = take_back(&cx, &hoofd, cx.now, hoofd.reason.clone(), Actor::Person(id(9))).unwrap();
    assert!(Powers::new(caller(), None, vec![gone], cx.now).may_read_organisation(&path(GEMEENTE)).is_err());
    let theirs = Powers::new(Actor::Person(id(COLLEAGUE)), None, vec![given.clone()], cx.now);
    assert!(theirs.may_manage_werkrelaties(&path(GEMEENTE)).is_ok());
    // Another hoofd lokale beheerder of the organisation ends it, whoever gave it.
    let other = Mandate { id: id(22), ..hoofd };
    assert!(Powers::new(caller(), None, vec![other], cx.now).may_take_back(&given, Some(&path(GEMEENTE))).is_ok());
}

#[test]
fn a_path_of_another_organisation_opens_nothing() {
    let powers = Powers::new(caller(), None, vec![mandate(Kind::HoofdLokaleBeheerder, over(GEMEENTE, true))], now());
    let foreign = proposed(Kind::Monitor, over(FOREIGN, false));
    assert_eq!(powers.may_give(&foreign, Some(&path(GEMEENTE))), Err(Denied::Unknown));
    assert_eq!(powers.may_give(&foreign, None), Err(Denied::Unknown));
    assert_eq!(powers.may_give(&proposed(Kind::PlatformOperator, Domain::Platform), None), Err(Denied::Unknown));
}

#[test]
fn a_toepassingsbeheerder_passes_on_his_own_application_only() {
    let own = |code| Domain::Application { application: application(code) };
    let giver = Mandate { may_redelegate: true, ..mandate(Kind::Toepassingsbeheerder, own("own")) };
    let powers = Powers::new(caller(), None, vec![giver], now());
    assert!(powers.may_give(&proposed(Kind::Toepassingsbeheerder, own("own")), None).is_ok());
    assert_eq!(powers.may_give(&proposed(Kind::Toepassingsbeheerder, own("other")), None), Err(Denied::Unknown));
}

#[test]
fn everyone_gives_up_his_own_mandate() {
    let lokale = mandate(Kind::LokaleBeheerder, over(GEMEENTE, false));
    let powers = Powers::new(caller(), None, vec![lokale.clone()], now());
    assert!(powers.may_take_back(&lokale, Some(&path(GEMEENTE))).is_ok());
}

fn proposal(kind: Kind, domain: Domain, begin: &str, end: &str) -> Proposal {
    let reason = Reason::parse("nieuwe collega").unwrap();
    let period = period(begin, end);
    let changes = Changes { rights: None, contexts: None, maximum_months: None, may_redelegate: false, period, reason };
    Proposal { holder: Holder::Person(id(COLLEAGUE)), kind, domain, changes }
}

#[test]
fn a_mandate_that_makes_no_sense_is_given_by_nobody() {
    let cx = testing::context("2026-11-23T10:00:00Z");
    let lokale = || proposal(Kind::LokaleBeheerder, over(GEMEENTE, false), "2026-11-23", "2027-11-22");
    let monitor = || Proposal { kind: Kind::Monitor, ..lokale() };
    let with = |proposal: Proposal, change: fn(&mut Changes)| {
        let mut proposal = proposal;
        change(&mut proposal.changes);
        give(&cx, caller(), proposal).err().map(MandateError::code)
    };
    assert_eq!(with(lokale(), |_| {}), None);
    assert_eq!(with(monitor(), |_| {}), None);
    assert_eq!(with(Proposal { domain: Domain::Platform, ..lokale() }, |_| {}), Some("mandateDomain"));
    assert_eq!(with(monitor(), |changes| changes.maximum_months = Some(1)), Some("mandateLimits"));
    assert_eq!(with(monitor(), |changes| changes.may_redelegate = true), Some("mandateRedelegation"));
    assert_eq!(with(lokale(), |changes| changes.maximum_months = Some(0)), Some("mandateDuration"));
    let past = |begin, end| proposal(Kind::LokaleBeheerder, over(GEMEENTE, false), begin, end);
    assert_eq!(with(past("2026-11-22", "2027-11-22"), |_| {}), Some("mandateBeginPast"));
    let by_poort = |proposal| give(&cx, Actor::System(types::SystemActor::Demo), proposal).err().map(MandateError::code);
    assert_eq!(by_poort(past("2026-11-01", "2027-11-22")), None);
    assert_eq!(by_poort(past("2026-11-01", "2026-11-22")), Some("mandateEndPast"));
}

#[test]
fn taken_back_on_a_last_day_it_works_until_that_day_ends() {
    let cx = testing::context("2026-11-23T10:00:00Z");
    let given = give(&cx, caller(), proposal(Kind::LokaleBeheerder, over(GEMEENTE, false), "2026-11-23", "2027-11-22")).unwrap();
    let reason = || Reason::parse("vertrek").unwrap();
    let at = types::Day::parse("2026-11-30").unwrap().end();
    let back = take_back(&cx, &given, at, reason(), caller()).unwrap();
    assert_eq!((back.version, back.ends_at()), (2, at));
    let moment = |text| Instant::parse(text).unwrap();
    assert!(back.in_force(moment("2026-11-30T23:59:59+01:00")) && !back.in_force(moment("2026-12-01T00:00:00+01:00")));
    assert_eq!(take_back(&cx, &back, at, reason(), caller()).map_err(MandateError::code), Err("mandateEnded"));
    assert_eq!(
        take_back(&cx, &given, moment("2026-11-23T09:59:59Z"), reason(), caller()).map_err(MandateError::code),
        Err("mandateEndPast")
    );
    assert!(take_back(&cx, &back, cx.now, reason(), caller()).is_ok(), "earlier than agreed is possible");
}

#[test]
fn a_domain_with_a_member_that_is_not_its_own_is_none() {
    let read = |text: &str| serde_json::from_str::<Domain>(text);
    assert_eq!(read(r#"{"kind":"platform"}"#).unwrap(), Domain::Platform);
    assert!(read(r#"{"kind":"platform","application":"ovam"}"#).is_err());
    assert!(read(r#"{"kind":"application","application":"ovam","subEntities":true}"#).is_err());
}
