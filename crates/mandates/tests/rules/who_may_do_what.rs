//! Every kind of mandate at every question, at the own gemeente, at the OCMW below it, and at a foreign company.

use crate::world::*;
use poort_mandates::{Denied, Domain, Grant, Kind, Mandate, Policy, Powers};
use types::{Actor, Instant, Parsed, Reason, SystemActor};

/// `+` may, `R` may not but reads (403), `.` does not exist for him (404); at gemeente, OCMW, foreign.
const AT_AN_ORGANISATION: &str = "
                         read  person toekOwn toekOther werkrel editPers grant revoke give takeBack readMand
hoofd with sub-entities  ++.   ++.    ++.     ++.       ++.     ++.      ++.   ++.    ++.  ++.      ++.
hoofd                    +..   +..    +..     +..       +..     +..      +..   +..    +..  +..      +..
lokale with sub-entities ++.   ++.    ++.     ++.       ++.     ++.      ++.   ++.    RR.  RR.      ++.
lokale                   +..   +..    +..     +..       +..     +..      +..   +..    R..  R..      +..
lokale, strict policy    ++.   ++.    ++.     ++.       RR.     RR.      ++.   ++.    RR.  RR.      ++.
hoofd, strict policy     ++.   ++.    ++.     ++.       ++.     ++.      ++.   ++.    ++.  ++.      ++.
monitor                  ++.   ++.    ++.     ++.       RR.     RR.      RR.   RR.    RR.  RR.      ++.
toepassingsbeheerder     ...   ...    +++     ...       ...     ...      ...   RRR    ...  ...      ...
platform operator        +++   +++    +++     +++       RRR     RRR      RRR   RRR    +++  +++      +++
nobody                   ...   ...    ...     ...       ...     ...      ...   ...    ...  ...      ...
hoofd, past              ...   ...    ...     ...       ...     ...      ...   ...    ...  ...      ...
hoofd, taken back        ...   ...    ...     ...       ...     ...      ...   ...    ...  ...      ...
another's                ...   ...    ...     ...       ...     ...      ...   ...    ...  ...      ...
inconsistent             ...   ...    ...     ...       ...     ...      ...   ...    ...  ...      ...
hoofd, acts for gemeente ++.   ++.    ++.     ++.       ++.     ++.      ++.   ++.    ++.  ++.      ++.
hoofd, acts for OCMW     .+.   .+.    .+.     .+.       .+.     .+.      .+.   .+.    .+.  .+.      .+.
hoofd, acts elsewhere    ...   ...    ...     ...       ...     ...      ...   ...    ...  ...      ...
operator, acts for OCMW  +++   +++    +++     +++       RRR     RRR      RRR   RRR    +++  +++      +++
Poort itself             +++   +++    +++     +++       +++     +++      +++   +++    +++  +++      +++
";

/// About applications (his own, another one) and about no object in particular.
const ELSEWHERE: &str = "
                         readApp manageApp organisations newApp admit everything
hoofd with sub-entities  ++      RR        R             R      +     R
lokale                   ++      RR        R             R      +     R
lokale, strict policy    ++      RR        R             R      R     R
monitor                  ++      RR        R             R      R     R
toepassingsbeheerder     +.      +.        R             R      R     R
platform operator        ++      ++        +             +      R     +
nobody                   ..      ..        R             R      R     R
another's                ..      ..        R             R      R     R
Poort itself             ++      ++        +             +      +     +
";

fn powers(who: &str) -> Powers {
    let strict = Policy { lokale_beheerder_manages_werkrelaties: false, ..Policy::default() };
    let hoofd = || mandate(Kind::HoofdLokaleBeheerder, over(GEMEENTE, true));
    let lokale = || mandate(Kind::LokaleBeheerder, over(GEMEENTE, true));
    let operator = || mandate(Kind::PlatformOperator, Domain::Platform);
    let acts = |mandate: Mandate, session: Option<u8>| Powers::new(caller(), session.map(id), vec![mandate], now());
    let holds = |mandate| acts(mandate, None);
    match who {
        "hoofd with sub-entities" => holds(hoofd()),
        "hoofd" => holds(mandate(Kind::HoofdLokaleBeheerder, over(GEMEENTE, false))),
        "lokale with sub-entities" => holds(lokale()),
        "lokale" => holds(mandate(Kind::LokaleBeheerder, over(GEMEENTE, false))),
        "lokale, strict policy" => holds(lokale()).under(strict),
        "hoofd, strict policy" => holds(hoofd()).under(strict),
        "monitor" => holds(mandate(Kind::Monitor, over(GEMEENTE, true))),
        "toepassingsbeheerder" => {
            holds(mandate(Kind::Toepassingsbeheerder, Domain::Application { application: application("own") }))
        }
        "platform operator" => holds(operator()),
        "nobody" => Powers::new(caller(), None, vec![], now()),
        "hoofd, past" => holds(Mandate { period: period("2026-01-01", "2026-11-22"), ..hoofd() }),
        "hoofd, taken back" => holds(taken_back(&hoofd())),
        "another's" => holds(proposed(Kind::HoofdLokaleBeheerder, over(GEMEENTE, true))),
        "inconsistent" => holds(mandate(Kind::HoofdLokaleBeheerder, Domain::Platform)),
        "hoofd, acts for gemeente" => acts(hoofd(), Some(GEMEENTE)),
        "hoofd, acts for OCMW" => acts(hoofd(), Some(OCMW)),
        "hoofd, acts elsewhere" => acts(hoofd(), Some(FOREIGN)),
        "operator, acts for OCMW" => acts(operator(), Some(OCMW)),
        "Poort itself" => Powers::system(SystemActor::Demo, Reason::parse("demo").unwrap()),
        _ => panic!("nobody is called {who}"),
    }
}

