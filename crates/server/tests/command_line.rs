//! The binary as an operator meets it.

#![cfg(test)]

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A directory with a configuration, removed in the end.
struct Site(PathBuf);

impl Site {
    fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("poort_cli_{}_{test}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join("key"), "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=").unwrap();
        let text = "public_url = 'http://localhost:8080'\nmaster_key_file = 'key'\n\
                    database.url = 'sqlite:poort.db'\nregister.file = 'persons.toml'\n";
        std::fs::write(path.join("poort.toml"), text).unwrap();
        Self(path)
    }

    fn poort(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// With a line on standard input.
    fn told(&self, arguments: &[&str], line: &str) -> Output {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A command that refuses before it reads closes the pipe.
        let _ = writeln!(child.stdin.take().unwrap(), "{line}");
        child.wait_with_output().unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_poort"));
        command.args(["--config", "poort.toml"]).args(arguments).current_dir(&self.0).env_clear();
        command
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn complained(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_database_is_migrated_once() {
    let site = Site::new("migrate");
    let first = site.poort(&["migrate"]);
    assert!(first.status.success(), "{}", complained(&first));
    assert!(said(&first).starts_with("applied 2026"), "{}", said(&first));
    assert_eq!(said(&site.poort(&["migrate"])), "nothing to do: the database is up to date\n");
}

#[test]
fn keys_are_made_listed_and_rotated() {
    let site = Site::new("keys");
    let refused = site.poort(&["keys", "list"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(complained(&refused).contains("run `poort migrate`"), "{}", complained(&refused));
    assert!(site.poort(&["migrate"]).status.success());
    let list = site.poort(&["keys", "list"]);
    assert_eq!(said(&list).matches("  signing  ").count(), 3, "{}{}", said(&list), complained(&list));
    let rotated = said(&site.poort(&["keys", "rotate", "--algorithm", "RS256"]));
    assert_eq!((rotated.matches("  signing  ").count(), rotated.matches("  announced  ").count()), (3, 1), "{rotated}");
}

#[test]
fn a_key_of_ones_own_is_brought_into_use_and_taken_out() {
    let site = Site::new("own_key");
    assert!(site.poort(&["migrate"]).status.success());
    // Made for this test: `openssl genpkey -algorithm ed25519`.
    let pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIFgdXgNhkI/sHMYkWbQ0Tkoc3mq+lFCuct8YJ89wjUaH\n-----END PRIVATE KEY-----\n";
    std::fs::write(site.0.join("own.pem"), pem).unwrap();
    let own = "0bU8NdkJpQBRYdgO0te7ZnHL4P8BVFdkgMQPuoD_PV8";
    let import = || site.poort(&["keys", "import", "own.pem", "--reason", "The key that applications know"]);
    let listed = said(&import());
    assert!(listed.lines().any(|line| line.starts_with(own) && line.contains("  announced  ")), "{listed}");
    assert!(complained(&import()).contains("exists already"));
    let revoked = said(&site.poort(&["keys", "revoke", own, "--reason", "It was on a laptop that was stolen"]));
    assert!(revoked.lines().any(|line| line.starts_with(own) && line.contains("  gone  ")), "{revoked}");
    assert_eq!(revoked.matches("  signing  ").count(), 3, "{revoked}");
    assert_eq!(site.poort(&["keys", "revoke", own, "--reason", "Again"]).status.code(), Some(1));
    // RFC 8037 appendix A.1.
    let jwk = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    std::fs::write(site.0.join("own.pem"), jwk).unwrap();
    assert!(said(&import()).contains("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"));
    std::fs::write(site.0.join("own.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----").unwrap();
    assert!(complained(&import()).contains("not a private key"));
}

#[test]
fn another_master_key_is_refused() {
    let site = Site::new("master_key");
    assert!(site.poort(&["migrate"]).status.success());
    assert!(site.poort(&["keys", "list"]).status.success());
    std::fs::write(site.0.join("key"), "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=").unwrap();
    let refused = site.poort(&["keys", "list"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(complained(&refused).contains("the master key is not the one"), "{}", complained(&refused));
}

#[test]
fn mistakes_end_the_command_and_are_told() {
    let site = Site::new("mistakes");
    std::fs::write(site.0.join("poort.toml"), "listen = 'here'\n").unwrap();
    let refused = site.poort(&["migrate"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(complained(&refused).starts_with("poort: the configuration has 5 mistake(s):\n  public_url: expected"));
    assert_eq!(site.poort(&["frobnicate"]).status.code(), Some(2));
}

#[test]
fn the_first_platform_operator_is_made_once_by_number() {
    let site = Site::new("bootstrap");
    let persons = "[[person]]\ninsz = '85073100130'\ngiven = 'Jan'\nfamily = 'Janssens'\n";
    std::fs::write(site.0.join("persons.toml"), persons).unwrap();
    assert!(site.poort(&["migrate"]).status.success());
    let bootstrap = ["admin", "bootstrap", "--reason", "first installation"];
    let first = site.told(&bootstrap, "85.07.31-001.30");
    assert!(said(&first).ends_with("is platform operator now\n"), "{}{}", said(&first), complained(&first));
    let again = site.told(&bootstrap, "85073100130");
    assert!(said(&again).ends_with("is platform operator already; nothing was changed\n"), "{}", complained(&again));
    assert_eq!(said(&first).split(' ').nth(5), said(&again).split(' ').nth(5), "the same person");
}

#[test]
fn the_first_platform_operator_gets_an_account_where_it_is_asked() {
    let site = Site::new("operator_account");
    std::fs::write(site.0.join("persons.toml"), "[[person]]\ninsz = '85073100130'\ngiven = 'Jan'\nfamily = 'Janssens'\n")
        .unwrap();
    assert!(site.poort(&["migrate"]).status.success());
    let bootstrap = |more: &[&str]| {
        let told = site.told(&[&["admin", "bootstrap", "--reason", "first installation"], more].concat(), "85073100130");
        assert!(told.status.success(), "{}", complained(&told));
        said(&told)
    };
    assert!(!bootstrap(&[]).contains("password"));
    let given = bootstrap(&["--username", "jan"]);
    assert!(given.contains("is platform operator already\ntemporary password: "), "{given}");
    assert!(bootstrap(&["--username", "jan"]).ends_with("nothing was changed\n"), "he has one");
}

#[test]
fn the_first_client_is_made_from_what_the_api_would_be_sent() {
    let site = Site::new("client");
    assert!(site.poort(&["migrate"]).status.success());
    let make = |text: &str| {
        std::fs::write(site.0.join("client.json"), text).unwrap();
        site.poort(&["admin", "client", "client.json", "--reason", "first installation"])
    };
    let beheer = r#"{ "clientId": "beheer", "name": "Beheer", "kind": "KIND", "redirectUris": ["http://127.0.0.1:3000/callback"],
        "grantTypes": ["authorization_code"], "scopes": ["openid", "vo", "poort.applications.write"] }"#;
    let public = beheer.replace("KIND", "public");
    assert_eq!(said(&make(&public)), "client `beheer` is made\n");
    assert!(complained(&make(&public)).contains("exists"), "{}", complained(&make(&public)));
    let told = said(&make(&beheer.replace("KIND", "confidential").replace("\"beheer\"", "\"scripts\"")));
    assert!(told.starts_with("client `scripts` is made\nsecret: "), "{told}");
    for (wrong, why) in [("{", "EOF"), (beheer, "kind"), (&public.replace("\"vo\"", "\"VO?\""), "scopes[1]")] {
        let refused = make(wrong);
        assert_eq!(refused.status.code(), Some(1));
        assert!(complained(&refused).contains("client.json: ") && complained(&refused).contains(why), "{}", complained(&refused));
    }
}

#[test]
fn a_number_that_nobody_has_or_that_is_none_is_refused_without_showing_it() {
    let site = Site::new("bootstrap_refused");
    std::fs::write(site.0.join("persons.toml"), "").unwrap();
    assert!(site.poort(&["migrate"]).status.success());
    let bootstrap = ["admin", "bootstrap", "--reason", "first installation"];
    for (number, why) in [("85073100130", "the person register does not know"), ("85073100131", "the number on standard input")] {
        let refused = site.told(&bootstrap, number);
        assert_eq!(refused.status.code(), Some(1));
        let complaint = complained(&refused);
        assert!(complaint.contains(why) && !complaint.contains(number), "{complaint}");
    }
    assert_eq!(site.told(&["admin", "bootstrap"], "85073100130").status.code(), Some(2), "a reason is mandatory");
}
