//! Refused attempts, on both databases.

#![cfg(test)]

use audit::Refused;
use poort_service::refusals::{Policy, Refusals, read};
use poort_service::{Caller, Error};
use storage::refused_attempts::Query;
use storage::{Page, Store, on_both};
use types::testing::outside;
use types::{Context, OrganisationId, Parsed, Reason, SystemActor};

fn at(now: &str) -> Context {
    outside(now).fresh_context()
}

fn attempt(cx: &Context, actor: &str, code: &'static str, organisation: Option<OrganisationId>) -> Refused {
    Refused::new(cx, actor.parse().ok(), "POST /v1/toekenningen", code, organisation)
}

/// The codes of what is kept, the latest first; a write that is answered has let all that were before it be kept.
async fn kept(store: &Store, query: Query) -> Vec<String> {
    store.write(at("2026-11-23T10:00:00Z"), |_| Ok::<_, Error>(())).await.unwrap();
    let operator = Caller::system(SystemActor::CommandLine, Reason::parse("nagaan").unwrap());
    let found = store.read(move |tx| read(tx, &operator, &query, Page::new(1, 100).unwrap())).await.unwrap();
    found.items.into_iter().map(|one| one.code).collect()
}

on_both! {
    async fn refused_attempts_are_kept_found_and_bounded(database) {
        let store = database.open();
        let refusals = Refusals::new(store.clone(), Policy { days: 2, rows: 3, actor_per_minute: 2, all_per_minute: 9 });
        let cx = at("2026-11-20T10:00:00Z");
        let leuven: OrganisationId = cx.new_id();
        refusals.keep(&cx, attempt(&cx, "client:a", "first", Some(leuven)));
        refusals.keep(&cx, attempt(&cx, "client:a", "second", None));
        refusals.keep(&cx, attempt(&cx, "client:a", "beyondItsShare", None));
        refusals.keep(&cx, attempt(&cx, "", "third", None));
        assert_eq!(kept(&store, Query::default()).await, ["third", "second", "first"]);
        assert_eq!(refusals.dropped(), 1);
        assert_eq!(kept(&store, Query { actor: "client:a".parse().ok(), ..Query::default() }).await, ["second", "first"]);
        assert_eq!(kept(&store, Query { organisation: Some(leuven), ..Query::default() }).await, ["first"]);

        let later = at("2026-11-21T10:00:00Z");
        refusals.keep(&later, attempt(&later, "client:b", "fourth", None));
        assert_eq!(kept(&store, Query::default()).await, ["fourth", "third", "second"]);
        let latest = at("2026-11-22T10:00:00Z");
        refusals.keep(&latest, attempt(&latest, "client:b", "fifth", None));
        assert_eq!(kept(&store, Query::default()).await, ["fifth", "fourth"]);
    }
}
