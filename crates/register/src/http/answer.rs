use persons::{PersonName, RegisterRecord, Status};
use serde::Deserialize;
use types::{Day, Insz, PartialDate, Sex};

/// What comes over the wire. Unknown members are refused: a member that Poort does not know could say that the person died.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    insz: String,
    #[serde(default)]
    replaces: Vec<String>,
    name: PersonName,
    birth: PartialDate,
    #[serde(default)]
    sex: Option<Sex>,
    status: WireStatus,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireStatus {
    state: State,
    #[serde(default)]
    on: Option<Day>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum State {
    Active,
    Deceased,
    Struck,
}

/// Reads an answer to the question for one number. The reason for a refusal holds nothing of the answer.
pub(super) fn read(body: &[u8], asked: Insz) -> Result<RegisterRecord, &'static str> {
    let Answer { insz, replaces, name, birth, sex, status } = serde_json::from_slice(body).map_err(|_| "another shape")?;
    let insz = Insz::from_stored(&insz).map_err(|_| "a number that is none")?;
    let replaces = replaces.iter().map(|number| Insz::from_stored(number)).collect::<Result<Vec<_>, _>>();
    let replaces = replaces.map_err(|_| "a number that is none")?;
    if insz != asked && !replaces.contains(&asked) {
        return Err("another person");
    }
    let status = status.read().ok_or("a status and a day that do not match")?;
    Ok(RegisterRecord { insz, replaces, name, birth, sex, status })
}

impl WireStatus {
    fn read(self) -> Option<Status> {
        match (self.state, self.on) {
            (State::Active, None) => Some(Status::Active),
            (State::Deceased, Some(day)) => Some(Status::Deceased(day)),
            (State::Struck, Some(day)) => Some(Status::Struck(day)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn answer(change: impl FnOnce(&mut Value)) -> Result<RegisterRecord, &'static str> {
        let mut body = json!({
            "insz": "85073100130", "name": {"given": "Jan", "family": "Janssens"}, "birth": "1985-07", "sex": "male",
            "status": {"state": "active"},
        });
        change(&mut body);
        read(body.to_string().as_bytes(), Insz::from_stored("85073100130").unwrap())
    }

    #[test]
    fn an_answer_is_read_whole() {
        let record = answer(|_| {}).unwrap();
        assert_eq!(record.insz.expose(), "85073100130");
        assert_eq!(record.name, PersonName { given: "Jan".parse().ok(), family: "Janssens".parse().unwrap() });
        assert_eq!(
            (record.birth, record.sex, record.status),
            (PartialDate::parse("1985-07").unwrap(), Some(Sex::Male), Status::Active)
        );
    }

    #[test]
    fn a_status_comes_with_its_day() {
        let day = Day::parse("2026-10-01").unwrap();
        let status = |status: Value| answer(|body| body["status"] = status).map(|record| record.status);
        assert_eq!(status(json!({"state": "deceased", "on": "2026-10-01"})), Ok(Status::Deceased(day)));
        assert_eq!(status(json!({"state": "struck", "on": "2026-10-01"})), Ok(Status::Struck(day)));
        for wrong in
            [json!({"state": "deceased"}), json!({"state": "active", "on": "2026-10-01"}), json!({"state": "gone"}), json!(null)]
        {
            assert!(status(wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn another_number_names_the_one_that_was_asked() {
        assert_eq!(answer(|body| body["insz"] = "85073100229".into()), Err("another person"));
        let moved = answer(|body| {
            body["insz"] = "85073100229".into();
            body["replaces"] = json!(["85073100130"]);
        });
        let moved = moved.unwrap();
        assert_eq!(moved.insz.expose(), "85073100229");
        assert_eq!(moved.replaces, [Insz::from_stored("85073100130").unwrap()]);
    }

    #[test]
    fn what_was_not_agreed_is_no_answer() {
        assert!(answer(|body| body["deathDate"] = "2026-10-01".into()).is_err());
        assert!(answer(|body| body["insz"] = "85073100131".into()).is_err());
        assert!(answer(|body| body["birth"] = "31/07/1985".into()).is_err());
        assert!(answer(|body| body["name"]["family"] = "".into()).is_err());
        assert!(answer(|body| *body = json!([])).is_err());
    }
}
