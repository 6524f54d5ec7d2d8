//! What Poort does in a second, beside the floor of the same machine in the same run. Run it as `cargo xtask bench`, which builds it with the
//! profile `bench` and starts a PostgreSQL that keeps its promises. Arguments: rounds, milliseconds of a round, then parts (all without one).
#![expect(clippy::print_stdout, reason = "it prints its figures")]
#![expect(clippy::unwrap_used, reason = "a measurement without its database or answer has failed")]

mod access;
mod measure;
mod report;
mod rest;
mod store;
mod tokens;
mod wire;

use std::time::Duration;

use measure::Load;
use storage::Backend;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u32>().ok());
    let load = Load { rounds: number(0).unwrap_or(5), round: Duration::from_millis(number(1).unwrap_or(1000).into()) };
    let parts = arguments.get(2..).unwrap_or_default();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|one| one == part);
    for backend in [Backend::Sqlite, Backend::Postgresql] {
        println!("\n## {backend}\n");
        if wanted("store") {
            store::measure(&load, backend).await;
        }
        if wanted("tokens") {
            tokens::measure(&load, backend).await;
        }
        if wanted("rest") {
            rest::measure(&load, backend).await;
        }
        if wanted("access") {
            access::measure(&load, backend).await;
        }
    }
}
