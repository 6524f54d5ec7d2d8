//! `kill -9` in the middle of a thousand writes, on both databases: every one that was acknowledged is there, and none is there by half.
//!
//! The process that is killed is this test program itself, told to run its `victim` only.

#![cfg(test)]

#[expect(dead_code, reason = "the stories use all of it")]
mod world;

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use audit::Action;
use futures_util::future::join_all;
use mandates::Kind;
use poort_service::toekenningen::{self, NewGrant};
use poort_service::werkrelaties::{self, Extend};
use poort_service::{Caller, Error};
use storage::events::{Of, history};
use storage::{DatabaseUrl, Known, Store, StoreConfig, last_revision, on_both};
use types::{Reason, SystemActor, WerkrelatieId};
use world::{Employee, NOON, World, day, number, page, text};

/// The address of the database, for the victim.
const DATABASE: &str = "POORT_TEST_VICTIM_DATABASE";
/// So many werkrelaties; each is changed four times.
const WERKRELATIES: usize = 250;
const WRITES: usize = 4 * WERKRELATIES;

#[expect(clippy::disallowed_methods, reason = "the victim is told its database by the test that starts it")]
fn told() -> Option<DatabaseUrl> {
    std::env::var(DATABASE).ok().map(|url| url.parse().unwrap())
}

/// Changes every werkrelatie four times, many at once, and says which change was acknowledged: `<werkrelatie> <version>`.
#[tokio::test]
#[ignore = "the other test starts it, to kill it"]
async fn victim() {
    let Some(url) = told() else { return };
    let store = Store::open(StoreConfig { readers: 1, ..StoreConfig::new(url) }, storage::testing::vault()).unwrap();
    let ids = store.read(|tx| storage::werkrelaties::search(tx, &Default::default(), storage::Page::new(1, 200).unwrap())).await;
    let more = store.read(|tx| storage::werkrelaties::search(tx, &Default::default(), storage::Page::new(2, 200).unwrap())).await;
    let all = ids.unwrap().items.into_iter().chain(more.unwrap().items);
    join_all(all.map(|one| change(&store, one.id))).await;
    // It waits to be killed: nobody writes to its input.
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

#[expect(clippy::print_stdout, reason = "the test that starts it reads what it says")]
async fn change(store: &Store, id: WerkrelatieId) {
    for version in 1..=4 {
        let cx = types::testing::context(NOON);
        let done = store.write(cx, move |tx| {
            let (system, why) = (Caller::system(SystemActor::Demo, text("proef")), || text::<Reason>("proef"));
            match version {
                4 => werkrelaties::end(tx, &system, id, version, day("2027-01-31"), why()),
                _ => {
                    let last = day(["2037-01-01", "2038-01-01", "2039-01-01"][usize::try_from(version - 1).unwrap()]);
                    werkrelaties::extend(tx, &system, id, version, last, Extend::Alone, why())
                }
            }
        });
        let outcome = done.await.unwrap();
        println!("\n{id} {}", outcome.werkrelatie.version);
    }
}

/// Starts the victim, listens to what it acknowledges, and kills it after so many.
fn kill_after(url: &str, writes: usize) -> Vec<(WerkrelatieId, i64)> {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "victim", "--nocapture"]).env(DATABASE, url);
    let mut victim = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut acknowledged = Vec::new();
    for line in BufReader::new(victim.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let Some((id, version)) = line.split_once(' ') else { continue };
        let (Ok(id), Ok(version)) = (id.parse(), version.parse()) else { continue };
        acknowledged.push((id, version));
        if acknowledged.len() == writes {
            victim.kill().unwrap();
        }
    }
    assert!(!victim.wait().unwrap().success(), "it was not killed");
    acknowledged
}

async fn employ(world: &World, serial: u64, admin: &Caller, organisation: &organisations::Organisation) -> WerkrelatieId {
    let Employee { werkrelatie, .. } = world.employee(admin, organisation, "EA", &number(serial)).await;
    for right in ["Premiezoeker", "Kortlopend"] {
        let asked = NewGrant {
            werkrelatie: werkrelatie.id,
            right: text(right),
            contexts: vec![],
            begin: None,
            end: Some(day("2028-06-30")),
            reason: text("werk"),
        };
        world.write(admin, move |tx, caller| toekenningen::grant(tx, caller, asked)).await.unwrap();
    }
    werkrelatie.id
}

on_both! {
    async fn what_was_acknowledged_before_a_kill_is_there_and_nothing_by_half(database) {
        let store = database.open();
        let world = World::new(store.clone()).await;
        let company = world.organisation("0405546706", "Aarde", "EA", "onderneming", None).await;
        let admin = world.administrator(Kind::HoofdLokaleBeheerder, &company).await;
        let all = join_all((0..WERKRELATIES as u64).map(|serial| employ(&world, serial, &admin, &company))).await;
        let before = store.read(last_revision).await.unwrap();
        drop(world);
        store.close().await;

        // Somewhere in the middle, elsewhere at each run.
        let writes = WRITES / 5 + usize::try_from(std::process::id()).unwrap() * 7919 % (WRITES * 3 / 5);
        let acknowledged = kill_after(&database.address(), writes);
        assert!(acknowledged.len() >= writes);

        let store = database.open();
        let after = store.read(last_revision).await.unwrap();
        let mut events = 0;
        for id in all {
            let (werkrelatie, grants, history) = store.read(move |tx| {
                let werkrelatie = storage::werkrelaties::by_id(tx, id, Known::Now)?.unwrap();
                let grants = storage::toekenningen::of_person(tx, werkrelatie.person, Known::Now)?;
                Ok::<_, Error>((werkrelatie, grants, history(tx, &Of::Werkrelatie(id), &Default::default(), page())?))
            }).await.unwrap();
            let promised = acknowledged.iter().filter(|(of, _)| *of == id).map(|(_, version)| *version).max().unwrap_or(1);
            assert!(werkrelatie.version >= promised, "{id}: {} < {promised}, killed after {writes}", werkrelatie.version);
            let ended = werkrelatie.version == 5;
            let last = if ended { "2027-01-31" } else { "2028-06-30" };
            assert!(grants.len() == 2 && grants.iter().all(|grant| grant.period.end() == day(last)), "{id}: half a cascade, killed after {writes}");
            let told: BTreeSet<_> = history.items.iter().map(|event| event.revision).filter(|revision| *revision > before.0).collect();
            let wanted = usize::try_from(werkrelatie.version - 1).unwrap() + if ended { 2 } else { 0 };
            assert_eq!(told.len(), wanted, "{id}: {:?}", history.items.iter().map(|event| event.what.action).collect::<Vec<Action>>());
            events += wanted;
        }
        assert_eq!(i64::try_from(events).unwrap(), after.0 - before.0, "a gap, killed after {writes}");
    }
}
