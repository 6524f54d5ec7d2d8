//! The command line.

mod explain;

use std::ffi::OsString;
use std::io::Write as _;
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use tokens::keys::{Algorithm, Kid};
use types::{Day, Doelgroep, Parsed as _, Reason, Username};

use crate::{Error, commands};
pub use explain::{Explain, Place};

/// Poort: who may do what, for which organisation.
///
/// Poort keeps persons, organisations, werkrelaties and the rights that administrators grant on them, and says it in signed tokens.
#[derive(Debug, Parser)]
#[command(name = "poort", version, max_term_width = 100, after_help = AFTER)]
pub struct Cli {
    /// The configuration file (TOML). `config/default.toml` in the sources documents every key.
    ///
    /// Every key can also be set in the environment: `POORT_` and the key in capitals, `__` between section and key. The environment wins over
    /// the file.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const AFTER: &str = "\
Examples:
  poort demo                                look around: everything is fictional
  poort demo --data mine.toml --port 0      test your own portal with your own personas
  poort --config poort.toml migrate         bring the database up to date
  poort --config poort.toml keys list       the keys that tokens are signed with
  poort --config poort.toml admin bootstrap --reason \"first installation\" < number.txt
  poort --config poort.toml admin client client.json --reason \"first installation\"
  poort --config poort.toml import organisations --enterprise enterprise.csv --denomination denomination.csv --code code.csv
  poort explain --demo poort-demo --person an --application vrijetijdsmonitor --organisation 0999001515 --at 2027-03-15
  POORT_LOG__LEVEL=debug poort --config poort.toml migrate
";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run Poort with fictional persons, organisations and applications, to look around and to test your own portal.
    ///
    /// Needs no configuration: the database, its key and `demo.json` (addresses, users with passwords, clients with secrets) are kept in a
    /// directory, and found again at the next start. Stops on SIGTERM or Ctrl-C.
    Demo(Demo),
    /// Answer requests: the REST API, its OpenAPI document and its documentation page.
    ///
    /// The database must be up to date (`migrate`) and must not be a demo's. Stops on SIGTERM or Ctrl-C, after what is under way.
    Serve,
    /// Print the OpenAPI document of the REST API. Needs no configuration.
    Openapi,
    /// Bring the schema of the database up to date.
    ///
    /// Applies every migration that is missing, all or none, and prints their names. Run it after each upgrade, before the new version serves;
    /// running it again does nothing. On PostgreSQL the user of the address must own the schema; who serves need not. Processes that
    /// migrate at the same time take turns.
    Migrate,
    /// The keys that tokens are signed with.
    ///
    /// They are generated at first use, one of each algorithm, and kept in the database, sealed with the master key.
    #[command(subcommand)]
    Keys(Keys),
    /// What no administrator can do yet.
    #[command(subcommand)]
    Admin(Admin),
    /// Bring in what a public register knows.
    #[command(subcommand)]
    Import(Import),
    /// Tell why a person does, or does not, hold the rights of an application at an organisation.
    ///
    /// Of each grant the chain that makes it hold, or every link that does not; without a grant, what would keep one from being made. It is
    /// what `GET /v1/access/explanation` answers. The exit status is 0 in both cases. Nothing is changed.
    Explain(Explain),
}

/// What to import.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Organisations, from the files of KBO Open Data (the register of enterprises).
    ///
    /// An enterprise that is not known is added; one that is gets its new name; one whose status is not AC is ceased, and left out when it is
    /// not known. Which classification and doelgroep a juridical form means stands in the configuration (`[import]`); what administrators
    /// change afterwards stays. The same files again change nothing.
    ///
    /// The files are read row by row, in the order of the numbers, as they are published. A row that is wrong is told with its file and line and
    /// which rule it breaks, and the others go on; the exit status is 1 then.
    Organisations(OrganisationFiles),
}

/// The files and how they are read.
#[derive(Debug, Args)]
pub struct OrganisationFiles {
    /// `enterprise.csv`: number, status, juridical form, first day.
    #[arg(long, value_name = "FILE")]
    pub enterprise: PathBuf,
    /// `denomination.csv`: the names. Of the official ones (type 001) the Dutch one is taken, else that of an unknown language, French, English,
    /// German.
    #[arg(long, value_name = "FILE")]
    pub denomination: PathBuf,
    /// `code.csv`: which juridical forms exist.
    #[arg(long, value_name = "FILE")]
    pub code: PathBuf,
    /// The doelgroep of all that are new, whatever the configuration says of their form.
    #[arg(long, value_name = "CODE", value_parser = Doelgroep::parse)]
    pub doelgroep: Option<Doelgroep>,
    /// Write what is wrong with rows to this file instead of to standard error.
    #[arg(long, value_name = "FILE")]
    pub errors: Option<PathBuf>,
    /// Why; it stands in the history.
    #[arg(long, value_name = "TEXT", default_value = "import of KBO Open Data")]
    pub reason: Reason,
}

