//! What the aggregates keep, on both databases.

#![cfg(test)]

use std::collections::BTreeSet;

use gebruikersrechten::{Application, ContextRule, Durations, Gebruikersrecht, Publication, Revocation, Toekenning};
use mandates::{Domain, Holder, Kind, Mandate};
use oidc::authentication::{Method, Proofs};
use organisations::Organisation;
use persons::{OwnFields, Person, PersonName, Status};
use poort_storage::{
    Known, Page, StorageError, Store, accounts, applications, idempotency, mandates as mandate_store, on_both,
    organisations as organisation_store, persons as person_store, sessions, toekenningen, werkrelaties as werkrelatie_store,
};
use types::testing::context;
use types::{
    Actor, Contact, Context, Day, Instant, Insz, MandateId, OrganisationId, Parsed, PartialDate, Period, PersonId, Reason,
    SessionId, Sex, SystemActor,
};
use werkrelaties::{Pause, Werkrelatie};

const NOON: &str = "2026-11-23T11:00:00Z";
const LATER: &str = "2026-11-24T11:00:00Z";

fn text<T: Parsed>(text: &str) -> T {
    T::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn period(begin: &str, end: &str) -> Period {
    Period::new(day(begin), day(end)).unwrap()
}

fn insz(digits: &str) -> Insz {
    Insz::from_stored(digits).unwrap()
}

fn person(cx: &Context, digits: &str, family: &str) -> Person {
    Person {
        id: cx.new_id(),
        insz: insz(digits),
        name: PersonName { given: Some(text("An")), family: text(family) },
        birth: PartialDate::parse("1985-07").unwrap(),
        sex: Some(Sex::Female),
        status: Status::Deceased(day("2026-12-01")),
        own: OwnFields { roepnaam: Some(text("Ann")), initialen: None, language: Some(text("nl")) },
        admission: text("nieuw"),
        number_taken: false,
        reloaded: cx.now,
        version: 1,
    }
}

fn organisation(cx: &Context, kbo: &str, name: &str, parent: Option<OrganisationId>) -> Organisation {
    Organisation {
        id: cx.new_id(),
        kbo: text(kbo),
        ovo: None,
        instellingsnummer: None,
        name: text(name),
        doelgroepen: BTreeSet::from([text("LB"), text("L_B")]),
        classification: text("gemeente"),
        parent,
        nis: Some(text("24062")),
        period: Period::from_day(day("1977-01-01")),
        rights_held_on: None,
        version: 1,
    }
}

fn werkrelatie(cx: &Context, person: PersonId, organisation: OrganisationId) -> Werkrelatie {
    Werkrelatie {
        id: cx.new_id(),
        person,
        organisation,
        doelgroep: text("LB"),
        category: text("vasteMedewerker"),
        period: period("2026-01-01", "2035-12-31"),
        contact: Contact { email: Some(text("an@leuven.example")), phone: None },
        pauses: vec![
            Pause { period: period("2026-03-01", "2026-03-31"), reason: text("verlof") },
            Pause { period: Period::from_day(day("2027-01-01")), reason: text("ziekte") },
        ],
        removed: false,
        version: 1,
    }
}

fn application(owner: OrganisationId) -> Application {
    Application {
        code: text("premiezoeker"),
        name: text("Premiezoeker"),
        description: None,
        owner,
        notify: vec![text("premies@vlaanderen.example")],
        publication: Publication::default(),
        claim: text("premiezoeker"),
        scope: text("premiezoeker"),
        claim_3d: Some(text("premiezoeker_rol_3D")),
        claim_2d: None,
        period: Period::from_day(day("2020-01-01")),
        version: 1,
    }
}

fn right() -> Gebruikersrecht {
    Gebruikersrecht {
        code: text("premiezoeker-gebruiker"),
        application: text("premiezoeker"),
        name: text("Premiezoeker Gebruiker"),
        description: None,
        technical_name: text("PremiezoekerGebruiker"),
        publication: Publication::default(),
        contexts: ContextRule::None,
        durations: Durations { default_months: 48, maximum_months: None },
        windows: vec![],
        constraints: vec![],
        email_required: true,
        period: Period::from_day(day("2020-01-01")),
        version: 1,
    }
}

fn grant(cx: &Context, werkrelatie: &Werkrelatie) -> Toekenning {
    Toekenning {
        id: cx.new_id(),
        person: werkrelatie.person,
        werkrelatie: werkrelatie.id,
        organisation: werkrelatie.organisation,
        application: text("premiezoeker"),
        right: text("premiezoeker-gebruiker"),
        contexts: BTreeSet::from([text("a_b"), text("c")]),
        period: period("2026-11-23", "2030-11-22"),
        reason: text("dossier 12"),
        granted_by: Actor::System(SystemActor::Demo),
        revoked: None,
        version: 1,
    }
}

/// A municipality with one employee who holds one right.
struct World {
    organisation: Organisation,
    person: Person,
    werkrelatie: Werkrelatie,
    grant: Toekenning,
}

async fn world(store: &Store) -> World {
    let cx = context(NOON);
    let organisation = organisation(&cx, "0207509031", "Stad Leuven", None);
    let person = person(&cx, "85073100229", "Peeters");
    let werkrelatie = werkrelatie(&cx, person.id, organisation.id);
    let grant = grant(&cx, &werkrelatie);
    let made = World { organisation, person, werkrelatie, grant };
    let World { organisation, person, werkrelatie, grant } = &made;
    let (o, p, w, g) = (organisation.clone(), person.clone(), werkrelatie.clone(), grant.clone());
    store
        .write(cx, move |tx| -> Result<(), StorageError> {
            organisation_store::insert(tx, &o)?;
            person_store::insert(tx, &p)?;
            werkrelatie_store::insert(tx, &w)?;
            applications::insert(tx, &application(o.id))?;
            applications::insert_right(tx, &right())?;
            toekenningen::insert(tx, &g)
        })
        .await
        .unwrap();
    made
}

fn first_page() -> Page {
    Page::new(1, 50).unwrap()
}

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

    async fn a_session_and_an_answer_expire(database) {
        let store = database.open();
        let person = world(&store).await.person;
        let now = Instant::parse(NOON).unwrap();
        let session = sessions::Session {
            id: context(NOON).new_id::<SessionId>(),
            person: person.id,
            auth_time: now,
            expires_at: Instant::parse("2026-11-23T13:00:00Z").unwrap(),
            last_used: now,
            proofs: Proofs::begin(Method::Password, now),
            organisation: None,
        };
        let answered = idempotency::Answered { request_hash: vec![1], answer: serde_json::json!({"status": 201}) };
        let (kept, answer) = (session.clone(), answered.clone());
        store
            .write(context(NOON), move |tx| -> Result<(), StorageError> {
                sessions::insert(tx, &[7; 32], &kept)?;
                idempotency::keep(tx, &[9; 32], &answer)
            })
            .await
            .unwrap();
        store
            .read(move |tx| -> Result<(), StorageError> {
                assert_eq!(sessions::by_cookie(tx, &[7; 32], now)?, Some(session.clone()));
                assert_eq!(sessions::by_cookie(tx, &[7; 32], session.expires_at)?, None);
                assert_eq!(sessions::by_cookie(tx, &[8; 32], now)?, None);
                assert_eq!(idempotency::find(tx, &[9; 32], now)?, Some(answered));
                assert_eq!(idempotency::find(tx, &[9; 32], now.plus(idempotency::KEPT))?, None);
                Ok(())
            })
            .await
            .unwrap();
    }

    async fn a_renewed_session_has_another_cookie_and_remembers_its_organisation(database) {
        let store = database.open();
        let world = world(&store).await;
        let now = Instant::parse(NOON).unwrap();
        let id = context(NOON).new_id::<SessionId>();
        let session = sessions::Session {
            id,
            person: world.person.id,
            auth_time: now,
            expires_at: Instant::parse("2026-11-23T13:00:00Z").unwrap(),
            last_used: now,
            proofs: Proofs::begin(Method::Password, now),
            organisation: None,
        };
        let later = Instant::parse("2026-11-23T14:00:00Z").unwrap();
        let renewed = sessions::Session { auth_time: later, expires_at: later.plus(types::Seconds(60)), ..session.clone() };
        let chosen = context(NOON).new_id::<OrganisationId>();
        let expected = sessions::Session { organisation: Some(chosen), ..renewed.clone() };
        let done = store.write(context(NOON), move |tx| -> Result<_, StorageError> {
            sessions::insert(tx, &[7; 32], &session)?;
            sessions::renew(tx, &[8; 32], &renewed)?;
            sessions::choose(tx, id, Some(chosen))?;
            let found = (sessions::by_cookie(tx, &[7; 32], now)?, sessions::by_cookie(tx, &[8; 32], later)?);
            sessions::choose(tx, id, None)?;
            let forgotten = sessions::by_id(tx, id, later)?.and_then(|session| session.organisation);
            let kept = sessions::delete_of(tx, session.person, Some(id))?;
            Ok((found, forgotten, kept, sessions::delete_of(tx, session.person, None)?))
        });
        let (found, forgotten, kept, ended) = done.await.unwrap();
        assert_eq!((found, forgotten), ((None, Some(expected)), None));
        assert_eq!((kept, ended), (vec![], vec![id]));
    }

    async fn a_user_name_is_found_whatever_its_case_and_is_taken_once(database) {
        let store = database.open();
        let person = world(&store).await.person;
        let account = accounts::Account {
            person: person.id,
            username: "An.Peeters".to_owned(),
            password: "$argon2id$".to_owned(),
            must_change: true,
            changed_at: Instant::parse(NOON).unwrap(),
            disabled: false,
        };
        let first = account.clone();
        store.write(context(NOON), move |tx| accounts::insert(tx, &first)).await.unwrap();
        let found = store.read(|tx| accounts::by_username(tx, "AN.PEETERS")).await.unwrap().unwrap();
        assert_eq!((found.person, found.username.as_str()), (person.id, "an.peeters"));
        let again = store.write(context(LATER), move |tx| accounts::insert(tx, &account)).await;
        assert!(matches!(again, Err(StorageError::Conflict { .. })), "{again:?}");
    }
}
