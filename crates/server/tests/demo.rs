//! `poort demo` as somebody meets it who tries Poort.

#![cfg(test)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

const DATA: &str = r#"
[[organisation]]
key = "gemeente"
kbo = "0999001515"
name = "Gemeente Zandmeer"
doelgroepen = ["LB"]
classification = "gemeente"

[[person]]
key = "an"
insz = "85073100229"
given = "An"
family = "Peerdeman"

[[mandate]]
person = "an"
kind = "hoofdLokaleBeheerder"
organisation = "gemeente"
reason = "algemeen directeur"

[[account]]
person = "an"
username = "an"
password = "geheim"

[[client]]
client_id = "machine"
name = "Machine"
kind = "confidential"
secret = "eigen-geheim"
organisation = "gemeente"
grant_types = ["client_credentials"]
scopes = ["poort.persons.read"]
api_example = true
"#;

/// An application with a right that is open in spring, and who holds it.
const WINDOW: &str = r#"
[[application]]
code = "monitor"
name = "Monitor"
owner = "gemeente"
doelgroepen = ["LB"]
claim = "monitor"
scope = "monitor"

[[right]]
application = "monitor"
code = "Invoerder"
name = "Invoerder"
technical_name = "Invoerder"
windows = [{ yearly_from = "03-15", yearly_until = "04-30" }]

[[werkrelatie]]
key = "an-gemeente"
person = "an"
organisation = "gemeente"
doelgroep = "LB"
category = "vasteMedewerker"
begin = "2026-01-01"
email = "an@zandmeer.example"

[[toekenning]]
werkrelatie = "an-gemeente"
right = "Invoerder"
reason = "vult de cijfers in"
"#;

/// A directory of one test, removed in the end.
struct Site(PathBuf);

impl Site {
    fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("poort_demo_{}_{test}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join("mine.toml"), DATA).unwrap();
        Self(path)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_poort"));
        command.args(arguments).current_dir(&self.0).env_clear();
        command
    }

    /// A start that must fail; what it complains of.
    fn refused(&self, arguments: &[&str]) -> String {
        let Output { status, stderr, .. } = self.command(arguments).output().unwrap();
        let complaint = String::from_utf8(stderr).unwrap();
        assert_eq!(status.code(), Some(1), "{complaint}");
        assert!(!complaint.contains("panicked"), "{complaint}");
        complaint
    }

    fn start(&self, more: &[&str]) -> Running {
        let mut command = self.command(&["demo", "--port", "0"]);
        let mut child = command.args(more).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut welcome = String::new();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        while !welcome.contains("main-job.sh") {
            if lines.read_line(&mut welcome).unwrap() == 0 {
                let mut complaint = String::new();
                child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
                panic!("it ended: {complaint}");
            }
        }
        Running { child, welcome }
    }

    fn described(&self) -> serde_json::Value {
        serde_json::from_str(&std::fs::read_to_string(self.0.join("poort-demo/demo.json")).unwrap()).unwrap()
    }