/// How to run a demo.
#[derive(Debug, Args)]
pub struct Demo {
    /// The port to listen on; 0 takes a free one, which is printed and stands in `demo.json`.
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    pub port: u16,
    /// Where the demo keeps its data.
    #[arg(long, value_name = "DIRECTORY", default_value = "poort-demo")]
    pub data_dir: PathBuf,
    /// Throw away what an earlier demo kept in the directory, and begin anew.
    #[arg(long)]
    pub fresh: bool,
    /// Your own persons, organisations, rights and clients instead of those that are shipped (TOML).
    ///
    /// Begin with a copy of `crates/demo/data/demo.toml`. Every mistake in it is told at once, with its line. The file is read when the database
    /// is new; after a change of it, say --fresh.
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,
    /// The address to listen on.
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub address: IpAddr,
    /// Where browsers and applications find the demo, when something stands in between: `https://poort.localhost`, for a proxy that does TLS.
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Listen on an address that others can reach, although everybody knows the passwords.
    #[arg(long)]
    pub i_know_this_is_public: bool,
}

/// What to do for administrators.
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Make a person the first platform operator, who gives every other mandate.
    ///
    /// Reads the person's national number (rijksregisternummer or BIS number) from standard input, so that it stands in no list of processes and
    /// in no history of a shell. The person is looked up in the configured register and admitted, and gets the mandate, from today on; all or
    /// nothing. Both stand in the history with the reason. For who is platform operator already, nothing changes. Whoever has
    /// the configuration and the master key can do this at any time: guard both.
    Bootstrap {
        /// Why; it stands in the history.
        #[arg(long, value_name = "TEXT")]
        reason: Reason,
        /// The last day of the mandate, yyyy-MM-dd; left out: no end.
        #[arg(long, value_name = "DAY", value_parser = Day::parse)]
        until: Option<Day>,
        /// Gives him an account with this user name too, where he cannot sign in by a card or at another provider: prints a temporary password, which he
        /// changes at his first sign-in.
        #[arg(long, value_name = "NAME", value_parser = Username::parse)]
        username: Option<Username>,
    },
    /// Make a client, with which the first platform operator gets tokens for the API: there he makes all others.
    ///
    /// Reads the file that `POST /v1/clients` would be sent. It stands in the history with the reason. The secret of a client that gets one is printed, and
    /// never again.
    Client {
        /// The client, as JSON.
        file: PathBuf,
        /// Why; it stands in the history.
        #[arg(long, value_name = "TEXT")]
        reason: Reason,
    },
}

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Print every key: its name, algorithm, state and times.
    ///
    /// States: `announced` is published and does not sign yet; `signing` signs; `verifying` signs no more, what it signed is accepted; `gone`
    /// counts for nothing.
    List,
    /// Bring a new key into use. No running token breaks.
    ///
    /// The new key is published at once and signs five minutes later, when everybody who caches the public keys knows it. The key before it
    /// is accepted for as long as a token lives (`tokens.access_seconds`) and is gone then.
    Rotate {
        /// Which algorithm; left out: all.
        #[arg(long, value_name = "ES256|EdDSA|RS256")]
        algorithm: Option<Algorithm>,
        /// Why, for the history.
        #[arg(long, default_value = "Rotation")]
        reason: Reason,
    },
    /// Bring a key of your own into use, as `rotate` does.
    ///
    /// For who must sign with a key that others know already. It is sealed like all others: remove the file afterwards.
    Import {
        /// The private key: PKCS#8 in PEM (`BEGIN PRIVATE KEY`) or a JWK, not encrypted. P-256, Ed25519 or RSA of 2048 bits or more.
        file: PathBuf,
        /// Why, for the history.
        #[arg(long)]
        reason: Reason,
    },
    /// Take a key out at once: for one that somebody else may have.
    ///
    /// Poort refuses what it signed within half a minute, in every process; applications refuse it when they read the public keys again, five
    /// minutes later at most. Another key signs at once. Whoever has a token of it signs in again. `rotate` is the way without any of this.
    Revoke {
        /// Its name, as `list` shows it.
        kid: Kid,
        /// Why, for the history.
        #[arg(long)]
        reason: Reason,
    },
}

/// Runs a command line to its end. What went wrong stands on standard error; the exit status is 0 when all went well, 1 when it did not and 2 for
/// a command line that is not understood.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Nobody is left to tell when the terminal is gone.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match execute(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the output (`| head`) has read enough.
        Err(Error::Io(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "poort: {error}");
            ExitCode::FAILURE
        }
    }
}

fn execute(cli: &Cli) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(commands::execute(cli, &mut std::io::stdout()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_makes_sense() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_configuration_stands_before_or_behind_the_command() {
        for line in ["poort --config a.toml keys list", "poort keys list --config a.toml"] {
            let cli = Cli::try_parse_from(line.split(' ')).unwrap();
            assert_eq!(cli.config, Some("a.toml".into()));
        }
    }

    #[test]
    fn an_algorithm_that_is_none_is_refused() {
        assert!(Cli::try_parse_from(["poort", "keys", "rotate", "--algorithm", "EdDSA"]).is_ok());
        assert!(Cli::try_parse_from(["poort", "keys", "rotate", "--algorithm", "HS256"]).is_err());
    }
}
