use persons::{PersonName, Status};
use types::{PartialDate, Sex};

use super::*;

fn today() -> Day {
    Day::parse("2026-11-23").unwrap()
}

fn insz(digits: &str) -> Insz {
    Insz::from_stored(digits).unwrap()
}

/// Each mistake as `line key`, and the whole text.
fn mistakes(text: &str) -> (Vec<String>, String) {
    let Mistakes(mistakes) = FileRegister::parse(text, today()).expect_err("mistakes");
    let places = mistakes.iter().map(|mistake| format!("{} {}", mistake.line, mistake.key)).collect();
    (places, Mistakes(mistakes).to_string())
}

async fn found(register: &FileRegister, number: &str) -> Option<RegisterRecord> {
    register.look_up(insz(number)).await.unwrap()
}

#[tokio::test]
async fn what_the_file_leaves_out_the_number_says() {
    let register = FileRegister::parse("[[person]]\ninsz = '85.07.31-001.30'\nfamily = 'Janssens'", today()).unwrap();
    let record = found(&register, "85073100130").await.unwrap();
    let name = PersonName { given: None, family: "Janssens".parse().unwrap() };
    assert_eq!((record.insz, record.name, record.status), (insz("85073100130"), name, Status::Active));
    assert_eq!((record.birth, record.sex), (PartialDate::parse("1985-07-31").unwrap(), Some(Sex::Male)));
    assert_eq!(found(&register, "85073100229").await, None);
    assert_eq!((register.len(), register.is_empty()), (1, false));
}

#[tokio::test]
async fn what_the_file_says_counts() {
    let text = r#"
        [[person]]
        insz = "72252503331"
        given = "Amina"
        family = "Diallo"
        birth = "1972"
        sex = "female"
        deceased = 2026-10-01

        [[person]]
        insz = "85073100229"
        family = "Peeters"
        struck = "2026-10-02"
    "#;
    let register = FileRegister::parse(text, today()).unwrap();
    let first = found(&register, "72252503331").await.unwrap();
    assert_eq!((first.birth, first.sex), (PartialDate::parse("1972").unwrap(), Some(Sex::Female)));
    assert_eq!(first.status, Status::Deceased(Day::parse("2026-10-01").unwrap()));
    assert_eq!(first.name.given, "Amina".parse().ok());
    let second = found(&register, "85073100229").await.unwrap();
    assert_eq!(second.status, Status::Struck(Day::parse("2026-10-02").unwrap()));
}

#[tokio::test]
async fn an_earlier_number_finds_the_person_under_the_present_one() {
    let text = "[[person]]\ninsz = '85073100130'\nfamily = 'Janssens'\nreplaces = ['72452503473']";
    let register = FileRegister::parse(text, today()).unwrap();
    let record = found(&register, "72452503473").await.unwrap();
    assert_eq!((record.insz, record.replaces), (insz("85073100130"), vec![insz("72452503473")]));
}

#[test]
fn every_mistake_is_told_at_once_with_its_line_and_without_numbers() {
    let text = "\
[[person]]
insz = '85073100131'
family = ''
birth = '1985-13'

[[person]]
insz = 85073100130
sex = 'x'
deceased = '2026-02-30'
nickname = 'Jan'
'85073100229' = 1

[[person]]
insz = '30010100153'
family = 'Toekomst'
deceased = 2026-01-01
struck = 2026-01-01
replaces = ['1', 2]

[oops]
";
    let (places, shown) = mistakes(text);
    let expected = [
        "2 person.insz",
        "3 person.family",
        "4 person.birth",
        "6 person.family",
        "7 person.insz",
        "8 person.sex",
        "9 person.deceased",
        "10 person.nickname",
        "11 person.[...]",
        "14 person.insz",
        "17 person.struck",
        "18 person.replaces",
        "18 person.replaces",
        "20 oops",
    ];
    assert_eq!(places, expected, "{shown}");
    for number in ["8507310", "3001010"] {
        assert!(!shown.contains(number), "{shown}");
    }
    assert!(shown.contains("line 2: person.insz: the check digits are wrong"), "{shown}");
    assert!(shown.contains("line 7: person.insz: a text in quotes expected"), "{shown}");
    assert!(shown.contains("line 14: person.insz: the birth date lies in the future"), "{shown}");
}

#[test]
fn no_two_persons_share_a_number() {
    let person = |number: &str, more: &str| format!("[[person]]\ninsz = '{number}'\nfamily = 'A'\n{more}\n");
    let twice = person("85073100130", "") + &person("85073100130", "");
    assert_eq!(mistakes(&twice).0, ["6 person.insz"]);
    let replaced = person("85073100130", "") + &person("85073100229", "replaces = ['85073100130']");
    assert_eq!(mistakes(&replaced).0, ["8 person.replaces"]);
}

#[test]
fn what_is_no_toml_is_told_by_line_and_not_quoted() {
    let (places, shown) = mistakes("[[person]]\ninsz = '85073100130\nfamily = 'A'");
    assert!(places[0].starts_with("2 "), "{shown}");
    assert!(!shown.contains("8507310"), "{shown}");
    assert_eq!(mistakes("person = 1").0, ["1 person"]);
    assert_eq!(mistakes("person = [1]").0, ["1 person"]);
}

#[test]
fn entries_from_elsewhere_keep_the_same_rule() {
    let register = FileRegister::parse("[[person]]\ninsz = '85073100130'\nfamily = 'A'", today()).unwrap();
    let entry = Entry { record: register.records[0].clone(), replaces: vec![insz("72452503473")] };
    assert_eq!(FileRegister::from_entries([entry.clone()]).unwrap().len(), 1);
    let error = FileRegister::from_entries([entry.clone(), entry]).unwrap_err();
    assert_eq!(error.to_string(), "the number 85.**.**-***.** belongs to two persons");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = FileRegister::read(Path::new("/nowhere/persons.toml"), today()).unwrap_err();
    assert_eq!(error.code(), "registerFileUnreadable");
    assert!(error.to_string().starts_with("/nowhere/persons.toml: "), "{error}");
}
