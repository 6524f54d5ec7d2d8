//! Clients and accounts, through the use cases, on both databases: who may, what is kept, and that no secret is in any history.

#![cfg(test)]

#[expect(dead_code, reason = "the stories use all of it")]
mod world;

use gebruikersrechten::When;
use mandates::{Changes, Domain, Holder, Kind, Proposal};
use oidc::Client;
use oidc::authentication::{Method, Proofs};
use poort_service::clients::{self, LONGEST_OVERLAP};
use poort_service::toekenningen::{self, NewGrant};
use poort_service::{Caller, Error, accounts, history, mandates as mandate_cases, werkrelaties};
use serde_json::{Value, json};
use storage::events::Of;
use storage::on_both;
use storage::sessions::{self, Session};
use tokens::password::{Hasher, PasswordHash};
use types::{PersonId, Seconds, Secret, SystemActor};
use werkrelaties::Who;
use world::{World, coupling, page, period, text};

fn operator() -> Caller {
    Caller::system(SystemActor::CommandLine, text("beheer"))
}

fn client(id: &str, changes: Value) -> Client {
    let mut whole = json!({
        "clientId": id, "name": "Portaal", "application": "ovam", "kind": "confidential",
        "grantTypes": ["authorization_code"], "redirectUris": ["https://portal.example/cb"], "scopes": ["openid", "vo", "ovam"],
    });
    for (name, value) in changes.as_object().unwrap() {
        whole[name] = value.clone();
    }
    serde_json::from_value(whole).unwrap()
}

async fn holder(world: &World, holder: Holder, kind: Kind, domain: Domain) -> Caller {
    limited(world, holder, kind, domain, None).await
}

async fn limited(world: &World, holder: Holder, kind: Kind, domain: Domain, contexts: Option<&str>) -> Caller {
    world.register(&holder).await;
    let changes = Changes {
        rights: None,
        contexts: contexts.map(|one| [text(one)].into()),
        maximum_months: None,
        may_redelegate: kind == Kind::HoofdLokaleBeheerder,
        period: period("2026-01-01", "2099-12-31"),
        reason: text("aanstelling"),
    };
    let proposal = Proposal { holder: holder.clone(), kind, domain, changes };
    world.write(&operator(), move |tx, caller| mandate_cases::give(tx, caller, proposal)).await.unwrap();
    let (policies, now) = (world.policies.clone(), world.outside.clock.now());
    world.store.read(move |tx| Caller::of(tx, &holder, None, now, &policies)).await.unwrap()
}

/// The toepassingsbeheerder of OVAM, a machine.
async fn manager(world: &World) -> Caller {
    let domain = Domain::Application { application: text("ovam") };
    holder(world, Holder::Client(text("ovam-beheer")), Kind::Toepassingsbeheerder, domain).await
}

async fn create(world: &World, caller: &Caller, new: Client) -> Result<clients::Issued, Error> {
    world.write(caller, move |tx, caller| clients::create(tx, caller, new, None)).await
}

async fn accepts(world: &World, id: &str, secret: &Secret) -> bool {
    let (id, secret, now) = (text(id), secret.clone(), world.outside.clock.now());
    let work = move |tx: &mut storage::ReadTx<'_>, _: &Caller| {
        let found = storage::clients::by_id(tx, &id)?;
        Ok(found.is_some_and(|(_, secrets)| secrets.accept(tx.vault(), secret.expose(), now)))
    };
    world.read(&operator(), work).await.unwrap()
}

fn code<T>(result: Result<T, Error>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "done")
}

fn hash() -> PasswordHash {
    let cx = types::testing::context(world::NOON);
    Hasher::new(1).hash(accounts::temporary_password(&cx).expose(), &cx).unwrap()
}

