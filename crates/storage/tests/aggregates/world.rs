//! A small world to keep, and what it is made of.

use std::collections::BTreeSet;

use gebruikersrechten::{Application, ContextRule, Durations, Gebruikersrecht, Publication, Toekenning};
use organisations::Organisation;
use persons::{OwnFields, Person, PersonName, Status};
use poort_storage::{
    Page, StorageError, Store, applications, organisations as organisation_store, persons as person_store, toekenningen,
    werkrelaties as werkrelatie_store,
};
use types::testing::context;
use types::{Actor, Contact, Context, Day, Insz, OrganisationId, Parsed, PartialDate, Period, PersonId, Sex, SystemActor};
use werkrelaties::{Pause, Werkrelatie};

pub(crate) const NOON: &str = "2026-11-23T11:00:00Z";
pub(crate) const LATER: &str = "2026-11-24T11:00:00Z";

pub(crate) fn text<T: Parsed>(text: &str) -> T {
    T::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub(crate) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub(crate) fn period(begin: &str, end: &str) -> Period {
    Period::new(day(begin), day(end)).unwrap()
}

pub(crate) fn insz(digits: &str) -> Insz {
    Insz::from_stored(digits).unwrap()
}

pub(crate) fn person(cx: &Context, digits: &str, family: &str) -> Person {
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

pub(crate) fn organisation(cx: &Context, kbo: &str, name: &str, parent: Option<OrganisationId>) -> Organisation {
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

pub(crate) fn werkrelatie(cx: &Context, person: PersonId, organisation: OrganisationId) -> Werkrelatie {
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

pub(crate) fn application(owner: OrganisationId) -> Application {
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

pub(crate) fn right() -> Gebruikersrecht {
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

pub(crate) fn grant(cx: &Context, werkrelatie: &Werkrelatie) -> Toekenning {
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
pub(crate) struct World {
    pub(crate) organisation: Organisation,
    pub(crate) person: Person,
    pub(crate) werkrelatie: Werkrelatie,
    pub(crate) grant: Toekenning,
}

pub(crate) async fn world(store: &Store) -> World {
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

pub(crate) fn first_page() -> Page {
    Page::new(1, 50).unwrap()
}
