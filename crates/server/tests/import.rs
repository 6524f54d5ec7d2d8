//! `poort import organisations` on files in the layout of KBO Open Data.

#![cfg(test)]

use std::path::PathBuf;
use std::process::{Command, Output};

const ENTERPRISES: &str = r#""EnterpriseNumber","Status","JuridicalSituation","TypeOfEnterprise","JuridicalForm","JuridicalFormCAC","StartDate"
"0202.239.951","AC","000","2","014","","19-03-1930"
"0207.509.031","AC","000","2","411","","01-01-1977"
"0405.546.706","AC","000","1","","","01-02-1990"
"0474.029.595","ST","000","2","014","","01-02-1990"
"#;

const NAMES: &str = r#""EntityNumber","Language","TypeOfDenomination","Denomination"
"0202.239.951","1","001","Bâtisseurs"
"0202.239.951","2","001","Bouwers"
"0202.239.951","2","003","Handelsnaam"
"0207.509.031","0","001","Zandmeer"
"0207.509.031","1","001","Lac de Sable"
"0405.546.706","1","001","Jean"
"0474.029.595","2","001","Gesloten"
"2.147.812.701","2","004","Vestiging"
"#;

const CODES: &str = r#""Category","Code","Language","Description"
"JuridicalForm","014","NL","Naamloze vennootschap"
"JuridicalForm","411","NL","Stad / gemeente"
"Language","2","NL","Nederlands"
"#;

struct Site(PathBuf);

impl Site {
    fn new(test: &str) -> Self {
        let site = Self(std::env::temp_dir().join(format!("poort_import_{}_{test}", std::process::id())));
        std::fs::create_dir_all(&site.0).unwrap();
        site.write("key", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=");
        site.write(
            "poort.toml",
            "public_url = 'http://localhost:8080'\nmaster_key_file = 'key'\ndatabase.url = 'sqlite:poort.db'\n\
             register.file = 'persons.toml'\nlog.level = 'off'\n",
        );
        site.write("enterprise.csv", ENTERPRISES);
        site.write("denomination.csv", NAMES);
        site.write("code.csv", CODES);
        assert!(site.poort(&["migrate"]).status.success());
        site
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).unwrap();
    }

    fn poort(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_poort"));
        command.args(["--config", "poort.toml"]).args(arguments).current_dir(&self.0).env_clear().output().unwrap()
    }

    /// The counts, the complaints and the exit status.
    fn import(&self, more: &[&str]) -> (String, String, Option<i32>) {
        let mut arguments = vec!["import", "organisations", "--enterprise", "enterprise.csv"];
        arguments.extend(["--denomination", "denomination.csv", "--code", "code.csv"]);
        arguments.extend(more);
        let Output { stdout, stderr, status } = self.poort(&arguments);
        (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap(), status.code())
    }