on_both! {
    async fn a_secret_is_told_once_and_its_former_one_lasts_as_long_as_was_asked(database) {
        let world = World::new(database.open()).await;
        let manager = manager(&world).await;
        let issued = create(&world, &manager, client("portal", json!({}))).await.unwrap();
        let first = issued.secret.unwrap();
        assert_eq!(first.expose().len(), 43);
        assert!(accepts(&world, "portal", &first).await);
        let rotate = async |version: i64, overlap: i64| {
            let work = move |tx: &mut storage::WriteTx<'_>, caller: &Caller| {
                clients::rotate_secret(tx, caller, &text("portal"), version, Seconds(overlap))
            };
            world.write(&manager, work).await
        };
        assert_eq!(code(rotate(7, 0).await), "stale");
        assert_eq!(code(rotate(1, LONGEST_OVERLAP.0 + 1).await), "clientConfiguration");
        let second = rotate(1, 60).await.unwrap().secret.unwrap();
        assert!(accepts(&world, "portal", &first).await && accepts(&world, "portal", &second).await);
        let third = rotate(2, 0).await.unwrap().secret.unwrap();
        assert!(!accepts(&world, "portal", &first).await && !accepts(&world, "portal", &second).await);
        assert!(accepts(&world, "portal", &third).await);
        let all = world.read(&manager, |tx, caller| history::read(tx, caller, &Of::Client(text("portal")), page())).await.unwrap();
        let actions: Vec<_> = all.items.iter().map(|event| event.what.action.as_str()).collect();
        assert_eq!(actions, ["clientSecretRotated", "clientSecretRotated", "clientCreated"]);
        let told = serde_json::to_string(&all.items).unwrap();
        for secret in [&first, &second, &third] {
            assert!(!told.contains(secret.expose()));
        }
        assert!(told.contains("formerSecretUntil") && !told.contains("ecretHash"), "{told}");
    }

    async fn every_mistake_in_a_client_is_told_at_once(database) {
        let world = World::new(database.open()).await;
        let wrong = client("portal", json!({
            "redirectUris": [], "scopes": ["openid", "rrn", "premiezoeker", "poort.everything"], "codeSeconds": 0,
        }));
        let Err(Error::Client(mistakes)) = create(&world, &operator(), wrong).await else { panic!("mistakes") };
        let members: Vec<_> = mistakes.iter().map(|one| one.member).collect();
        assert_eq!(members, ["redirectUris", "scopes", "legalBasis", "codeSeconds", "scopes"]);
        let unknown = client("portal", json!({"application": "nothing"}));
        assert!(matches!(create(&world, &operator(), unknown).await, Err(Error::Reference { member: "application" })));
        let unknown = client("portal", json!({"organisation": "01938f6e-0000-7000-8000-000000000000"}));
        assert!(matches!(create(&world, &operator(), unknown).await, Err(Error::Reference { member: "organisation" })));
    }

    async fn a_toepassingsbeheerder_keeps_the_clients_of_his_application_and_gives_nothing_beyond_it(database) {
        let world = World::new(database.open()).await;
        let manager = manager(&world).await;
        let company = world.organisation("0405546706", "Sanering NV", "EA", "onderneming", None).await;
        let admin = world.administrator(Kind::HoofdLokaleBeheerder, &company).await;
        create(&world, &operator(), client("other", json!({"application": "premiezoeker", "scopes": ["openid"]}))).await.unwrap();
        create(&world, &operator(), client("platform", json!({"application": null, "scopes": ["openid", "poort.me"]}))).await.unwrap();
        let reaching = client("reaching", json!({"scopes": ["openid", "poort.persons.read"]}));
        create(&world, &operator(), reaching.clone()).await.unwrap();
        for (changes, expected) in [
            (json!({"application": "premiezoeker", "scopes": ["openid"]}), "notFound"),
            (json!({"application": null, "scopes": ["openid"]}), "mandateKind"),
            (json!({"scopes": ["openid", "poort.persons.read"]}), "mandateKind"),
            (json!({"scopes": ["openid", "rrn"], "legalBasis": "KB"}), "mandateKind"),
            (json!({"organisation": company.id}), "mandateKind"),
            (json!({"scopes": ["openid", "poort.me"]}), "done"),
        ] {
            assert_eq!(code(create(&world, &manager, client("mine", changes.clone())).await), expected, "{changes}");
        }
        assert_eq!(code(create(&world, &admin, client("x", json!({}))).await), "mandateKind");
        let names = async |caller: &Caller| {
            let all = world.read(caller, |tx, caller| clients::list(tx, caller, None)).await.unwrap();
            all.iter().map(|client| client.client_id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names(&manager).await, ["mine", "reaching"]);
        assert_eq!(names(&admin).await, Vec::<String>::new());
        for (caller, id) in [(&manager, "other"), (&manager, "platform"), (&admin, "mine"), (&manager, "nothing")] {
            let id = text(id);
            assert_eq!(code(world.read(caller, move |tx, caller| clients::read(tx, caller, &id)).await), "notFound");
        }
        // What the platform gave stays while he changes something else, and he does not widen it.
        let renamed = Client { name: text("Nieuw"), version: 1, ..reaching.clone() };
        assert_eq!(code(world.write(&manager, move |tx, caller| clients::edit(tx, caller, renamed)).await), "done");
        let mut wider = Client { version: 2, ..reaching };
        wider.scopes.push(text("poort.persons.write"));
        assert_eq!(code(world.write(&manager, move |tx, caller| clients::edit(tx, caller, wider)).await), "mandateKind");
    }

    async fn an_account_is_given_by_who_administers_all_of_a_person(database) {
        let world = World::new(database.open()).await;
        let company = world.organisation("0405546706", "Sanering NV", "EA", "onderneming", None).await;
        let other = world.organisation("0474029595", "Bodem BV", "EA", "onderneming", None).await;
        let admin = world.administrator(Kind::LokaleBeheerder, &company).await;
        let foreign = world.administrator(Kind::LokaleBeheerder, &other).await;
        let monitor = world.administrator(Kind::Monitor, &company).await;
        let an = world.employee(&admin, &company, "EA", "85073100130").await.person;
        let give = async |caller: &Caller, person: PersonId, name: &str| {
            let (name, hash) = (text(name), hash());
            code(world.write(caller, move |tx, caller| accounts::create(tx, caller, person, &name, &hash, true)).await)
        };
        assert_eq!(give(&foreign, an.id, "an").await, "notFound");
        assert_eq!(give(&monitor, an.id, "an").await, "mandateReadsOnly");
        assert_eq!(give(&admin, an.id, "An").await, "done");
        assert_eq!(give(&admin, an.id, "an2").await, "exists");
        // A second werkrelatie elsewhere: neither administrator alone decides any longer, the platform does.
        let policies = world.policies.clone();
        let new = coupling(Who::Number(an.insz), &other, "EA");
        world.write(&foreign, move |tx, caller| werkrelaties::create(tx, caller, &policies, new)).await.unwrap();
        let (id, now) = (an.id, world.outside.clock.now());
        for caller in [&admin, &foreign] {
            let may = world.read(caller, move |tx, caller| accounts::may_manage(tx, caller, id, now)).await;
            assert_eq!(code(may), "accountNotCovered");
        }
        assert_eq!(code(world.read(&operator(), move |tx, caller| accounts::may_manage(tx, caller, id, now)).await), "done");
    }

    async fn nobody_takes_over_who_is_more_powerful_and_nobody_resets_himself(database) {
        let world = World::new(database.open()).await;
        let company = world.organisation("0405546706", "Sanering NV", "EA", "onderneming", None).await;
        let admin = world.administrator(Kind::LokaleBeheerder, &company).await;
        let chief = world.administrator(Kind::HoofdLokaleBeheerder, &company).await;
        let an = world.employee(&admin, &company, "EA", "85073100130").await.person.id;
        let domain = Domain::Organisation { organisation: company.id, sub_entities: false };
        let herself = holder(&world, Holder::Person(an), Kind::HoofdLokaleBeheerder, domain).await;
        let now = world.outside.clock.now();
        let may = async |caller: &Caller| code(world.read(caller, move |tx, caller| accounts::may_manage(tx, caller, an, now)).await);
        assert_eq!(may(&admin).await, "accountMorePowerful");
        assert_eq!(may(&chief).await, "accountMorePowerful");
        assert_eq!(may(&herself).await, "notToOneself");
        assert_eq!(may(&operator()).await, "done");
    }

    async fn nobody_takes_over_who_holds_a_right_that_is_not_his_to_give(database) {
        let world = World::new(database.open()).await;
        let company = world.organisation("0405546706", "Sanering NV", "EA", "onderneming", None).await;
        let admin = world.administrator(Kind::LokaleBeheerder, &company).await;
        let an = world.employee(&admin, &company, "EA", "85073100130").await;
        let (domain, kind) = (Domain::Organisation { organisation: company.id, sub_entities: false }, Kind::LokaleBeheerder);
        let narrow = limited(&world, Holder::Client(text("smal")), kind, domain, Some("matisLezer")).await;
        let (person, now) = (an.person.id, world.outside.clock.now());
        let may = async |caller: &Caller| code(world.read(caller, move |tx, caller| accounts::may_manage(tx, caller, person, now)).await);
        for (context, expected) in [("matisLezer", "done"), ("matisMelder", "accountMorePowerful")] {
            let (werkrelatie, right, contexts) = (an.werkrelatie.id, text("OVAMGebruiker"), vec![text(context)]);
            let asked = NewGrant { werkrelatie, right, contexts, begin: None, end: None, reason: text("dossier 12") };
            let grant = world.write(&admin, move |tx, caller| toekenningen::grant(tx, caller, asked)).await.unwrap().id;
            assert_eq!((may(&narrow).await, may(&admin).await), (expected, "done"), "{context}");
            let weg = move |tx: &mut storage::WriteTx<'_>, caller: &Caller| toekenningen::revoke(tx, caller, grant, 1, When::Now, text("weg"));
            world.write(&admin, weg).await.unwrap();
        }
        assert_eq!(may(&narrow).await, "done", "what is over is no power");
    }

    async fn a_reset_ends_the_sessions_and_leaves_no_hash_in_the_history(database) {
        let world = World::new(database.open()).await;
        let company = world.organisation("0405546706", "Sanering NV", "EA", "onderneming", None).await;
        let admin = world.administrator(Kind::LokaleBeheerder, &company).await;
        let an = world.employee(&admin, &company, "EA", "85073100130").await.person.id;
        let (first, second, now) = (hash(), hash(), world.outside.clock.now());
        let (one, two) = (first.clone(), second.clone());
        world.write(&admin, move |tx, caller| accounts::create(tx, caller, an, &text("an"), &one, true)).await.unwrap();
        world
            .write(&admin, move |tx, _| {
                let expires_at = now.plus(Seconds(60));
                let proofs = Proofs::begin(Method::Password, now);
                let session = Session { id: tx.cx().new_id(), person: an, auth_time: now, expires_at, last_used: now, proofs, organisation: None };
                Ok(sessions::insert(tx, &[1; 32], &session)?)
            })
            .await
            .unwrap();
        let account = world.write(&admin, move |tx, caller| accounts::reset_password(tx, caller, an, &two)).await.unwrap();
        assert!(account.must_change && account.password == second.as_str());
        assert_eq!(world.read(&admin, move |tx, _| Ok(sessions::by_cookie(tx, &[1; 32], now)?)).await.unwrap(), None);
        let disabled = world.write(&admin, move |tx, caller| accounts::disable(tx, caller, an, text("vertrokken"))).await.unwrap();
        assert!(disabled.disabled);
        let found = world.store.read(|tx| poort_service::sign_in::account(tx, "an")).await.unwrap();
        assert!(found.is_none());
        let all = world.read(&admin, move |tx, caller| history::read(tx, caller, &Of::Person(an), page())).await.unwrap();
        let actions: Vec<_> = all.items.iter().map(|event| event.what.action.as_str()).take(4).collect();
        assert_eq!(actions, ["accountDisabled", "accountPasswordReset", "accountCreated", "werkrelatieCreated"]);
        let told = serde_json::to_string(&all.items).unwrap();
        assert!(!told.contains("argon2") && !told.contains(second.as_str()), "{told}");
    }
}
