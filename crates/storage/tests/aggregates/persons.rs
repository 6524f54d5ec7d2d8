//! Persons.

use persons::Person;
use poort_storage::{StorageError, on_both, persons as person_store};
use types::OrganisationId;
use types::testing::context;

use crate::world::{LATER, World, first_page, insz, world};

on_both! {
    async fn a_changed_number_still_finds_its_person_and_another_cannot_take_it(database) {
        let store = database.open();
        let mut person = world(&store).await.person;
        let id = person.id;
        store.write(context(LATER), move |tx| person_store::change_number(tx, id, insz("04022901716"))).await.unwrap();
        person.insz = insz("04022901716");
        let expected = person.clone();
        store
            .read(move |tx| -> Result<(), StorageError> {
                assert_eq!(person_store::by_insz(tx, insz("85073100229"))?, Some(expected.clone()));
                assert_eq!(person_store::by_insz(tx, insz("04022901716"))?, Some(expected));
                assert_eq!(person_store::by_insz(tx, insz("85073100130"))?, None);
                Ok(())
            })
            .await
            .unwrap();
        store.write(context(LATER), move |tx| person_store::change_number(tx, id, insz("85073100229"))).await.unwrap();
        let back = store.read(move |tx| person_store::by_insz(tx, insz("04022901716"))).await.unwrap().unwrap();
        assert_eq!(back.insz, insz("85073100229"));
        let other = Person { id: context(LATER).new_id(), insz: insz("85073100229"), ..person };
        let taken = store.write(context(LATER), move |tx| person_store::insert(tx, &other)).await;
        assert!(matches!(taken, Err(StorageError::Conflict { .. })), "{taken:?}");
    }

    async fn persons_are_found_by_a_part_of_their_name_within_organisations_only(database) {
        let store = database.open();
        let World { organisation, .. } = world(&store).await;
        store
            .read(move |tx| -> Result<(), StorageError> {
                let mut names = |name: &str, organisations: Option<Vec<OrganisationId>>| {
                    let query = person_store::Query { name: Some(name.to_owned()), organisations };
                    person_store::search(tx, &query, first_page()).map(|page| page.items.len())
                };
                assert_eq!(names("EETERS a", Some(vec![organisation.id]))?, 1);
                assert_eq!(names("pe%s", Some(vec![organisation.id]))?, 0);
                assert_eq!(names("peeters", Some(vec![]))?, 0);
                assert_eq!(names("peeters", None)?, 1);
                Ok(())
            })
            .await
            .unwrap();
    }
}
