//! Nobody widens what he himself can do; what narrows it he may.

use crate::world::{World, coupling, day, period, text};
use ::mandates::{Changes, Domain, Holder, Kind, Policy, Proposal};
use ::organisations::Organisation;
use ::werkrelaties::{Edit, Pause, Werkrelatie};
use gebruikersrechten::When;
use poort_service::toekenningen::NewGrant;
use poort_service::werkrelaties::{Extend, Who};
use poort_service::{Caller, Error, accounts, mandates, toekenningen, werkrelaties};
use storage::{WriteTx, on_both};
use types::PersonId;

/// A hoofd lokale beheerder who works where he administers, with a colleague who does the same.
struct Scene {
    world: World,
    city: Organisation,
    other: Organisation,
    own: Werkrelatie,
    jan: Caller,
    mia: Caller,
}

impl Scene {
    async fn new(world: World) -> Self {
        let city = world.organisation("0207509031", "Stad Leuven", "LB", "gemeente", None).await;
        let other = world.organisation("0405546706", "Gemeente Herent", "LB", "gemeente", None).await;
        let jan = world.employee(&world.operator, &city, "LB", "85073100130").await;
        let mia = world.employee(&world.operator, &city, "LB", "04022901716").await;
        for (person, place) in [(jan.person.id, &city), (jan.person.id, &other), (mia.person.id, &city)] {
            let proposal = hoofd(Holder::Person(person), place);
            world.write(&world.operator, move |tx, caller| mandates::give(tx, caller, proposal)).await.unwrap();
        }
        let (own, jan) = (jan.werkrelatie, world.caller(Holder::Person(jan.person.id)).await);
        let mia = world.caller(Holder::Person(mia.person.id)).await;
        Self { world, city, other, own, jan, mia }
    }

    async fn does<T: Send + 'static>(
        &self,
        caller: &Caller,
        work: impl FnOnce(&mut WriteTx<'_>, &Caller) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, &'static str> {
        self.world.write(caller, work).await.map_err(|error| error.code())
    }

    async fn couples(&self, caller: &Caller) -> Result<Werkrelatie, &'static str> {
        let new = coupling(Who::Id(self.own.person), &self.other, "LB");
        let policies = self.world.policies.clone();
        self.does(caller, move |tx, caller| werkrelaties::create(tx, caller, &policies, new)).await
    }

    async fn grants(&self, caller: &Caller) -> Result<gebruikersrechten::Toekenning, &'static str> {
        let right = text("Premiezoeker");
        let asked = NewGrant {
            werkrelatie: self.own.id,
            right,
            contexts: vec![],
            begin: None,
            end: Some(day("2027-12-31")),
            reason: text("dossier 12"),
        };
        self.does(caller, move |tx, caller| toekenningen::grant(tx, caller, asked)).await
    }

    async fn extends(&self, caller: &Caller, version: i64, what: Extend) -> Result<werkrelaties::Outcome, &'static str> {
        let id = self.own.id;
        self.does(caller, move |tx, caller| {
            werkrelaties::extend(tx, caller, id, version, day("2050-01-01"), what, text("langer"))
        })
        .await
    }

    async fn resumes(&self, caller: &Caller, version: i64) -> Result<Werkrelatie, &'static str> {
        let id = self.own.id;
        self.does(caller, move |tx, caller| werkrelaties::resume(tx, caller, id, version, None, text("terug"))).await
    }

    async fn takes_over(&self, caller: &Caller, person: PersonId) -> Result<(), &'static str> {
        let now = self.world.outside.clock.now();
        self.does(caller, move |tx, caller| accounts::may_manage(tx, caller, person, now)).await
    }

    async fn pauses(&self, caller: &Caller, version: i64, begin: &str, end: &str) -> Result<Werkrelatie, &'static str> {
        let (id, pause) = (self.own.id, Pause { period: period(begin, end), reason: text("verlof") });
        self.does(caller, move |tx, caller| werkrelaties::pause(tx, caller, id, version, pause)).await
    }
}

fn hoofd(holder: Holder, place: &Organisation) -> Proposal {
    let (period, reason) = (period("2026-11-23", "2099-12-31"), text("aanstelling"));
    let changes = Changes { rights: None, contexts: None, maximum_months: None, may_redelegate: true, period, reason };
    let domain = Domain::Organisation { organisation: place.id, sub_entities: false };
    Proposal { holder, kind: Kind::HoofdLokaleBeheerder, domain, changes }
}

const NO: &str = "notToOneself";

