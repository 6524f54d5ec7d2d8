//! Toekenningen and mandates, as administrators ask for them.

use mandates::{Domain, Holder, Kind, Mandate};
use poort_storage::{Known, StorageError, mandates as mandate_store, on_both, toekenningen};
use types::testing::context;
use types::{Actor, Instant, MandateId, OrganisationId, Reason, SystemActor};

use crate::world::{LATER, NOON, World, day, first_page, period, text, world};

on_both! {
    async fn grants_are_found_by_what_an_administrator_asks(database) {
        let store = database.open();
        let World { organisation, grant, .. } = world(&store).await;
        store
            .read(move |tx| -> Result<(), StorageError> {
                let mut found = |query: toekenningen::Query| toekenningen::search(tx, &query, first_page()).map(|page| page.items.len());
                let at = |organisation: OrganisationId| toekenningen::Query { organisations: Some(vec![organisation]), ..Default::default() };
                assert_eq!(found(at(organisation.id))?, 1);
                assert_eq!(found(at(context(LATER).new_id()))?, 0);
                assert_eq!(found(toekenningen::Query { context: Some(text("a_b")), ..at(organisation.id) })?, 1);
                assert_eq!(found(toekenningen::Query { context: Some(text("axb")), ..at(organisation.id) })?, 0);
                assert_eq!(found(toekenningen::Query { context: Some(text("a")), ..at(organisation.id) })?, 0);
                assert_eq!(found(toekenningen::Query { right: Some(grant.right.clone()), ..at(organisation.id) })?, 1);
                assert_eq!(found(toekenningen::Query { valid_on: Some(day("2030-11-22")), ..at(organisation.id) })?, 1);
                assert_eq!(found(toekenningen::Query { valid_on: Some(day("2030-11-23")), ..at(organisation.id) })?, 0);
                assert_eq!(found(toekenningen::Query { ends: Some((Instant::parse(NOON).unwrap(), day("2030-11-22").start())), ..at(organisation.id) })?, 0);
                Ok(())
            })
            .await
            .unwrap();
    }

    async fn a_mandate_is_read_by_its_holder(database) {
        let store = database.open();
        let World { organisation, person, .. } = world(&store).await;
        let mandate = Mandate {
            id: context(NOON).new_id::<MandateId>(),
            holder: Holder::Person(person.id),
            kind: Kind::LokaleBeheerder,
            domain: Domain::Organisation { organisation: organisation.id, sub_entities: true },
            rights: None,
            contexts: None,
            maximum_months: Some(12),
            may_redelegate: false,
            period: period("2026-01-01", "2027-01-01"),
            reason: text::<Reason>("aanstelling"),
            granted_by: Actor::System(SystemActor::Demo),
            revoked: None,
            version: 1,
        };
        let shorter = Mandate { period: period("2026-01-01", "2026-12-01"), version: 2, ..mandate.clone() };
        let (first, second) = (mandate.clone(), shorter.clone());
        store.write(context(NOON), move |tx| mandate_store::insert(tx, &first)).await.unwrap();
        store.write(context(LATER), move |tx| mandate_store::replace(tx, &second)).await.unwrap();
        store
            .read(move |tx| -> Result<(), StorageError> {
                assert_eq!(mandate_store::of_holder(tx, &shorter.holder, Known::Now)?, vec![shorter.clone()]);
                assert_eq!(mandate_store::by_id(tx, mandate.id, Known::At(Instant::parse(NOON).unwrap()))?, Some(mandate));
                let query = mandate_store::Query { organisations: Some(vec![organisation.id]), ..Default::default() };
                assert_eq!(mandate_store::search(tx, &query, first_page())?.items, vec![shorter]);
                Ok(())
            })
            .await
            .unwrap();
    }
}
