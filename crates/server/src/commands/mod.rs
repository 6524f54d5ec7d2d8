//! One file per command.

mod admin;
mod client;
mod demo;
mod explain;
mod import;
mod keys;
mod migrate;
mod openapi;
mod serve;

use std::io::Write;

use types::Secret;

use crate::cli::{Cli, Command, Explain};
use crate::config::{Config, Environment};
use crate::{Error, logging, outside, startup};

/// Reads the configuration and does what is asked; the answer goes to `out`.
pub(crate) async fn execute(cli: &Cli, out: &mut impl Write) -> Result<(), Error> {
    match &cli.command {
        Command::Openapi => return openapi::run(out),
        Command::Demo(_) if cli.config.is_some() => return Err(Error::DemoConfigured),
        Command::Demo(command) => return demo::run(command, &outside::real(), out).await,
        Command::Explain(Explain { demo: Some(_), .. }) if cli.config.is_some() => return Err(Error::DemoConfigured),
        Command::Explain(command @ Explain { demo: Some(path), .. }) => {
            let outside = outside::real();
            return explain::run(command, demo::open_beside(path, &outside).await?, &outside, out).await;
        }
        _ => {}
    }
    let config = Config::load(cli.config.as_deref(), &Environment::of_process())?;
    let _log = logging::start(&config.log);
    let outside = outside::real();
    match &cli.command {
        Command::Serve => serve::run(&config, &outside, out).await,
        Command::Openapi | Command::Demo(_) => Ok(()),
        Command::Explain(command) => explain::run(command, startup::open(&config, &outside).await?, &outside, out).await,
        Command::Migrate => migrate::run(&config, out),
        Command::Keys(command) => keys::run(&config, &outside, command, out).await,
        Command::Import(command) => import::run(&config, &outside, command, out).await,
        Command::Admin(command) => admin::run(&config, &outside, command, out).await,
    }
}

/// The line on standard input: what must not stand on a command line.
fn line() -> Result<Secret, Error> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(Secret::new(line))
}
