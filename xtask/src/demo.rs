//! A demo of Poort that runs for as long as a stage needs it: own port, own data, gone afterwards.

use std::fs::File;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{Failure, process};

/// A debug build on a busy machine needs seconds, a broken one forever.
const PATIENCE: Duration = Duration::from_secs(60);

/// How much of the log a failure shows.
const LOG_LINES: usize = 40;

/// A running `poort demo`; dropping it ends the process and removes its data.
pub(crate) struct Demo {
    process: Child,
    directory: PathBuf,
}

impl Demo {
    /// Builds the binary, starts it with fresh data on a free port, and waits until it is healthy.
    ///
    /// # Errors
    /// When it does not build, or ends before it is ready (shows the end of its log).
    pub(crate) fn start(target: &Path) -> Result<Self, Failure> {
        process::run(process::cargo().args(["build", "--quiet", "--package", "poort"]))?;
        let directory = target.join(format!("xtask-demo-{}", std::process::id()));
        std::fs::create_dir_all(&directory)?;
        let log = File::create(directory.join("log"))?;
        let mut command = Command::new(target.join("debug/poort"));
        command.args(["demo", "--fresh", "--port", "0", "--data-dir"]).arg(directory.join("poort-demo"));
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let process = command.spawn().map_err(|error| format!("cannot start poort: {error}"))?;
        let mut demo = Self { process, directory };
        demo.wait_until_healthy()?;
        Ok(demo)
    }

    /// Where the demo writes its address, personas and clients.
    pub(crate) fn description(&self) -> PathBuf {
        self.directory.join("poort-demo/demo.json")
    }

    /// Where the demo was started.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// `http://127.0.0.1:<port>`.
    ///
    /// # Errors
    /// When `demo.json` is not there or has no issuer.
    pub(crate) fn address(&self) -> Result<String, Failure> {
        let description: Value = serde_json::from_str(&std::fs::read_to_string(self.description())?)?;
        let issuer = description.get("issuer").and_then(Value::as_str).ok_or("demo.json has no issuer")?;
        Ok(issuer.strip_suffix("/op").unwrap_or(issuer).to_owned())
    }

    /// Whether the demo lived through what was done to it.
    ///
    /// # Errors
    /// When the process ended or its log speaks of a panic; shows the end of the log.
    pub(crate) fn verify_unharmed(&mut self) -> Result<(), Failure> {
        if let Some(status) = self.process.try_wait()? {
            return Err(format!("poort ended ({status}):\n{}", self.log()).into());
        }
        let log = self.log();
        if log.contains("panicked at") { Err(format!("poort panicked:\n{log}").into()) } else { Ok(()) }
    }

    fn wait_until_healthy(&mut self) -> Result<(), Failure> {
        let begin = Instant::now();
        while !self.is_healthy() {
            self.verify_unharmed()?;
            if begin.elapsed() > PATIENCE {
                return Err(format!("poort is not healthy after {} s:\n{}", PATIENCE.as_secs(), self.log()).into());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn is_healthy(&self) -> bool {
        self.address().is_ok_and(|address| {
            let host = address.trim_start_matches("http://");
            answers(host).is_ok_and(|answer| answer.starts_with("HTTP/1.") && answer.contains(" 200 "))
        })
    }

    fn log(&self) -> String {
        let log = std::fs::read(self.directory.join("log")).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<_> = log.lines().collect();
        let panic = lines.iter().position(|line| line.contains("panicked at"));
        let from = panic.unwrap_or_else(|| lines.len().saturating_sub(LOG_LINES));
        lines.iter().skip(from).take(LOG_LINES).copied().collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // Both can only fail when there is nothing left to do.
        let _ = self.process.kill();
        let _ = self.process.wait();
        if let Err(error) = std::fs::remove_dir_all(&self.directory) {
            eprintln!("{}: {error}", self.directory.display());
        }
    }
}

/// The first bytes of the answer to `GET /health`.
fn answers(host: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(stream, "GET /health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
    let mut answer = [0; 64];
    let length = stream.read(&mut answer)?;
    Ok(String::from_utf8_lossy(answer.get(..length).unwrap_or_default()).into_owned())
}
