//! All of them together, and their versions.

use gebruikersrechten::{Revocation, Toekenning};
use poort_storage::{
    Known, StorageError, applications, on_both, organisations as organisation_store, persons as person_store, toekenningen,
    werkrelaties as werkrelatie_store,
};
use types::testing::context;
use types::{Actor, Instant, SystemActor};
use werkrelaties::Werkrelatie;

use crate::world::{LATER, NOON, World, application, period, right, text, world};

on_both! {
    async fn everything_comes_back_as_it_went_in(database) {
        let store = database.open();
        let World { organisation, person, werkrelatie, grant } = world(&store).await;
        store
            .read(move |tx| -> Result<(), StorageError> {
                assert_eq!(organisation_store::by_id(tx, organisation.id)?, Some(organisation.clone()));
                assert_eq!(person_store::by_id(tx, person.id)?, Some(person.clone()));
                assert_eq!(werkrelatie_store::by_id(tx, werkrelatie.id, Known::Now)?, Some(werkrelatie.clone()));
                assert_eq!(toekenningen::by_id(tx, grant.id, Known::Now)?, Some(grant.clone()));
                assert_eq!(applications::all(tx)?, vec![application(organisation.id)]);
                assert_eq!(applications::rights_of(tx, Some(&text("premiezoeker")))?, vec![right()]);
                assert_eq!(person_store::by_id(tx, context(LATER).new_id())?, None);
                Ok(())
            })
            .await
            .unwrap();
    }

    async fn a_new_version_keeps_what_was_known_before(database) {
        let store = database.open();
        let World { werkrelatie, grant, .. } = world(&store).await;
        let ended = Werkrelatie { period: period("2026-01-01", "2026-12-31"), version: 2, ..werkrelatie.clone() };
        let revoked = Toekenning {
            revoked: Some(Revocation {
                at: Instant::parse(LATER).unwrap(),
                reason: text("vertrek"),
                by: Actor::System(SystemActor::CommandLine),
            }),
            version: 2,
            ..grant.clone()
        };
        let (e, r) = (ended.clone(), revoked.clone());
        store
            .write(context(LATER), move |tx| -> Result<(), StorageError> {
                werkrelatie_store::replace(tx, &e)?;
                toekenningen::replace(tx, &r)
            })
            .await
            .unwrap();
        store
            .read(move |tx| -> Result<(), StorageError> {
                let then = Known::At(Instant::parse(NOON).unwrap());
                let before = Known::At(Instant::parse("2026-11-23T10:59:59Z").unwrap());
                assert_eq!(werkrelatie_store::of_person(tx, ended.person, Known::Now)?, vec![ended.clone()]);
                assert_eq!(werkrelatie_store::of_person(tx, ended.person, then)?, vec![werkrelatie]);
                assert_eq!(werkrelatie_store::of_person(tx, ended.person, before)?, vec![]);
                assert_eq!(toekenningen::of_person(tx, ended.person, Known::Now)?, vec![revoked.clone()]);
                assert_eq!(toekenningen::by_id(tx, grant.id, then)?, Some(grant));
                let after = Instant::parse(LATER).unwrap();
                assert_eq!(toekenningen::at_organisation(tx, ended.organisation, &text("premiezoeker"), after)?, vec![]);
                Ok(())
            })
            .await
            .unwrap();
    }
}
