//! Where the database is: `sqlite:<path>` or `postgresql://…`, parsed once.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::engine::postgresql::Target;

/// Which of the two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Backend {
    /// The embedded database: one machine, one file.
    Sqlite,
    /// A server (or cluster that speaks its protocol) that many processes share.
    Postgresql,
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgresql => "PostgreSQL",
        })
    }
}

/// The address of a database. Printing it never shows the password.
#[derive(Clone)]
pub struct DatabaseUrl(pub(crate) Location);

#[derive(Clone)]
pub(crate) enum Location {
    Sqlite(PathBuf),
    Postgresql(Box<Target>),
}

/// Why an address is not understood; never repeats the address, it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a database address: {0}")]
pub struct InvalidDatabaseUrl(pub(crate) &'static str);

impl InvalidDatabaseUrl {
    /// The stable code of this error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "storage.invalidDatabaseUrl"
    }
}

impl DatabaseUrl {
    /// Reads `sqlite:<path>` (relative or absolute) or `postgresql://user:password@host:port/name?sslmode=…`.
    ///
    /// `sslmode` is `disable`, `prefer` (default), `require`, `verify-ca` or `verify-full`; `sslrootcert` names a PEM file. Unix sockets:
    /// `postgresql:///name?host=/run/postgresql`. Other parameters are those of libpq that tokio-postgres knows.
    ///
    /// # Errors
    ///
    /// When the scheme, a parameter or the path is not one of these.
    pub fn parse(text: &str) -> Result<Self, InvalidDatabaseUrl> {
        match text.split_once(':') {
            Some(("sqlite", path)) => file(path),
            Some(("postgresql" | "postgres", _)) => Ok(Self(Location::Postgresql(Box::new(Target::parse(text)?)))),
            _ => Err(InvalidDatabaseUrl("it starts with neither `sqlite:` nor `postgresql://`")),
        }
    }

    /// The address of a file.
    #[must_use]
    pub fn sqlite(path: impl AsRef<Path>) -> Self {
        Self(Location::Sqlite(path.as_ref().to_owned()))
    }

    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        match self.0 {
            Location::Sqlite(_) => Backend::Sqlite,
            Location::Postgresql(_) => Backend::Postgresql,
        }
    }
}

/// An in-memory database is refused: every connection would see its own.
fn file(path: &str) -> Result<DatabaseUrl, InvalidDatabaseUrl> {
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() || path.contains(":memory:") || path.contains('\0') {
        return Err(InvalidDatabaseUrl("`sqlite:` needs the path of a file"));
    }
    Ok(DatabaseUrl::sqlite(path))
}

impl FromStr for DatabaseUrl {
    type Err = InvalidDatabaseUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Location::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Location::Postgresql(target) => target.fmt(f),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_a_path() {
        let url = DatabaseUrl::parse("sqlite:data/poort.db").unwrap();
        assert_eq!(url.backend(), Backend::Sqlite);
        assert_eq!(url.to_string(), "sqlite:data/poort.db");
        assert_eq!(DatabaseUrl::parse("sqlite:///var/poort.db").unwrap().to_string(), "sqlite:/var/poort.db");
    }

    #[test]
    fn a_password_is_never_printed() {
        let url = DatabaseUrl::parse("postgresql://poort:geheim@db.example:5433/poort?sslmode=require").unwrap();
        assert_eq!(url.backend(), Backend::Postgresql);
        assert_eq!(format!("{url} {url:?}"), "postgresql://poort@db.example:5433/poort postgresql://poort@db.example:5433/poort");
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for text in [
            "",
            "poort.db",
            "sqlite:",
            "sqlite::memory:",
            "mysql://x/y",
            "postgresql://h/x?sslmode=maybe",
            "postgresql://h/x?unknown=1",
            "postgresql://h:port/x",
        ] {
            assert!(DatabaseUrl::parse(text).is_err(), "{text}");
        }
    }
}
