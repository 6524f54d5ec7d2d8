//! `poort demo`: what `serve` runs, with an embedded database of fictional persons.

mod directory;
mod open;
mod welcome;

use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use demo::{Data, SHIPPED};
use types::Outside;

use crate::cli::Demo;
use crate::config::{Config, Environment, Register};
use crate::{Error, logging, serving};
use directory::Directory;
pub(super) use open::open_beside;

/// What does the main job against a running demo; put beside its data, so that it is at hand wherever Poort was built.
const MAIN_JOB: &str = include_str!("../../../../../examples/main-job.sh");

/// Runs the demo until the process is told to stop.
pub(super) async fn run(command: &Demo, outside: &Outside, out: &mut impl Write) -> Result<(), Error> {
    if !command.address.is_loopback() && !command.i_know_this_is_public {
        return Err(Error::Public(command.address));
    }
    let asked = command.data.as_deref().map(read).transpose()?;
    // Mistakes and a port in use are told before anything is touched.
    let today = outside.clock.now().day();
    open::parsed(asked.as_deref().unwrap_or(SHIPPED), today)?;
    let listener = serving::listen(SocketAddr::new(command.address, command.port))?;
    let address = listener.local_addr()?;
    let directory = Directory::take(&command.data_dir, &outside.fresh_context())?;
    if command.fresh {
        open::remove(&directory).await?;
    }
    let public = command.public_url.clone().unwrap_or_else(|| base(command.address, address.port()));
    let mut config = config(&directory, &public, address)?;
    let base = config.issuer.base().to_owned();
    let _log = logging::start(&config.log);
    let (store, data) = open::open(&config, outside, asked, &directory).await?;
    config.register = Register::Persons(Arc::new(data.register().map_err(std::io::Error::other)?));
    let announce = || announce(&data, &base, &directory, out);
    serving::serve(&config, listener, store, outside, announce).await
}

fn announce(data: &Data, base: &str, directory: &Directory, out: &mut impl Write) -> Result<(), Error> {
    let description = data.describe(base);
    let json = serde_json::to_string_pretty(&description).map_err(std::io::Error::other)?;
    let (described, script) = (directory.describe(&json)?, directory.script(MAIN_JOB)?);
    welcome::write(out, &description, base, &described, &script, &directory.mailbox())
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|error| Error::File { path: path.to_owned(), error })
}

/// How a browser on this machine reaches it: an address that means 'all' is none to go to.
fn base(address: IpAddr, port: u16) -> String {
    let host = match address {
        IpAddr::V4(address) if address.is_unspecified() => "127.0.0.1".to_owned(),
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) if address.is_unspecified() => "[::1]".to_owned(),
        IpAddr::V6(address) => format!("[{address}]"),
    };
    format!("http://{host}:{port}")
}

/// The defaults of every environment, with the demo's own places. Only the log listens to the environment: a variable that is meant for a real
/// database must not lead the demo there.
fn config(directory: &Directory, base: &str, listen: SocketAddr) -> Result<Config, Error> {
    let mut own = toml::Table::new();
    let mut put = |key: &str, value: String| drop(own.insert(key.to_owned(), toml::Value::String(value)));
    put("public_url", base.to_owned());
    put("listen", listen.to_string());
    put("master_key_file", directory.key().display().to_string());
    let section =
        |key: &str, value: String| toml::Value::Table([(key.to_owned(), toml::Value::String(value))].into_iter().collect());
    own.insert("database".to_owned(), section("url", format!("sqlite:{}", directory.database().display())));
    own.insert("register".to_owned(), section("file", "-".to_owned()));
    own.insert("mail".to_owned(), {
        let mailbox = directory.mailbox().display().to_string();
        let mail = [("from".to_owned(), "Poort <poort@demo.example>".into()), ("directory".to_owned(), mailbox.into())];
        toml::Value::Table(mail.into_iter().collect())
    });
    // Applications of developers run on this machine.
    let here = ["http://127.0.0.1:*", "http://localhost:*"].map(toml::Value::from);
    own.insert("outgoing".to_owned(), toml::Value::Table([("allow".to_owned(), here.to_vec().into())].into_iter().collect()));
    // Several demos run side by side.
    own.insert("metrics".to_owned(), section("listen", "off".to_owned()));
    own.insert("log".to_owned(), {
        let log = [("format".to_owned(), "text".into()), ("level".to_owned(), "warn".into())];
        toml::Value::Table(log.into_iter().collect())
    });
    Ok(Config::parse(&own.to_string(), &Environment::of_process().only("LOG"))?)
}
