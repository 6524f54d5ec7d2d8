//! What an environment can configure: a TOML file, `POORT_…` variables over it, and the defaults of `config/default.toml` below both.

mod cards;
mod certificates;
mod environment;
mod http;
mod import;
mod layers;
mod mail;
mod mistakes;
mod openings;
mod outgoing;
mod policies;
mod proxies;
mod section;
#[cfg(test)]
mod tests;
mod upstream;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ::http::{Cards, Certificates, Proxies};
use oidc::Issuer;
use oidc::relying::Provider;
use register::{FileRegister, HttpSettings};
use service::Policies;
use storage::{DatabaseUrl, Limits, StoreConfig, Vault};
use tokens::seal::MasterKey;
use toml::Table;
use tracing_subscriber::filter::LevelFilter;
use types::{Seconds, Secret};

pub use environment::Environment;
pub use http::Http;
pub use import::{Import, JuridicalForm};
pub use mistakes::{Mistake, Mistakes};
use section::Section;

/// The documented defaults, part of the binary.
pub const DEFAULT: &str = include_str!("../../../config/default.toml");

/// A configuration without mistakes; its secret files were read.
#[derive(Clone, Debug)]
pub struct Config {
    /// The address under which users reach Poort, as it stands in tokens.
    pub issuer: Issuer,
    /// Where this process listens.
    pub listen: SocketAddr,
    /// The proxies that stand before it.
    pub trusted_proxies: Proxies,
    /// The client certificates that they hand on.
    pub client_certificates: Certificates,
    /// The identity cards with which people sign in.
    pub cards: Cards,
    /// The database and how it is used.
    pub database: StoreConfig,
    /// What the master key seals and opens.
    pub vault: Arc<Vault>,
    /// Who knows persons by their number.
    pub register: Register,
    /// What the environment decides for itself.
    pub policies: Policies,
    /// Where requests to the outside may go.
    pub outgoing: ::outgoing::Settings,
    /// How mail is sent, if it is.
    pub mail: Option<::mail::Settings>,
    /// Other providers at which people may sign in.
    pub upstream: Vec<Provider>,
    /// How much strangers may leave open.
    pub openings: ::http::OpeningLimits,
    /// Tokens.
    pub tokens: Tokens,
    /// How juridical forms are read.
    pub import: Import,
    /// The log.
    pub log: Log,
    /// How much the process takes in.
    pub http: Http,
    /// Where it is watched, if it is.
    pub metrics: Option<SocketAddr>,
}

/// Where the person register is.
#[derive(Clone, Debug)]
pub enum Register {
    /// A file of fictional persons.
    File(PathBuf),
    /// A service.
    Http(HttpSettings),
    /// The persons of a demo.
    Persons(Arc<FileRegister>),
}

/// Tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// The longest life of an access token, in seconds.
    pub access: Seconds,
    /// How long one may be, as it travels, in bytes.
    pub bytes: usize,
}

/// The log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Log {
    /// Its form.
    pub format: LogFormat,
    /// How much is logged.
    pub level: LevelFilter,
}

/// The form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For eyes.
    Text,
}

impl Config {
    /// Reads the file (if any), the variables over it, and the secret files that they name.
    ///
    /// # Errors
    /// [`Mistakes`]: all of them.
    pub fn load(file: Option<&Path>, environment: &Environment) -> Result<Self, Mistakes> {
        let mut mistakes = Mistakes::default();
        let text = file.map_or(String::new(), |path| read(path, "--config", &mut mistakes).unwrap_or_default());
        Self::combine(&text, environment, mistakes)
    }

    /// The same from a text.
    ///
    /// # Errors
    /// [`Mistakes`]: all of them.
    pub fn parse(text: &str, environment: &Environment) -> Result<Self, Mistakes> {
        Self::combine(text, environment, Mistakes::default())
    }

    fn combine(text: &str, environment: &Environment, mut mistakes: Mistakes) -> Result<Self, Mistakes> {
        let Some(table) = layers::merge(text, environment, &mut mistakes) else { return Err(mistakes) };
        let config = whole(table, &mut mistakes);
        match config {
            Some(config) if mistakes.is_empty() => Ok(config),
            _ => Err(mistakes),
        }
    }
}

fn whole(table: Table, m: &mut Mistakes) -> Option<Config> {
    let mut root = Section::root(table);
    let issuer =
        root.parsed("public_url", "an address like https://poort.example: https (http only on loopback), no path", issuer, m);
    let listen = root.parsed("listen", "an IP address and a port, like 127.0.0.1:8080", |text| text.parse().ok(), m);
    let trusted_proxies = proxies::read(&mut root, m);
    let client_certificates = certificates::read(root.section("client_certificates", m), trusted_proxies.as_ref(), m);
    let cards = cards::read(root.section("eid", m), issuer.as_ref(), client_certificates.as_ref(), m);
    let vault = vault(&mut root, m);
    let database = database(root.section("database", m), m);
    let register = register_of(root.section("register", m), m);
    let policies = policies::read(root.section("policies", m), m);
    let outgoing = outgoing::read(root.section("outgoing", m), m);
    let mail = mail::read(root.section("mail", m), m);
    let upstream = upstream::read(&mut root, m);
    let openings = openings::read(root.section("openings", m), m);
    let tokens = tokens_of(root.section("tokens", m), m);
    let import = import::read(&mut root, m);
    let log = log(root.section("log", m), m);
    let http = http::http(root.section("http", m), m);
    let metrics = http::metrics(root.section("metrics", m), m);
    root.finish(m);
    Some(Config {
        issuer: issuer?,
        listen: listen?,
        trusted_proxies: trusted_proxies?,
        client_certificates: client_certificates?,
        cards: cards?,
        database: database?,
        vault: vault?,
        register: register?,
        policies: policies?,
        outgoing: outgoing?,
        mail: mail?,
        upstream: upstream?,
        openings: openings?,
        tokens: tokens?,
        import: import?,
        log: log?,
        http: http?,
        metrics: metrics?,
    })
}

