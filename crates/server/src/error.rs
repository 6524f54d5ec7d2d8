use std::path::PathBuf;

use storage::StorageError;
use thiserror::Error;
use tokens::keys::KeyError;

use crate::config::Mistakes;

/// Why a command did not do what it was asked. The text is for the operator: what is wrong and what to do about it.
#[derive(Debug, Error)]
pub enum Error {
    /// The configuration, all of it.
    #[error(transparent)]
    Configuration(#[from] Mistakes),
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Another master key sealed what is in the database.
    #[error(
        "the master key is not the one that this database was made with; nothing was changed. Put the right key in `master_key_file`, \
         or point `database` to the database that belongs to this key"
    )]
    MasterKey,
    /// Fictional persons with known passwords are in it.
    #[error("this database was made by `poort demo`: its passwords are known to everybody. Point `database` to another one")]
    DemoDatabase,
    /// Real persons may be in it.
    #[error("this database was not made by `poort demo`")]
    NotDemoDatabase,
    /// A setting of the database that this program did not write.
    #[error("the database says that it was made by `{0}`, which this version of Poort does not know")]
    UnknownOrigin(String),
    /// A signing key.
    #[error("the signing keys: {0}")]
    Keys(#[from] KeyError),
    /// What was typed is no national number; the text says which rule it breaks, not the number.
    #[error("the number on standard input: {0}")]
    Insz(#[from] types::InszError),
    /// A text of Poort's own that breaks the rule of texts.
    #[error(transparent)]
    Text(#[from] types::TextError),
    /// How a person was called.
    #[error(
        "--person: {0}. A national number is read from standard input, with --person -; it does not belong on a command line"
    )]
    Who(#[from] types::UsernameError),
    /// What was asked about does not exist.
    #[error("there is no such {0}")]
    NoSuch(&'static str),
    /// A number that is not one organisation's.
    #[error("several organisations have this number: say the identifier of one")]
    SeveralOrganisations,
    /// The end lies before the begin.
    #[error(transparent)]
    Period(#[from] types::PeriodError),
    /// The register does not know the person.
    #[error("the person register does not know this number; nothing was changed")]
    UnknownToRegister,
    /// The file of fictional persons.
    #[error(transparent)]
    RegisterFile(#[from] register::FileError),
    /// The register gave no answer.
    #[error("{0}; nothing was changed")]
    Register(#[from] persons::RegisterError),
    /// The settings of the person register.
    #[error(transparent)]
    RegisterSettings(#[from] register::SettingsError),
    /// Requests to the outside.
    #[error(transparent)]
    Outgoing(#[from] outgoing::OutgoingError),
    /// Who sends mail cannot be made.
    #[error(transparent)]
    Mail(#[from] mail::MailError),
    /// The use case refused.
    #[error(transparent)]
    Service(#[from] service::Error),
    /// The address cannot be taken.
    #[error("cannot listen on {address}: {error}. Choose another port: `--port` of demo, `listen` of the configuration")]
    Listen {
        /// Which.
        address: std::net::SocketAddr,
        /// Why.
        error: std::io::Error,
    },
    /// What a file should describe.
    #[error("{path}: {why}", path = .path.display())]
    Described {
        /// Which.
        path: PathBuf,
        /// The member that is wrong, and why.
        why: String,
    },
    /// A file or directory.
    #[error("{path}: {error}", path = .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What is the matter with it.
        error: std::io::Error,
    },
    /// Passwords that everybody knows, where everybody can reach them.
    #[error(
        "the passwords of a demo are known to everybody, and {0} can be reached from outside this machine. \
         If that is what you want, say --i-know-this-is-public"
    )]
    Public(std::net::IpAddr),
    /// A demo with the settings of a real environment.
    #[error("a demo has its own configuration: leave --config out")]
    DemoConfigured,
    /// Another demo has the directory.
    #[error("another demo runs in {path}; end it, or choose another --data-dir", path = .0.display())]
    DemoRuns(PathBuf),
    /// The data file of a demo, all of it.
    #[error("the data has {count} mistake(s), nothing was changed:\n{0}", count = .0.0.len())]
    DemoData(demo::Mistakes),
    /// What a rule refused of a data file, all of it.
    #[error("the data breaks rules, nothing of it was kept:\n{0}")]
    DemoLoad(#[from] demo::LoadError),
    /// Another file than the one that the database was filled with.
    #[error("{path} was filled with other data. Say --fresh to throw that away and begin anew with this file", path = .0.display())]
    DemoDataChanged(PathBuf),
    /// An earlier version made it.
    #[error("{path} was made by an earlier version of Poort. Say --fresh to throw it away and begin anew", path = .0.display())]
    DemoOutdated(PathBuf),
    /// The data that was kept is not as this program writes it.
    #[error("the data that the demo was filled with cannot be read. Say --fresh to begin anew")]
    DemoDataUnreadable,
    /// Some rows of an import were not taken over.
    #[error("{0} row(s) were refused; the others are in")]
    ImportRefused(u64),
    /// The terminal, a file, the runtime.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

impl Error {
    /// A stable code for scripts and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Configuration(_) => "configuration",
            Self::Storage(error) => error.code(),
            Self::MasterKey => "masterKey",
            Self::DemoDatabase => "demoDatabase",
            Self::NotDemoDatabase => "notDemoDatabase",
            Self::UnknownOrigin(_) => "unknownOrigin",
            Self::Keys(error) => error.code(),
            Self::Insz(_) => "insz",
            Self::Text(_) => "text",
            Self::Who(_) => "who",
            Self::NoSuch(_) => "noSuch",
            Self::SeveralOrganisations => "severalOrganisations",
            Self::Period(_) => "period",
            Self::UnknownToRegister => "unknownToRegister",
            Self::RegisterFile(_) => "registerFile",
            Self::Register(error) => error.code(),
            Self::RegisterSettings(error) => error.code(),
            Self::Outgoing(error) => error.code(),
            Self::Mail(error) => error.code(),
            Self::Service(error) => error.code(),
            Self::Listen { .. } => "listen",
            Self::ImportRefused(_) => "importRefused",
            Self::Described { .. } => "described",
            Self::File { .. } => "file",
            Self::Public(_) => "public",
            Self::DemoConfigured => "demoConfigured",
            Self::DemoRuns(_) => "demoRuns",
            Self::DemoData(_) => "demoData",
            Self::DemoLoad(error) => error.code(),
            Self::DemoDataChanged(_) => "demoDataChanged",
            Self::DemoOutdated(_) => "demoOutdated",
            Self::DemoDataUnreadable => "demoDataUnreadable",
            Self::Io(_) => "io",
        }
    }
}
