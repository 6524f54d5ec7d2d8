//! A person is recorded without his number.

use persons::{OwnFields, Person, PersonName, PersonSnapshot, Status};
use poort_audit::{Action, NewEvent};
use types::{Insz, Parsed, testing};

#[test]
fn a_person_goes_in_without_his_number() {
    let cx = testing::context("2026-11-23T10:00:00Z");
    let person = Person {
        id: cx.new_id(),
        insz: Insz::from_stored("85073100130").unwrap(),
        name: PersonName { given: None, family: types::Name::parse("Peeters").unwrap() },
        birth: serde_json::from_value("1985-07-31".into()).unwrap(),
        sex: None,
        status: Status::Active,
        own: OwnFields::default(),
        admission: types::Reason::parse("nieuwe medewerker").unwrap(),
        number_taken: false,
        reloaded: cx.now,
        version: 1,
    };
    let snapshot = PersonSnapshot::from(&person);
    let event = NewEvent::of(Action::PersonAdmitted).by("system:register".parse().unwrap(), None).created(&snapshot).unwrap();
    assert_eq!(event.after.as_ref().unwrap()["insz"], "85.**.**-***.**");
    for text in [serde_json::to_string(&event).unwrap(), format!("{event:?}")] {
        assert!(text.contains("Peeters") && !text.contains("073100130"), "{text}");
    }
}
