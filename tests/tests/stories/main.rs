//! The main job as its users live it, in five real applications: an administrator grants at the REST API, a colleague signs in through the pages,
//! and a portal reads the rights from what Poort signed. Over real HTTP, on both databases.

#![cfg(test)]

mod cultuurmonitor;
mod jeugdmonitor;
mod ovam;
mod premiezoeker;
mod time;
mod vrijetijdsmonitor;

use poort_tests::Tokens;
use serde_json::Value;
use types::{Day, Instant, Seconds};

/// Midnight in Brussels at the begin of a day.
fn begin_of(day: &str) -> Instant {
    Day::parse(day).unwrap().start()
}

/// The last minute of a day in Brussels.
fn last_minute_of(day: &str) -> Instant {
    Day::parse(day).unwrap().end().plus(Seconds(-60))
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// The values of a role claim in an access token, which every portal of these stories gets.
fn roles(tokens: &Tokens, claim: &str) -> Vec<String> {
    let claims = poort_tests::claims(&tokens.access);
    let values = claims[claim].as_array().unwrap_or_else(|| panic!("{claim} in {claims}"));
    values.iter().map(|value| value.as_str().unwrap().to_owned()).collect()
}

/// Whether introspection tells of no role (any more).
fn is_empty(introspected: &Value, claim: &str) -> bool {
    introspected[claim].as_array().is_none_or(Vec::is_empty)
}
