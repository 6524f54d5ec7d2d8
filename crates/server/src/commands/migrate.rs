use std::io::Write;

use crate::Error;
use crate::config::Config;

/// Applies what is missing and names it.
pub(super) fn run(config: &Config, out: &mut impl Write) -> Result<(), Error> {
    let names = storage::migrate(&config.database.url)?;
    for name in &names {
        writeln!(out, "applied {name}")?;
    }
    if names.is_empty() {
        writeln!(out, "nothing to do: the database is up to date")?;
    }
    Ok(())
}
