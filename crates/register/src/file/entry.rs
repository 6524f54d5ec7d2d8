use persons::{PersonName, RegisterRecord, Status};
use toml::{Spanned, de::DeValue};
use types::{Day, Parsed, PartialDate, Sex};

use super::{Entry, Notes, fields::Fields};

const KEYS: [&str; 8] = ["insz", "given", "family", "birth", "sex", "deceased", "struck", "replaces"];

/// Reads one person; `None` when something that cannot be missing is wrong, which is noted.
pub(super) fn read(value: &Spanned<DeValue<'_>>, notes: &mut Notes<'_>) -> Option<Entry> {
    let person = Fields::of(value, &KEYS, notes)?;
    // Read everything before giving up, so that every mistake is noted.
    let insz = person.number("insz", notes);
    let given = person.optional("given", notes, Parsed::parse);
    let family = person.required("family", notes, Parsed::parse);
    let birth = person.optional("birth", notes, PartialDate::parse);
    let sex = person.optional("sex", notes, sex);
    let status = status(&person, notes);
    let replaces = person.numbers("replaces", notes);
    let (insz, family) = (insz?, family?);
    let name = PersonName { given, family };
    let (birth, sex) = (birth.unwrap_or_else(|| insz.birth()), sex.or_else(|| insz.sex()));
    Some(Entry { record: RegisterRecord { insz, replaces: Vec::new(), name, birth, sex, status }, replaces })
}

fn status(person: &Fields<'_>, notes: &mut Notes<'_>) -> Status {
    let deceased = person.optional("deceased", notes, Day::parse);
    let struck = person.optional("struck", notes, Day::parse);
    match (deceased, struck) {
        (Some(_), Some(_)) => {
            person.note("struck", notes, "deceased or struck expected, not both");
            Status::Active
        }
        (Some(day), None) => Status::Deceased(day),
        (None, Some(day)) => Status::Struck(day),
        (None, None) => Status::Active,
    }
}

fn sex(text: &str) -> Result<Sex, &'static str> {
    match text {
        "male" => Ok(Sex::Male),
        "female" => Ok(Sex::Female),
        _ => Err("male or female expected"),
    }
}
