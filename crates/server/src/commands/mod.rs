//! One file per command.

mod admin;
mod keys;
mod migrate;
mod openapi;
mod serve;

use std::io::Write;

use crate::cli::{Cli, Command};
use crate::config::{Config, Environment};
use crate::{Error, logging, outside};

/// Reads the configuration and does what is asked; the answer goes to `out`.
pub(crate) async fn execute(cli: &Cli, out: &mut impl Write) -> Result<(), Error> {
    if let Command::Openapi = &cli.command {
        return openapi::run(out);
    }
    let config = Config::load(cli.config.as_deref(), &Environment::of_process())?;
    let _log = logging::start(&config.log);
    let outside = outside::real();
    match &cli.command {
        Command::Serve => serve::run(&config, &outside, out).await,
        Command::Openapi => openapi::run(out),
        Command::Migrate => migrate::run(&config, out),
        Command::Keys(command) => keys::run(&config, &outside, command, out).await,
        Command::Admin(command) => admin::run(&config, &outside, command, out).await,
    }
}
