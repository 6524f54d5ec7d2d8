use std::{fmt, path::PathBuf, time::Duration};

use percent_encoding::percent_decode_str;
use tokio_postgres::config::{Config, Host, SslMode};

use crate::{InvalidDatabaseUrl, engine::Limits};

/// Which server, which database, and how to be sure that it is the right one.
#[derive(Clone)]
pub(crate) struct Target {
    config: Config,
    /// Whether the certificate of the server must be good.
    pub(super) verified: bool,
    /// The PEM file that says what is good; the system's store without it.
    pub(super) roots: Option<PathBuf>,
}

impl Target {
    /// tokio-postgres knows neither `verify-full` nor `sslrootcert`, so these are taken out first.
    pub(crate) fn parse(url: &str) -> Result<Self, InvalidDatabaseUrl> {
        let (address, parameters) = url.split_once('?').unwrap_or((url, ""));
        let parameters: Vec<_> = parameters.split('&').filter(|pair| !pair.is_empty()).collect();
        let (ours, theirs): (Vec<_>, Vec<_>) = parameters.into_iter().partition(|pair| ours(pair));
        let mut config: Config = format!("{address}?{}", theirs.join("&"))
            .parse()
            .map_err(|_| InvalidDatabaseUrl("host, port, database or a parameter is not understood"))?;
        let roots = value(&ours, "sslrootcert").map(PathBuf::from);
        let (mode, verified) = ssl_mode(value(&ours, "sslmode").as_deref(), roots.is_some())?;
        config.ssl_mode(mode);
        if config.get_application_name().is_none() {
            config.application_name("poort");
        }
        Ok(Self { config, verified, roots })
    }

    /// The settings of tokio-postgres, with time-outs where the address gives none: a server that vanished from the network must be noticed.
    pub(super) fn with_timeouts(&self, limits: &Limits) -> Config {
        let mut config = self.config.clone();
        config.connect_timeout(limits.connect);
        config.keepalives_idle(Duration::from_secs(15)).keepalives_interval(Duration::from_secs(5)).keepalives_retries(3);
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(limits.statement);
        }
        config
    }

    /// The same server, another database.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn with_database(mut self, name: &str) -> Self {
        self.config.dbname(name);
        self
    }
}

fn ours(pair: &str) -> bool {
    pair.starts_with("sslmode=") || pair.starts_with("sslrootcert=")
}

fn value(pairs: &[&str], key: &str) -> Option<String> {
    let (_, value) = pairs.iter().filter_map(|pair| pair.split_once('=')).find(|(name, _)| *name == key)?;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

/// The meanings of libpq: `require` without a root certificate encrypts but believes any server. `verify-ca` is treated as `verify-full`.
fn ssl_mode(mode: Option<&str>, has_roots: bool) -> Result<(SslMode, bool), InvalidDatabaseUrl> {
    match mode {
        Some("disable") => Ok((SslMode::Disable, false)),
        None | Some("prefer") => Ok((SslMode::Prefer, false)),
        Some("require") => Ok((SslMode::Require, has_roots)),
        Some("verify-ca" | "verify-full") => Ok((SslMode::Require, true)),
        Some(_) => Err(InvalidDatabaseUrl("`sslmode` is disable, prefer, require, verify-ca or verify-full")),
    }
}

impl fmt::Display for Target {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgresql://")?;
        if let Some(user) = self.config.get_user() {
            write!(f, "{user}@")?;
        }
        match self.config.get_hosts().first() {
            Some(Host::Tcp(name)) => f.write_str(name)?,
            Some(Host::Unix(path)) => write!(f, "{}", path.display())?,
            None => {}
        }
        if let Some(port) = self.config.get_ports().first() {
            write!(f, ":{port}")?;
        }
        write!(f, "/{}", self.config.get_dbname().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modes(parameters: &str) -> (SslMode, bool) {
        let target = Target::parse(&format!("postgresql://h/d?{parameters}")).unwrap();
        (target.config.get_ssl_mode(), target.verified)
    }

    #[test]
    fn the_modes_of_libpq_are_honoured() {
        assert_eq!(modes(""), (SslMode::Prefer, false));
        assert_eq!(modes("sslmode=disable&connect_timeout=3"), (SslMode::Disable, false));
        assert_eq!(modes("connect_timeout=3&sslmode=require"), (SslMode::Require, false));
        assert_eq!(modes("sslmode=require&sslrootcert=/a%20b.pem"), (SslMode::Require, true));
        assert_eq!(modes("sslmode=verify-full"), (SslMode::Require, true));
    }

    #[test]
    fn a_socket_directory_is_a_host() {
        let target = Target::parse("postgresql:///poort?host=/run/postgresql&user=me").unwrap();
        assert_eq!(target.to_string(), "postgresql://me@/run/postgresql/poort");
    }
}
