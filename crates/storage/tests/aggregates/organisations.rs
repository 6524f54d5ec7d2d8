//! Organisations and their tree.

use std::collections::BTreeSet;

use organisations::Organisation;
use poort_storage::{StorageError, on_both, organisations as organisation_store};
use types::testing::context;

use crate::world::{LATER, NOON, World, first_page, organisation, text, world};

on_both! {
    async fn the_tree_of_organisations_is_read_both_ways_even_with_a_cycle(database) {
        let store = database.open();
        let cx = context(NOON);
        let top = organisation(&cx, "0207509031", "Stad", None);
        let ocmw = organisation(&cx, "0405546706", "OCMW", Some(top.id));
        let rest = organisation(&cx, "0474029595", "Woonzorg", Some(ocmw.id));
        let looped = Organisation { parent: Some(rest.id), ..top.clone() };
        let (a, b, c) = (top.id, ocmw.id, rest.id);
        store
            .write(cx, move |tx| -> Result<(), StorageError> {
                [&top, &ocmw, &rest].into_iter().try_for_each(|one| organisation_store::insert(tx, one))
            })
            .await
            .unwrap();
        let read = move |tx: &mut poort_storage::ReadTx<'_>| -> Result<_, StorageError> {
            Ok((organisation_store::path(tx, c)?, organisation_store::below(tx, a)?))
        };
        assert_eq!(store.read(read).await.unwrap(), (vec![c, b, a], BTreeSet::from([b, c])));
        store.write(context(LATER), move |tx| organisation_store::update(tx, &looped)).await.unwrap();
        assert_eq!(store.read(read).await.unwrap(), (vec![c, b, a], BTreeSet::from([b, c])));
    }

    async fn organisations_are_found_by_code_doelgroep_and_page(database) {
        let store = database.open();
        let World { organisation, .. } = world(&store).await;
        store
            .read(move |tx| -> Result<(), StorageError> {
                let mut found = |query: organisation_store::Query| organisation_store::search(tx, &query, first_page()).map(|page| page.items.len());
                assert_eq!(found(organisation_store::Query { kbo: Some(organisation.kbo.clone()), ..Default::default() })?, 1);
                assert_eq!(found(organisation_store::Query { doelgroep: Some(text("L_B")), ..Default::default() })?, 1);
                assert_eq!(found(organisation_store::Query { doelgroep: Some(text("LxB")), ..Default::default() })?, 0);
                assert_eq!(found(organisation_store::Query { classification: Some(text("AGB")), ..Default::default() })?, 0);
                Ok(())
            })
            .await
            .unwrap();
    }
}
