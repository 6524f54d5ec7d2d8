//! Sessions, passwords, and what is asked next.

use mandates::Kind;
use oidc::authorize::AuthorizationRequest;
use poort_service::sign_in::{self, SignInError, Step};
use poort_service::{Policies, werkrelaties};
use storage::accounts::{self, Account};
use storage::on_both;
use storage::sessions::Session;
use types::Seconds;

use crate::scene::{HASH, Scene, client, noon, request};
use crate::world::{self, World};

on_both! {
    async fn a_second_sign_in_keeps_the_session_and_not_its_cookie(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let portal = scene.registered(client("portal", "openid ovam")).await;
        let access = scene.access(&scene.tokens(&portal, "openid ovam").await, "portal");
        let again = scene.world.store.write(scene.cx(), |tx| {
            let account = sign_in::account(tx, "an")?.unwrap();
            let session = sign_in::begin_session(tx, &account, &[10; 32], Some(&[9; 32]), None, &sign_in::Policy::default())?;
            let now = tx.cx().now;
            Ok::<_, SignInError>((session, sign_in::session(tx, &[9; 32], &sign_in::Policy::default(), now)?, sign_in::session(tx, &[10; 32], &sign_in::Policy::default(), now)?))
        });
        let (again, before, after) = again.await.unwrap();
        assert_eq!((again.id, before), (scene.session.id, None));
        assert_eq!(after.map(|session| (session.id, session.organisation)), Some((again.id, Some(scene.company.id))));
        assert!(scene.introspect(&portal, &access).await.active);
    }

    async fn another_password_ends_the_other_sessions_and_is_no_longer_forced(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let own = scene.session.clone();
        let hash = tokens::password::PasswordHash::parse(HASH).unwrap();
        let done = scene.world.store.write(scene.cx(), move |tx| {
            let account = sign_in::account(tx, "an")?.unwrap();
            let given = Account { must_change: true, ..account.clone() };
            accounts::update(tx, &given)?;
            sign_in::begin_session(tx, &account, &[10; 32], None, None, &sign_in::Policy::default())?;
            let stale = Account { changed_at: noon().plus(Seconds(-1)), ..account.clone() };
            let refused = sign_in::change_password(tx, &stale, &hash, own.id, &[11; 32]);
            assert!(matches!(refused, Err(SignInError::AccountChanged)));
            sign_in::change_password(tx, &account, &hash, own.id, &[11; 32])?;
            let now = tx.cx().now;
            let sessions = [9, 10, 11].map(|cookie| sign_in::session(tx, &[cookie; 32], &sign_in::Policy::default(), now).unwrap().map(|session| session.id));
            Ok::<_, SignInError>((sign_in::account(tx, "an")?.unwrap(), sessions))
        });
        let (account, sessions) = done.await.unwrap();
        assert_eq!((account.password.as_str(), account.must_change), (HASH, false));
        assert_eq!(sessions, [None, None, Some(scene.session.id)], "his own goes on, under another cookie");
    }

    async fn a_dearer_hash_takes_the_place_of_the_kept_one_and_says_so(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let dearer = tokens::password::PasswordHash::parse(HASH).unwrap();
        let done = scene.world.store.write(scene.cx(), move |tx| {
            let account = sign_in::account(tx, "an")?.unwrap();
            sign_in::begin_session(tx, &account, &[10; 32], None, Some(&dearer), &sign_in::Policy::default())?;
            // The same at the same moment: the password that was verified is still his.
            sign_in::begin_session(tx, &account, &[11; 32], None, Some(&dearer), &sign_in::Policy::default())?;
            Ok::<_, SignInError>((sign_in::account(tx, "an")?.unwrap(), account))
        });
        let (kept, before) = done.await.unwrap();
        assert_eq!((kept.password.as_str(), kept.changed_at), (HASH, before.changed_at));
        let person = scene.an.person.id;
        let events = scene.world.store.read(move |tx| storage::events::history(tx, &storage::events::Of::Person(person), &storage::events::Part::default(), world::page())).await.unwrap();
        let told: Vec<_> = events.items.iter().filter(|event| event.what.action == audit::Action::AccountPasswordRehashed).collect();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].what.after.as_ref().unwrap()["hash"], "m=65536,t=2,p=1");
    }

    async fn the_next_step_asks_what_is_not_known_and_nothing_when_that_is_forbidden(database) {
        let scene = Scene::new(World::new(database.open()).await).await;
        let portal = scene.registered(client("portal", "openid ovam poort.me")).await;
        let step = async |session: Option<&Session>, scopes: &str, change: fn(&mut AuthorizationRequest)| {
            let (session, client, now) = (session.cloned(), portal.clone(), scene.now());
            let mut asked = request(&portal, scopes);
            change(&mut asked);
            let work = move |tx: &mut storage::ReadTx<'_>| sign_in::step(tx, session.as_ref(), &client, &asked, &sign_in::Policy::default(), sign_in::Ways::default(), now);
            scene.world.store.read(work).await.unwrap()
        };
        let own = Some(&scene.session);
        let refused = |step: Step| match step {
            Step::Refused(code, _) => code.as_str(),
            other => panic!("{other:?}"),
        };
        assert_eq!(step(None, "openid ovam", |_| ()).await, Step::SignIn);
        assert_eq!(refused(step(None, "openid ovam", |asked| asked.prompt.none = true).await), "login_required");
        assert_eq!(step(own, "openid ovam", |asked| asked.prompt.login = true).await, Step::SignIn);
        assert_eq!(step(own, "openid ovam", |_| ()).await, Step::GoOn(Some(scene.company.id)));
        assert!(matches!(step(own, "openid ovam", |asked| asked.hint.switch_id = true).await, Step::Choose(_)));
        let weak = step(own, "openid ovam", |asked| asked.acr_values = vec!["urn:be:vlaanderen:authmech:eid".to_owned()]).await;
        assert_eq!(refused(weak), "unmet_authentication_requirements");

        let second = scene.world.organisation("0474029595", "Tweede NV", "EA", "onderneming", None).await;
        let coupling = world::coupling(werkrelaties::Who::Number(types::Insz::from_stored("85073100130").unwrap()), &second, "EA");
        let operator = scene.world.administrator(Kind::LokaleBeheerder, &second).await;
        scene.world.write(&operator, |tx, caller| werkrelaties::create(tx, caller, &Policies::default(), coupling)).await.unwrap();
        let Step::Choose(choices) = step(own, "poort.me", |_| ()).await else { panic!() };
        assert_eq!(choices.organisations.len(), 2);
        assert_eq!(refused(step(own, "poort.me", |asked| asked.prompt.none = true).await), "interaction_required");
        let hinted = step(own, "poort.me", |asked| asked.hint.organisation = Some("0474029595".to_owned())).await;
        assert_eq!(hinted, Step::GoOn(Some(second.id)));
        let chose = Session { organisation: Some(second.id), ..scene.session.clone() };
        assert_eq!(step(Some(&chose), "poort.me", |_| ()).await, Step::GoOn(Some(second.id)));
    }
}