    /// The organisations by name.
    fn stored(&self) -> Vec<organisations::Organisation> {
        use storage::{DatabaseUrl, Page, Store, StoreConfig, organisations as stored, testing::vault};
        let config = StoreConfig { readers: 1, ..StoreConfig::new(DatabaseUrl::sqlite(self.0.join("poort.db"))) };
        let store = Store::open(config, vault()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let found = runtime.block_on(store.read(|tx| stored::search(tx, &stored::Query::default(), Page::new(1, 100).unwrap())));
        found.unwrap().items
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

#[test]
fn enterprises_come_in_with_their_dutch_name_and_a_second_time_nothing_changes() {
    let site = Site::new("whole");
    assert_eq!(site.import(&[]), ("created 3, changed 0, unchanged 1, refused 0\n".to_owned(), String::new(), Some(0)));
    let stored: Vec<_> = site
        .stored()
        .iter()
        .map(|one| {
            let doelgroepen: Vec<_> = one.doelgroepen.iter().map(ToString::to_string).collect();
            format!("{} {} {} {} {}", one.kbo, one.name, one.classification, doelgroepen.join(" "), one.period.begin())
        })
        .collect();
    assert_eq!(
        stored,
        [
            "0202239951 Bouwers onderneming EA 1930-03-19",
            "0405546706 Jean onderneming EA 1990-02-01",
            "0207509031 Zandmeer gemeente LB 1977-01-01",
        ]
    );
    assert_eq!(site.import(&[]).0, "created 0, changed 0, unchanged 4, refused 0\n");
}

#[test]
fn a_new_name_and_a_closed_enterprise_change_what_is_there() {
    let site = Site::new("changes");
    assert_eq!(site.import(&["--doelgroep", "LB"]).2, Some(0));
    site.write("denomination.csv", &NAMES.replace("Bouwers", "Metsers"));
    site.write("enterprise.csv", &ENTERPRISES.replace("\"0405.546.706\",\"AC\"", "\"0405.546.706\",\"ST\""));
    assert_eq!(site.import(&[]).0, "created 0, changed 2, unchanged 2, refused 0\n");
    let stored = site.stored();
    let of = |name: &str| stored.iter().find(|one| one.name.to_string() == name).unwrap();
    assert_eq!(of("Metsers").doelgroepen.iter().map(ToString::to_string).collect::<Vec<_>>(), ["LB"], "what is there stays");
    assert!(of("Jean").period.end() < types::Day::FOREVER && of("Metsers").period.end() == types::Day::FOREVER);
    assert_eq!(site.import(&[]).0, "created 0, changed 0, unchanged 4, refused 0\n");
}

#[test]
fn a_row_that_is_wrong_is_told_with_its_line_and_the_others_go_on() {
    let site = Site::new("refused");
    let rows = [
        "\"0207.509.032\",\"AC\",\"000\",\"2\",\"014\",\"\",\"01-01-1977\"",
        "\"0316.380.841\",\"AC\",\"000\",\"2\",\"014\",\"\",\"1977-01-01\"",
        "\"0316.380.841\",\"AC\",\"000\",\"2\",\"014\",\"\",\"01-01-1977\"",
        "\"0474.029.595\",\"AC\",\"000\",\"2\",\"999\",\"\",\"01-01-1977\"",
        "\"0566.988.259\",\"AC\",\"000\",\"2\",\"014\",\"\",\"01-01-1977\"",
        "\"1000.000.021\",\"AC\"",
    ];
    let first = ENTERPRISES.lines().take(2).collect::<Vec<_>>().join("\n");
    site.write("enterprise.csv", &format!("{first}\n{}\n", rows.join("\n")));
    site.write("denomination.csv", &NAMES.replace("\"0405.546.706\",\"1\"", "\"0316.380.841\",\"1\""));
    let (counts, complaints, status) = site.import(&[]);
    assert_eq!((counts.as_str(), status), ("created 1, changed 0, unchanged 0, refused 6\n", Some(1)), "{complaints}");
    for expected in [
        "enterprise.csv:3: EnterpriseNumber: ",
        "enterprise.csv:4: StartDate: dd-mm-yyyy expected",
        "enterprise.csv:5: EnterpriseNumber: is not higher",
        "enterprise.csv:6: JuridicalForm: code.csv does not know `999`",
        "enterprise.csv:7: denomination.csv has no name of type 001 for it",
        "enterprise.csv:8: has 2 values, 7 expected",
        "poort: 6 row(s) were refused; the others are in",
    ] {
        assert!(complaints.contains(expected), "{expected} is missing in:\n{complaints}");
    }
    let (_, complaints, _) = site.import(&["--errors", "errors.txt"]);
    assert!(!complaints.contains("enterprise.csv:3"));
    assert_eq!(std::fs::read_to_string(site.0.join("errors.txt")).unwrap().lines().count(), 6);
}

#[test]
fn a_file_that_is_another_is_refused_before_anything_is_read() {
    let site = Site::new("header");
    site.write("denomination.csv", CODES);
    let (_, complaint, status) = site.import(&[]);
    assert_eq!(status, Some(1));
    let expected = "poort: denomination.csv: its first line does not name EntityNumber, TypeOfDenomination, Denomination\n";
    assert_eq!(complaint, expected);
}

#[test]
fn more_rows_than_a_group_are_all_imported() {
    let site = Site::new("many");
    let number = |base: u64| format!("{base:08}{:02}", 97 - base % 97);
    let (mut enterprises, mut names) = (ENTERPRISES.lines().next().unwrap().to_owned(), NAMES.lines().next().unwrap().to_owned());
    for base in 2_000_000..2_000_300 {
        let number = number(base);
        enterprises.push_str(&format!("\n\"{number}\",\"AC\",\"000\",\"2\",\"014\",\"\",\"01-01-2000\""));
        names.push_str(&format!("\n\"{number}\",\"2\",\"001\",\"Onderneming {base}\""));
    }
    site.write("enterprise.csv", &enterprises);
    site.write("denomination.csv", &names);
    assert_eq!(site.import(&[]).0, "created 300, changed 0, unchanged 0, refused 0\n");
}