fn issuer(text: &str) -> Option<Issuer> {
    Issuer::parse(&format!("{}/op", text.strip_suffix('/').unwrap_or(text))).ok()
}

fn vault(root: &mut Section, m: &mut Mistakes) -> Option<Arc<Vault>> {
    const EXPECTED: &str = "a file with 32 random bytes in base64; make one with `openssl rand -base64 32`";
    let path = root.required("master_key_file", EXPECTED, m)?;
    let text = Secret::new(read(Path::new(&path), "master_key_file", m)?);
    let vault = MasterKey::from_base64(text.expose()).and_then(|key| Vault::new(&key)).ok();
    if vault.is_none() {
        m.note("master_key_file", EXPECTED, "other contents");
    }
    vault.map(Arc::new)
}

fn database(mut section: Section, m: &mut Mistakes) -> Option<StoreConfig> {
    let url = database_url(&mut section, m);
    let base = StoreConfig::new(url.clone().unwrap_or_else(|| DatabaseUrl::sqlite("poort.db")));
    let readers = section.optional_number("readers", 1, 256, m).unwrap_or(base.readers);
    let read_queue = section.number("read_queue", 1, 1_000_000, m);
    let write_queue = section.number("write_queue", 1, 1_000_000, m);
    let group = section.number("group", 1, 10_000, m);
    let connect = section.seconds("connect_seconds", 300, m);
    let statement = section.seconds("statement_seconds", 3600, m);
    let lock = section.seconds("lock_seconds", 300, m);
    section.finish(m);
    url?;
    let limits = Limits { connect: connect?, statement: statement?, lock: lock?, ..base.limits };
    Some(StoreConfig { readers, read_queue: read_queue?, write_queue: write_queue?, group: group?, limits, ..base })
}

fn database_url(section: &mut Section, m: &mut Mistakes) -> Option<DatabaseUrl> {
    const EXPECTED: &str = "`sqlite:<path>` or `postgresql://user@host/name`, or in `database.url_file` a file that holds it";
    let text = match (section.optional("url", m), section.optional("url_file", m)) {
        (Some(url), None) => Secret::new(url),
        (None, Some(path)) => Secret::new(read(Path::new(&path), "database.url_file", m)?),
        (Some(_), Some(_)) => return m.refuse("database.url", "either this key or `database.url_file`", "both"),
        (None, None) => return m.refuse("database.url", EXPECTED, "nothing"),
    };
    // What was found is not repeated: it may hold a password.
    DatabaseUrl::parse(text.expose().trim()).map_err(|error| m.note("database.url", EXPECTED, error.to_string())).ok()
}

fn register_of(mut section: Section, m: &mut Mistakes) -> Option<Register> {
    const EXPECTED: &str = "the address of a person register, or in `register.file` a file of fictional persons";
    let (file, url) = (section.optional("file", m), section.optional("url", m));
    let token = match section.optional("token_file", m) {
        Some(path) => read(Path::new(&path), "register.token_file", m).map(|text| Secret::new(text.trim())),
        None => None,
    };
    let connect = section.millis("connect_milliseconds", m);
    let total = section.millis("total_milliseconds", m);
    let retries = section.number::<u32>("retries", 0, 10, m);
    section.finish(m);
    let base = match (file, url) {
        (Some(path), None) => return Some(Register::File(path.into())),
        (None, Some(url)) => url,
        (Some(_), Some(_)) => return m.refuse("register.url", "either this key or `register.file`", "both"),
        (None, None) => return m.refuse("register.url", EXPECTED, "nothing"),
    };
    let settings =
        HttpSettings { token, connect_timeout: connect?, total_timeout: total?, retries: retries?, ..HttpSettings::new(base) };
    match register::HttpRegister::new(&settings) {
        Ok(_) => Some(Register::Http(settings)),
        Err(error) => m.refuse("register.url", EXPECTED, error.to_string()),
    }
}

fn tokens_of(mut section: Section, m: &mut Mistakes) -> Option<Tokens> {
    let access: Option<Duration> = section.seconds("access_seconds", 86_400, m);
    let bytes = section.number("bytes", 1024, 8192, m);
    section.finish(m);
    let seconds = i64::try_from(access?.as_secs()).ok()?;
    Some(Tokens { access: Seconds(seconds), bytes: bytes? })
}

fn log(mut section: Section, m: &mut Mistakes) -> Option<Log> {
    let format = |text: &str| match text {
        "json" => Some(LogFormat::Json),
        "text" => Some(LogFormat::Text),
        _ => None,
    };
    let format = section.parsed("format", "`json` or `text`", format, m);
    let level = section.parsed("level", "`off`, `error`, `warn`, `info`, `debug` or `trace`", |text| text.parse().ok(), m);
    section.finish(m);
    Some(Log { format: format?, level: level? })
}

fn read(path: &Path, key: &str, m: &mut Mistakes) -> Option<String> {
    let text = std::fs::read_to_string(path);
    text.map_err(|error| m.note(key, "a file that can be read", format!("{}: {error}", path.display()))).ok()
}
