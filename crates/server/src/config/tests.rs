use std::path::PathBuf;

use super::*;

mod upstream;

const KEY: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

/// A directory with the files of one test, removed in the end.
struct Files(PathBuf);

impl Files {
    fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("poort_config_{}_{test}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The least that a configuration has.
    fn least(&self) -> String {
        let key = self.write("key", KEY);
        format!(
            "public_url = 'https://poort.example'\nmaster_key_file = '{key}'\n\
             database.url = 'sqlite:a.db'\nregister.file = 'persons.toml'\n"
        )
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn variables(list: &[(&str, &str)]) -> Environment {
    Environment::of(list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

fn keys(mistakes: &Mistakes) -> Vec<&str> {
    mistakes.all().iter().map(|one| one.key.as_str()).collect()
}

#[test]
fn the_documented_defaults_are_those_of_the_code() {
    let files = Files::new("defaults");
    let config = Config::parse(&files.least(), &variables(&[])).unwrap();
    assert_eq!(config.policies.catalogue, organisations::Catalogue::default());
    assert_eq!(config.policies.werkrelaties, werkrelaties::Policy::default());
    assert_eq!(config.policies.mandates, mandates::Policy::default());
    let store = StoreConfig::new(config.database.url.clone());
    assert_eq!(format!("{:?}", config.database), format!("{store:?}"));
    assert_eq!(config.issuer.as_str(), "https://poort.example/op");
    assert_eq!((config.tokens.access, config.log.format), (Seconds(3600), LogFormat::Json));
    assert_eq!(config.http.limits, ::http::Limits::default());
    assert_eq!(config.metrics, Some("127.0.0.1:9464".parse().unwrap()));
    assert!(config.mail.is_none() && config.upstream.is_empty());
    assert_eq!(config.openings, ::http::OpeningLimits::default());
    let http = HttpSettings::new("https://a");
    let text = files.least().replace("register.file = 'persons.toml'", "register.url = 'https://a'");
    let Register::Http(settings) = Config::parse(&text, &variables(&[])).unwrap().register else { panic!() };
    assert_eq!(format!("{settings:?}"), format!("{http:?}"));
}

#[test]
fn requests_go_to_public_hosts_and_to_origins_that_are_named() {
    let files = Files::new("outgoing");
    let parse = |line: &str| Config::parse(&format!("{}{line}\n", files.least()), &variables(&[])).map(|config| config.outgoing);
    assert_eq!(parse("").unwrap().allow, []);
    let named = parse("outgoing.allow = ['https://idp.intern.example', 'http://127.0.0.1:*']").unwrap();
    assert_eq!(named.allow.len(), 2);
    for wrong in ["['idp']", "'https://a'", "[1]", "['https://a/x']"] {
        assert_eq!(keys(&parse(&format!("outgoing.allow = {wrong}")).unwrap_err()), ["outgoing.allow"], "{wrong}");
    }
}

#[test]
fn metrics_can_be_elsewhere_or_nowhere() {
    let files = Files::new("metrics");
    let listen = |text: &str| {
        let set = [("POORT_METRICS__LISTEN", text), ("POORT_HTTP__IN_FLIGHT", "7")];
        Config::parse(&files.least(), &variables(&set)).map(|config| (config.metrics, config.http.limits.in_flight))
    };
    assert_eq!(listen("off").unwrap(), (None, 7));
    assert_eq!(listen("[::1]:9").unwrap().0, Some("[::1]:9".parse().unwrap()));
    assert_eq!(keys(&listen("here").unwrap_err()), ["metrics.listen"]);
}

#[test]
fn what_must_be_given_is_named_at_once() {
    let mistakes = Config::parse("", &variables(&[])).unwrap_err();
    assert_eq!(keys(&mistakes), ["public_url", "master_key_file", "database.url", "register.url"]);
}

#[test]
fn every_mistake_is_named_at_once_with_what_was_expected() {
    let files = Files::new("mistakes");
    let key = files.write("key", "c2hvcnQ=");
    let text = format!(
        "public_url = 'http://poort.example'\nlisten = 'here'\nmaster_key_file = '{key}'\nlissten = 1\n\
         [database]\nurl = 'mysql:hunter2'\ngroup = 0\nread_queue = 'many'\npool = 3\n\
         [register]\nurl = 'https://a'\nfile = 'b'\nretries = -1\n\
         [policies.mandates]\nself_grants = true\n[policies.werkrelaties]\nduration_months = 'ten'\n\
         [tokens]\naccess_seconds = 1.5\n[log]\nformat = 'xml'\nlevel = 'loud'\n"
    );
    let mistakes = Config::parse(&text, &variables(&[])).unwrap_err();
    let expected = [
        "public_url",
        "listen",
        "master_key_file",
        "database.url",
        "database.read_queue",
        "database.group",
        "database.pool",
        "register.retries",
        "register.url",
        "policies.werkrelaties.duration_months",
        "policies.mandates.self_grants",
        "tokens.access_seconds",
        "log.format",
        "log.level",
        "lissten",
    ];
    assert_eq!(keys(&mistakes), expected, "{mistakes}");
    let shown = mistakes.to_string();
    assert!(shown.contains("database.group: expected a whole number from 1 to 10000; found 0"), "{shown}");
    assert!(shown.contains("database.pool: expected one of `url`, `url_file`, `readers`"), "{shown}");
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn several_wrong_limits_of_the_database_are_named_together() {
    let files = Files::new("limits");
    let text = format!(
        "{}[database]\nconnect_seconds = 0\nlock_seconds = 0\n",
        files.least().replace("database.url = 'sqlite:a.db'\n", "")
    );
    let mistakes = Config::parse(&text, &variables(&[("POORT_DATABASE__URL", "sqlite:b.db")])).unwrap_err();
    assert_eq!(keys(&mistakes), ["database.connect_seconds", "database.lock_seconds"]);
}

#[test]
fn the_environment_wins_and_has_the_types_of_the_defaults() {
    let files = Files::new("environment");
    let set = [
        ("POORT_LISTEN", "[::1]:99"),
        ("POORT_DATABASE__GROUP", "7"),
        ("POORT_DATABASE__READERS", "3"),
        ("POORT_DATABASE__URL", "postgresql://u:hunter2@h/1"),
        ("POORT_POLICIES__MANDATES__SELF_GRANT", "true"),
        ("POORT_TEST_POSTGRESQL_URL", "is for tests"),
        ("OTHER", "is not ours"),
    ];
    let config = Config::parse(&files.least(), &variables(&set)).unwrap();
    assert_eq!(config.listen, "[::1]:99".parse().unwrap());
    assert_eq!((config.database.group, config.database.readers), (7, 3));
    assert_eq!(config.database.url.backend(), storage::Backend::Postgresql);
    assert!(config.policies.mandates.self_grant);
    assert!(!format!("{config:?}").contains("hunter2"));
}

#[test]
fn an_unknown_variable_is_refused() {
    let files = Files::new("unknown");
    let set = [("POORT_LISTN", "x"), ("POORT_LOG__LEVL", "info"), ("POORT_LISTEN__PORT", "1")];
    let mistakes = Config::parse(&files.least(), &variables(&set)).unwrap_err();
    assert_eq!(keys(&mistakes), ["POORT_LISTEN__PORT", "log.levl", "listn"]);
}

#[test]
fn a_database_address_with_a_password_comes_from_a_file() {
    let files = Files::new("url_file");
    let path = files.write("url", "postgresql://u:hunter2@h/poort\n");
    let text = files.least().replace("database.url = 'sqlite:a.db'", &format!("database.url_file = '{path}'"));
    let config = Config::parse(&text, &variables(&[])).unwrap();
    assert_eq!(config.database.url.backend(), storage::Backend::Postgresql);
    let both = Config::parse(&text, &variables(&[("POORT_DATABASE__URL", "sqlite:a.db")])).unwrap_err();
    assert_eq!(keys(&both), ["database.url"]);
}

#[test]
fn an_own_list_of_doelgroepen_replaces_the_default() {
    let files = Files::new("lists");
    let text = format!("{}[policies.werkrelaties.doelgroepen.ZORG]\nname = 'Zorg'\n", files.least());
    let config = Config::parse(&text, &variables(&[])).unwrap();
    assert_eq!(config.policies.werkrelaties.doelgroepen.len(), 1);
    assert_eq!(config.policies.werkrelaties.duration_months, 120);
}

#[test]
fn a_file_that_is_no_toml_is_refused_by_line_without_its_text() {
    let mistakes = Config::parse("listen = 'a'\n[database]\nurl = hunter2\n", &variables(&[])).unwrap_err();
    assert_eq!(keys(&mistakes), ["line 3"]);
    assert!(!mistakes.to_string().contains("hunter2"), "{mistakes}");
}

#[test]
fn a_configuration_that_is_not_there_is_named() {
    let files = Files::new("missing");
    let path = files.0.join("none.toml");
    let mistakes = Config::load(Some(&path), &variables(&[])).unwrap_err();
    assert_eq!(keys(&mistakes)[0], "--config");
}

#[test]
fn the_example_for_production_lacks_only_its_secrets() {
    let example = include_str!("../../../../config/production.example.toml");
    let mistakes = Config::parse(example, &variables(&[])).unwrap_err();
    assert_eq!(keys(&mistakes), ["master_key_file", "database.url_file", "register.token_file"]);
}

#[test]
fn proxies_are_addresses_and_networks_and_each_mistake_is_told() {
    let files = Files::new("proxies");
    let parse = |value: &str| {
        let text = format!("trusted_proxies = {value}\n{}", files.least());
        Config::parse(&text, &variables(&[])).map(|config| config.trusted_proxies)
    };
    let networks = ["10.0.0.0/8", "::1"].map(|text| text.parse().unwrap());
    assert_eq!(parse("['10.0.0.0/8', '::1']").unwrap(), Proxies::new(networks.into()));
    assert_eq!(parse("[]").unwrap(), Proxies::default());
    let wrong = parse("['10.0.0.1/8', '::1', 'proxy', '0.0.0.0/0', 1]").unwrap_err();
    assert_eq!(keys(&wrong), ["trusted_proxies[0]", "trusted_proxies[2]", "trusted_proxies[3]", "trusted_proxies[4]"], "{wrong}");
    assert_eq!(keys(&parse("1").unwrap_err()), ["trusted_proxies"]);
}

#[test]
fn certificates_come_in_fields_of_their_own_from_a_proxy() {
    let files = Files::new("certificates");
    let parse = |proxies: &str, lines: &str| {
        let text = format!("trusted_proxies = [{proxies}]\n{}[client_certificates]\n{lines}", files.least());
        Config::parse(&text, &variables(&[])).map(|config| config.client_certificates)
    };
    assert_eq!(parse("", "").unwrap(), Certificates::default());
    let header = |name: &str| Some(name.parse().unwrap());
    let both = "header = 'Client-Cert'\nself_signed_header = 'x-other'\naddress = 'https://mtls.example/'\n";
    let expected = Certificates::new(header("client-cert"), header("X-Other"), Some("https://mtls.example".to_owned()));
    assert_eq!(parse("'::1'", both).unwrap(), expected);
    assert_eq!(keys(&parse("", both).unwrap_err()), ["trusted_proxies"]);
    for (lines, expected) in [
        ("header = 'Cookie'\naddress = 'mtls'\n", &["client_certificates.header", "client_certificates.address"][..]),
        ("header = 'a'\nself_signed_header = 'A'\n", &["client_certificates.self_signed_header"]),
        ("address = 'https://mtls.example'\n", &["client_certificates.address"]),
        ("headers = 'a'\n", &["client_certificates.headers"]),
    ] {
        assert_eq!(keys(&parse("'::1'", lines).unwrap_err()), expected, "{lines}");
    }
}

#[test]
fn mail_is_sent_by_a_server_or_put_in_a_directory_and_every_mistake_is_told() {
    let files = Files::new("mail");
    let (least, secret) = (files.least(), files.write("secret", "s3cret\n"));
    let read = |mail: &str| Config::parse(&format!("{least}[mail]\n{mail}"), &variables(&[]));
    let whole =
        format!("from = 'Poort <poort@poort.example>'\nsmtp = 'smtp://mail.example'\nuser = 'u'\npassword_file = '{secret}'\n");
    let settings = read(&whole).unwrap().mail.unwrap();
    let ::mail::Way::Smtp(server, Some((user, password))) = settings.way else { panic!("{settings:?}") };
    assert_eq!((server.security, user.as_str(), password.expose()), (::mail::Security::StartTls, "u", "s3cret"));
    let directory = format!("from = 'poort@poort.example'\ndirectory = '{}'", files.0.display());
    assert!(matches!(read(&directory).unwrap().mail.unwrap().way, ::mail::Way::Directory(_)));
    for (mail, wrong) in [
        ("from = 'poort@poort.example'", vec!["mail.smtp"]),
        ("smtp = 'smtp://mail.example'", vec!["mail.from"]),
        ("smtp = 'https://u:geheim@mail.example'\nfrom = 'x'\nuser = 'u'", vec!["mail.from", "mail.password_file", "mail.smtp"]),
        ("smtp = 'smtps://a'\ndirectory = '/tmp'\nfrom = 'a@b.be'\nport = 25", vec!["mail.port", "mail.smtp"]),
        ("directory = '/nowhere/at/all'\nfrom = 'a@b.be'", vec!["mail.directory"]),
    ] {
        let mistakes = read(mail).unwrap_err();
        let mut found = keys(&mistakes);
        found.sort_unstable();
        assert_eq!(found, wrong, "{mistakes}");
        assert!(!mistakes.to_string().contains("geheim"));
    }
}

#[test]
fn cards_are_of_authorities_that_a_proxy_verifies() {
    let files = Files::new("cards");
    let parse = |lines: &str| {
        let text = format!("trusted_proxies = ['::1']\n{}client_certificates.header = 'Client-Cert'\n{lines}", files.least());
        Config::parse(&text, &variables(&[])).map(|config| config.cards)
    };
    assert_eq!(parse("").unwrap(), Cards::default());
    let cards = parse("eid.issuers = ['CN=Citizen CA,C=BE']\neid.address = 'https://poort.example:8443'\n").unwrap();
    assert_eq!((cards.issuers.len(), cards.address.as_deref()), (1, Some("https://poort.example:8443")));
    let wrong = parse("eid.issuers = ['Citizen CA', 1]\neid.address = 'https://eid.example'\n").unwrap_err();
    assert_eq!(keys(&wrong), ["eid.issuers[0]", "eid.issuers[1]", "eid.address"], "{wrong}");
    let without = Config::parse(&format!("{}eid.issuers = ['CN=Citizen CA']\n", files.least()), &variables(&[])).unwrap_err();
    assert_eq!(keys(&without), ["client_certificates.header"]);
}