on_both! {
    async fn every_action_that_widens_is_for_a_colleague(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let (jan, mia, person) = (&scene.jan, &scene.mia, scene.own.person);
        assert_eq!(scene.couples(jan).await.map(drop), Err(NO));
        assert_eq!(scene.grants(jan).await.map(drop), Err(NO));
        assert_eq!(scene.extends(jan, 1, Extend::Alone).await.map(drop), Err(NO));
        assert_eq!(scene.extends(jan, 1, Extend::WithRights).await.map(drop), Err(NO));
        let proposal = hoofd(Holder::Person(person), &scene.city);
        let again = scene.does(jan, move |tx, caller| mandates::give(tx, caller, proposal)).await;
        assert_eq!(again.map(drop), Err(NO));
        let account = scene.takes_over(jan, person).await;
        assert_eq!(account, Err(NO));

        let grant = scene.grants(mia).await.unwrap().id;
        let later = toekenningen::Edit { contexts: None, end: Some(day("2028-12-31")) };
        let longer = move |tx: &mut WriteTx<'_>, caller: &Caller| toekenningen::edit(tx, caller, grant, 1, later, &text("langer"));
        assert_eq!(scene.does(jan, longer.clone()).await.map(drop), Err(NO));
        assert!(scene.does(mia, longer).await.is_ok());

        scene.pauses(mia, 1, "2026-11-23", "2026-12-31").await.unwrap();
        assert_eq!(scene.resumes(jan, 2).await.map(drop), Err(NO));
        scene.resumes(mia, 2).await.unwrap();
        scene.pauses(mia, 3, "2027-01-01", "2027-01-31").await.unwrap();
        assert_eq!(scene.resumes(jan, 4).await.map(drop), Err(NO), "one that is planned neither");
        assert!(scene.extends(mia, 4, Extend::WithRights).await.is_ok());
    }

    async fn what_narrows_is_his_too(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let (jan, id) = (&scene.jan, scene.own.id);
        let grant = scene.grants(&scene.mia).await.unwrap().id;
        let revoked = scene.does(jan, move |tx, caller| toekenningen::revoke(tx, caller, grant, 1, When::Now, text("weg"))).await;
        assert_eq!(revoked.map(drop), Ok(()));
        let policies = scene.world.policies.clone();
        let phone = Edit { phone: Some(Some(text("016 21 11 11"))), ..Edit::default() };
        let edited = scene.does(jan, move |tx, caller| werkrelaties::edit(tx, caller, &policies, id, 1, phone)).await;
        assert_eq!(edited.map(|one| one.version), Ok(2));
        assert!(scene.pauses(jan, 2, "2026-11-23", "2026-12-31").await.is_ok());
        let ended = scene.does(jan, move |tx, caller| werkrelaties::end(tx, caller, id, 3, day("2027-01-31"), text("vertrek"))).await;
        assert_eq!(ended.map(drop), Ok(()));
    }

    async fn nor_by_the_hand_of_a_machine_that_he_appointed(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let holder = Holder::Client(text("hr"));
        scene.world.register(&holder).await;
        for place in [&scene.city, &scene.other] {
            let proposal = hoofd(holder.clone(), place);
            scene.does(&scene.jan, move |tx, caller| mandates::give(tx, caller, proposal)).await.unwrap();
        }
        let hr = scene.world.caller(holder).await;
        assert_eq!(scene.couples(&hr).await.map(drop), Err(NO));
        assert_eq!(scene.extends(&hr, 1, Extend::Alone).await.map(drop), Err(NO));
        scene.pauses(&hr, 1, "2026-11-23", "2026-12-31").await.unwrap();
        assert_eq!(scene.resumes(&hr, 2).await.map(drop), Err(NO));
        let person: PersonId = scene.own.person;
        let account = scene.takes_over(&hr, person).await;
        assert_eq!(account, Err(NO));
    }

    async fn unless_the_environment_says_so(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let lenient = Policy { self_grant: true, ..Policy::default() };
        let jan = Caller { powers: scene.jan.powers.clone().under(lenient), ..scene.jan.clone() };
        assert!(scene.couples(&jan).await.is_ok());
        scene.pauses(&jan, 1, "2026-11-23", "2026-12-31").await.unwrap();
        assert!(scene.resumes(&jan, 2).await.is_ok());
        assert!(scene.extends(&jan, 3, Extend::WithRights).await.is_ok());
        assert!(scene.grants(&jan).await.is_ok());
        let proposal = hoofd(Holder::Person(scene.own.person), &scene.city);
        let power = scene.does(&jan, move |tx, caller| mandates::give(tx, caller, proposal)).await;
        assert_eq!(power.map(drop), Err(NO), "power never");
    }
}
