//! What the tests of the storage share.

use persons::{OwnFields, Person, PersonName, Status};
use poort_storage::Store;
use types::testing::context;
use types::{Insz, PartialDate, PersonId};

pub(crate) const NOON: &str = "2026-11-23T11:00:00Z";

/// Somebody to whom things may belong.
pub(crate) async fn person(store: &Store) -> PersonId {
    let cx = context(NOON);
    let person = Person {
        id: cx.new_id(),
        insz: Insz::from_stored("85073100130").unwrap(),
        name: PersonName { given: None, family: "Peeters".parse().unwrap() },
        birth: PartialDate::parse("1985-07").unwrap(),
        sex: None,
        status: Status::Active,
        own: OwnFields { roepnaam: None, initialen: None, language: None },
        admission: "nieuw".parse().unwrap(),
        number_taken: false,
        reloaded: cx.now,
        version: 1,
    };
    let id = person.id;
    store.write(cx, move |tx| poort_storage::persons::insert(tx, &person)).await.unwrap();
    id
}