fn taken_back(mandate: &Mandate) -> Mandate {
    let cx = types::testing::context("2026-11-23T09:59:59Z");
    poort_mandates::take_back(&cx, mandate, cx.now, mandate.reason.clone(), Actor::Person(id(9))).unwrap()
}

fn sign(answer: Result<&Mandate, Denied>) -> char {
    match answer {
        Ok(_) => '+',
        Err(Denied::Forbidden(_)) => 'R',
        Err(Denied::Unknown) => '.',
    }
}

fn at_an_organisation(powers: &Powers, question: &str, organisation: u8) -> char {
    let path = path(organisation);
    let paths = [path.clone()];
    let (own, other) = (application("own"), application("other"));
    let (right, contexts) = (right("invoerder"), contexts(&[]));
    let grant =
        Grant { path: &path, right: &right, contexts: &contexts, period: period("2026-11-23", "2027-11-22"), to: id(COLLEAGUE) };
    let mandate = proposed(Kind::LokaleBeheerder, over(organisation, false));
    sign(match question {
        "read" => powers.may_read_organisation(&path),
        "person" => powers.may_read_person(&paths),
        "toekOwn" => powers.may_read_toekenning(&path, &own),
        "toekOther" => powers.may_read_toekenning(&path, &other),
        "werkrel" => powers.may_manage_werkrelaties(&path),
        "editPers" => powers.may_edit_person(&paths),
        "grant" => powers.may_grant(&grant),
        "revoke" => powers.may_revoke(&path, &own, &right, &contexts),
        "give" => powers.may_give(&mandate, Some(&path)),
        "takeBack" => powers.may_take_back(&mandate, Some(&path)),
        "readMand" => powers.may_read_mandate(&mandate, Some(&path)),
        _ => panic!("no question {question}"),
    })
}

fn elsewhere(powers: &Powers, question: &str) -> String {
    let (own, other) = (application("own"), application("other"));
    match question {
        "readApp" => [&own, &other].map(|code| sign(powers.may_read_application(code))).iter().collect(),
        "manageApp" => [&own, &other].map(|code| sign(powers.may_manage_application(code))).iter().collect(),
        "organisations" => sign(powers.may_manage_organisations()).to_string(),
        "newApp" => sign(powers.may_create_applications()).to_string(),
        "admit" => sign(powers.may_admit_persons()).to_string(),
        "everything" => sign(powers.sees_everything()).to_string(),
        _ => panic!("no question {question}"),
    }
}

/// Asks every cell of a table and says which ones differ.
fn check(table: &str, ask: impl Fn(&Powers, &str) -> String) {
    let mut lines = table.trim_matches('\n').lines();
    let questions: Vec<&str> = lines.next().unwrap().split_whitespace().collect();
    let mut wrong = vec![];
    for line in lines {
        let (who, cells) = line.split_at(25);
        let (powers, cells) = (powers(who.trim()), cells.split_whitespace().collect::<Vec<_>>());
        assert_eq!(cells.len(), questions.len(), "{line}");
        for (question, expected) in questions.iter().zip(cells) {
            let answer = ask(&powers, question);
            if answer != expected {
                wrong.push(format!("{} at {question}: {answer} and not {expected}", who.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn at_own_sub_and_foreign_organisations() {
    check(AT_AN_ORGANISATION, |powers, question| {
        [GEMEENTE, OCMW, FOREIGN].map(|organisation| at_an_organisation(powers, question, organisation)).iter().collect()
    });
}

#[test]
fn at_applications_and_the_platform() {
    check(ELSEWHERE, elsewhere);
}

#[test]
fn a_mandate_bites_until_the_last_second_of_its_last_day_in_brussels() {
    let hoofd =
        Mandate { period: period("2026-03-01", "2026-03-29"), ..mandate(Kind::HoofdLokaleBeheerder, over(GEMEENTE, false)) };
    for (moment, expected) in [("2026-03-29T23:59:59+02:00", '+'), ("2026-03-30T00:00:00+02:00", '.')] {
        let powers = Powers::new(caller(), None, vec![hoofd.clone()], Instant::parse(moment).unwrap());
        assert_eq!(sign(powers.may_read_organisation(&path(GEMEENTE))), expected, "{moment}");
    }
}

#[test]
fn an_organisations_own_mandate_answers_before_the_platforms() {
    let both = vec![mandate(Kind::PlatformOperator, Domain::Platform), mandate(Kind::LokaleBeheerder, over(GEMEENTE, false))];
    let powers = Powers::new(caller(), None, both, now());
    assert_eq!(powers.may_read_organisation(&path(GEMEENTE)).unwrap().kind, Kind::LokaleBeheerder);
    assert_eq!(powers.may_read_organisation(&path(FOREIGN)).unwrap().kind, Kind::PlatformOperator);
}

#[test]
fn a_persons_colleague_elsewhere_sees_him_and_nobody_else_does() {
    let powers = powers("lokale");
    assert_eq!(sign(powers.may_read_person(&[path(FOREIGN), path(GEMEENTE)])), '+');
    assert_eq!(sign(powers.may_read_person(&[])), '.');
}

#[test]
fn poort_itself_acts_without_a_mandate_on_record() {
    let powers = powers("Poort itself");
    assert_eq!(powers.may_manage_organisations().unwrap().recorded_id(), None);
    let operator = mandate(Kind::PlatformOperator, Domain::Platform);
    assert_eq!(operator.recorded_id(), Some(operator.id));
}