    fn mode(&self, name: &str) -> u32 {
        std::fs::metadata(self.0.join("poort-demo").join(name)).unwrap().permissions().mode() & 0o777
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

struct Running {
    child: Child,
    welcome: String,
}

impl Running {
    /// Tells it to stop and waits until it has.
    fn stop(mut self, signal: &str) {
        let told = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        assert!(self.child.wait().unwrap().success(), "it stops without a complaint");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_describes_itself_answers_stops_and_keeps_its_data() {
    let site = Site::new("whole");
    let running = site.start(&["--data", "mine.toml"]);
    let first = site.described();
    let address = first["issuer"].as_str().unwrap().strip_suffix("/op").unwrap().to_owned();
    assert!(running.welcome.contains(&format!("{address}/docs")), "{}", running.welcome);
    assert!(running.welcome.contains("  hoofd lokale beheerder\n    an  Gemeente Zandmeer\n"), "{}", running.welcome);
    assert_eq!(first["api"], format!("{address}/v1"));
    assert_eq!((&first["personas"][0]["username"], &first["personas"][0]["password"]), (&"an".into(), &"geheim".into()));
    assert_eq!(
        (&first["clients"][0]["clientSecret"], &first["clients"][0]["apiExample"]),
        (&"eigen-geheim".into(), &true.into())
    );
    assert_eq!((site.mode("demo.json"), site.mode("demo.key"), site.mode(".")), (0o600, 0o600, 0o700));

    let mut stream = TcpStream::connect(address.trim_start_matches("http://")).unwrap();
    write!(stream, "GET /health HTTP/1.1\r\nHost: poort\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    running.stop("-TERM");

    let again = site.start(&[]);
    assert_eq!(site.described()["personas"], first["personas"], "without --data it goes on with what it has");
    again.stop("-INT");
    site.start(&["--data", "mine.toml"]).stop("-TERM");
}

#[test]
fn other_data_needs_a_fresh_start() {
    let site = Site::new("changed");
    site.start(&["--data", "mine.toml"]).stop("-TERM");
    std::fs::write(site.0.join("mine.toml"), DATA.replace("geheim", "anders")).unwrap();
    let complaint = site.refused(&["demo", "--port", "0", "--data", "mine.toml"]);
    assert!(complaint.contains("was filled with other data. Say --fresh"), "{complaint}");
    site.start(&["--data", "mine.toml", "--fresh"]).stop("-TERM");
    assert_eq!(site.described()["personas"][0]["password"], "anders");
}

#[test]
fn a_directory_has_one_demo_and_a_port_one_process() {
    let site = Site::new("taken");
    let running = site.start(&["--data", "mine.toml"]);
    let complaint = site.refused(&["demo", "--port", "0", "--fresh"]);
    assert!(complaint.contains("another demo runs in poort-demo"), "{complaint}");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let complaint = site.refused(&["demo", "--port", &port, "--data-dir", "other"]);
    assert!(complaint.starts_with(&format!("poort: cannot listen on 127.0.0.1:{port}: ")), "{complaint}");
    assert!(!site.0.join("other").exists(), "nothing was made");
    running.stop("-TERM");
}

#[test]
fn known_passwords_stay_on_loopback() {
    let site = Site::new("public");
    let complaint = site.refused(&["demo", "--port", "0", "--address", "0.0.0.0"]);
    assert!(complaint.contains("--i-know-this-is-public"), "{complaint}");
    assert!(!site.0.join("poort-demo").exists());
    site.start(&["--data", "mine.toml", "--address", "0.0.0.0", "--i-know-this-is-public"]).stop("-TERM");
}

#[test]
fn behind_a_proxy_it_has_the_address_of_the_proxy() {
    let site = Site::new("proxy");
    let public = ["--data", "mine.toml", "--public-url", "https://poort.localhost"];
    let running = site.start(&public);
    assert_eq!(site.described()["issuer"], "https://poort.localhost/op");
    running.stop("-TERM");
    let complaint = site.refused(&["demo", "--port", "0", "--public-url", "poort.localhost"]);
    assert!(complaint.contains("public_url"), "{complaint}");
}

#[test]
fn serve_refuses_a_demo_and_a_demo_refuses_what_serve_made() {
    let site = Site::new("serve");
    site.start(&["--data", "mine.toml"]).stop("-TERM");
    let configuration = "public_url = 'http://localhost:8080'\nmaster_key_file = 'poort-demo/demo.key'\nlisten = '127.0.0.1:0'\n\
                         database.url = 'sqlite:poort-demo/demo.db'\nregister.file = 'persons.toml'\n";
    std::fs::write(site.0.join("poort.toml"), configuration).unwrap();
    std::fs::write(site.0.join("persons.toml"), "").unwrap();
    let complaint = site.refused(&["--config", "poort.toml", "serve"]);
    assert!(complaint.contains("this database was made by `poort demo`"), "{complaint}");

    std::fs::remove_file(site.0.join("poort-demo/demo.db")).unwrap();
    assert!(site.command(&["--config", "poort.toml", "migrate"]).stdout(Stdio::null()).status().unwrap().success());
    assert!(site.command(&["--config", "poort.toml", "keys", "list"]).stdout(Stdio::null()).status().unwrap().success());
    for arguments in [&["demo", "--port", "0"][..], &["demo", "--port", "0", "--fresh"]] {
        let complaint = site.refused(arguments);
        assert!(complaint.contains("was not made by `poort demo`"), "{complaint}");
    }
}

#[test]
fn mistakes_are_told_before_anything_is_touched() {
    let site = Site::new("mistakes");
    std::fs::write(site.0.join("mine.toml"), DATA.replace("0999001515", "0999001516").replace("kind = \"conf", "kin = \"conf"))
        .unwrap();
    let complaint = site.refused(&["demo", "--port", "0", "--data", "mine.toml"]);
    for expected in ["mistake(s), nothing was changed:\n", "line 4: organisation.kbo", "client.kin"] {
        assert!(complaint.contains(expected), "{complaint}");
    }
    assert!(!site.0.join("poort-demo").exists());
    assert!(site.refused(&["demo", "--data", "nowhere.toml"]).starts_with("poort: nowhere.toml: "));
    std::fs::write(site.0.join("file"), "").unwrap();
    assert!(site.refused(&["demo", "--port", "0", "--data-dir", "file"]).starts_with("poort: file: "));
}

#[test]
fn what_the_rules_refuse_is_told_by_line_and_nothing_of_it_is_kept() {
    let site = Site::new("refused");
    let twice = "[[werkrelatie]]\nkey = \"a\"\nperson = \"an\"\norganisation = \"gemeente\"\ndoelgroep = \"OV\"\ncategory = \"vasteMedewerker\"\n";
    std::fs::write(site.0.join("mine.toml"), format!("{twice}{DATA}{}", twice.replace("\"a\"", "\"b\""))).unwrap();
    let complaint = site.refused(&["demo", "--port", "0", "--data", "mine.toml"]);
    for expected in ["nothing of it was kept:\n", "line 1: werkrelatie a: ", ": werkrelatie b: "] {
        assert!(complaint.contains(expected), "{complaint}");
    }
    std::fs::write(site.0.join("mine.toml"), DATA).unwrap();
    site.start(&["--data", "mine.toml"]).stop("-TERM");
}

#[test]
fn why_somebody_lacks_a_right_is_explained_beside_a_running_demo() {
    let site = Site::new("explain");
    std::fs::write(site.0.join("mine.toml"), format!("{DATA}{WINDOW}")).unwrap();
    let running = site.start(&["--data", "mine.toml"]);
    let an = site.described()["personas"][0]["voId"].as_str().unwrap().to_owned();
    let asked = |person: &str, at: &str, number: &str| {
        let place = ["--application", "monitor", "--organisation", "0999.001.515", "--at", at];
        let mut command = site.command(&["explain", "--demo", "poort-demo", "--person", person]);
        command.args(place).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let _ = writeln!(child.stdin.take().unwrap(), "{number}");
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (status, closed, complaint) = asked("an", "2027-03-14", "");
    assert_eq!((status, complaint.as_str()), (Some(0), ""));
    assert!(
        closed.starts_with("monitor, 2027-03-13T23:00:00Z: not held\n") && closed.contains("it opens on 2027-03-15"),
        "{closed}"
    );
    let (_, open, _) = asked(&an, "2027-03-15", "");
    assert!(open.contains(": held\n") && open.contains(&format!("person                   {an}")), "{open}");
    assert_eq!(asked("-", "2027-03-15", "85.07.31-002.29").1, open, "the number says the same person");
    for (person, number, why) in [
        ("85073100229", "", "A national number is read from standard input"),
        ("-", "85073100130", "there is no such person"),
        ("els", "", "there is no such person"),
    ] {
        let (status, _, complaint) = asked(person, "2027-03-15", number);
        assert!(status == Some(1) && complaint.contains(why), "{complaint}");
        assert!(!complaint.contains("850731"), "{complaint}");
    }
    running.stop("-TERM");
}
