//! A private, throw-away PostgreSQL cluster: on the loopback address only, with a random password, gone when this program ends. For tests
//! it does not wait for the disk; for measuring it does.

mod binaries;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use crate::{Failure, process};

/// The environment variable in which tests find the cluster.
const URL_VARIABLE: &str = "POORT_TEST_POSTGRESQL_URL";

/// A free port can be taken by somebody else before the server binds it.
const ATTEMPTS: usize = 3;

/// `cargo xtask postgres -- <command>`: runs the command while a cluster is up.
///
/// # Errors
/// When no cluster can be had, or the command fails.
pub(crate) fn run(command: &[String]) -> Result<(), Failure> {
    let (program, arguments) = command.split_first().ok_or("a command is needed")?;
    let cluster = Cluster::start(Durability::None)?;
    process::run(cluster.environment(Command::new(program).args(arguments)))
}

/// Whether a commit waits for the disk.
#[derive(Clone, Copy)]
pub(crate) enum Durability {
    /// As on a real server.
    Full,
    /// Faster, for what need not survive a power cut.
    None,
}

/// A running cluster. Dropping it stops the server and removes its files; so does the death of this process, by
/// whatever cause, because the guardian (`guardian.sh`) then reads the end of its standard input.
pub(crate) struct Cluster {
    guardian: Child,
    url: String,
}

impl Cluster {
    /// Creates and starts a cluster; takes one to three seconds.
    ///
    /// # Errors
    /// When PostgreSQL is not there and cannot be installed (says what to do), or does not start (says why).
    pub(crate) fn start(durability: Durability) -> Result<Self, Failure> {
        let binaries = binaries::find_or_install()?;
        let begin = Instant::now();
        let cluster = Self::attempt(&binaries, durability, ATTEMPTS)?;
        let seconds = begin.elapsed().as_secs_f64();
        println!("    PostgreSQL from {}: private cluster up in {seconds:.1} s", binaries.display());
        Ok(cluster)
    }

    /// The command, told where the cluster is.
    pub(crate) fn environment<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env(URL_VARIABLE, &self.url)
    }

    fn attempt(binaries: &Path, durability: Durability, attempts: usize) -> Result<Self, Failure> {
        match Self::start_once(binaries, durability) {
            Err(_) if attempts > 1 => Self::attempt(binaries, durability, attempts - 1),
            outcome => outcome,
        }
    }

    fn start_once(binaries: &Path, durability: Durability) -> Result<Self, Failure> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let password = random_password()?;
        let mut guardian = guardian(binaries, port, durability).spawn()?;
        let stdin = guardian.stdin.as_mut().ok_or("the guardian of the cluster has no input")?;
        writeln!(stdin, "{password}")?;
        let stdout = guardian.stdout.take().ok_or("the guardian of the cluster has no output")?;
        let mut answer = BufReader::new(stdout);
        let mut line = String::new();
        answer.read_line(&mut line)?;
        if line.trim_end() == "ready" {
            let url = format!("postgres://poort:{password}@127.0.0.1:{port}/postgres");
            return Ok(Self { guardian, url });
        }
        answer.read_to_string(&mut line)?;
        guardian.wait()?;
        Err(format!("PostgreSQL does not start:\n{line}").into())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        if let Err(error) = self.guardian.wait() {
            eprintln!("the guardian of the PostgreSQL cluster: {error}");
        }
    }
}

fn guardian(binaries: &Path, port: u16, durability: Durability) -> Command {
    let mut command = unprivileged("sh");
    command.args(["-c", include_str!("guardian.sh"), "guardian"]).arg(binaries).arg(port.to_string());
    command.arg(match durability {
        Durability::Full => "on",
        Durability::None => "off",
    });
    command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped());
    // Ctrl-C in the terminal is for this program; the guardian then cleans up in its own time.
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

/// PostgreSQL refuses to run as root: then another user of the machine takes its place.
fn unprivileged(program: &str) -> Command {
    if !process::is_root() {
        return Command::new(program);
    }
    let user = if user_exists("postgres") { "postgres" } else { "nobody" };
    if process::find("runuser").is_some() {
        let mut command = Command::new("runuser");
        command.args(["-u", user, "--", program]);
        return command;
    }
    let mut command = Command::new("setpriv");
    command.arg(format!("--reuid={user}")).args(["--clear-groups", "--", program]);
    command
}

fn user_exists(name: &str) -> bool {
    Command::new("id").arg(name).output().is_ok_and(|output| output.status.success())
}

fn random_password() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    std::fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
