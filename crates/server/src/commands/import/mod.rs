//! `poort import organisations`: the public files of the register of enterprises (KBO Open Data), through the use case of organisations.

mod enterprises;
mod names;
mod report;
mod table;

use std::io::Write;
use std::sync::Arc;

use futures_util::future::join_all;
use service::organisations::{Imported, Registered, import};
use service::{Caller, Policies};
use storage::Store;
use types::{Outside, Reason, SystemActor};

use crate::cli::{Import, OrganisationFiles};
use crate::config::Config;
use crate::{Error, startup};
use enterprises::Enterprises;
use report::Report;

/// How many rows wait for one commit; each has a savepoint, so one that is refused harms no other.
const GROUP: usize = 128;

/// Imports, and prints the counts.
pub(super) async fn run(config: &Config, outside: &Outside, command: &Import, out: &mut impl Write) -> Result<(), Error> {
    let Import::Organisations(files) = command;
    let enterprises = Enterprises::open(files, config)?;
    let store = startup::open(config, outside).await?;
    let done = organisations(config, outside, files, enterprises, &store).await;
    store.close().await;
    done?.finish(out)
}

async fn organisations(
    config: &Config,
    outside: &Outside,
    files: &OrganisationFiles,
    mut enterprises: Enterprises,
    store: &Store,
) -> Result<Report, Error> {
    let mut report = Report::new(enterprises.length(), files.errors.as_deref())?;
    let writer = Writer { store, outside, policies: Arc::new(config.policies.clone()), reason: files.reason.clone() };
    loop {
        let group = enterprises.take(GROUP, &mut report)?;
        if group.is_empty() {
            return Ok(report);
        }
        let (lines, rows): (Vec<_>, Vec<_>) = group.into_iter().unzip();
        for (line, outcome) in lines.into_iter().zip(writer.write(rows).await) {
            match outcome {
                Ok(outcome) => report.done(outcome),
                Err(service::Error::Storage(error)) => return Err(error.into()),
                Err(error) => report.refused(&enterprises.name(), line, &format!("{error} ({})", error.code()))?,
            }
        }
        report.progress(enterprises.position());
    }
}

struct Writer<'w> {
    store: &'w Store,
    outside: &'w Outside,
    policies: Arc<Policies>,
    reason: Reason,
}

impl Writer<'_> {
    async fn write(&self, rows: Vec<Registered>) -> Vec<Result<Imported, service::Error>> {
        join_all(rows.into_iter().map(|row| {
            let (policies, reason) = (Arc::clone(&self.policies), self.reason.clone());
            self.store.write(self.outside.fresh_context(), move |tx| {
                let caller = Caller::system(SystemActor::CommandLine, reason.clone());
                import(tx, &caller, &policies, row, &reason)
            })
        }))
        .await
    }
}
