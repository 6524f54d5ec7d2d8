use serde::Deserialize;
use types::patch::{clearable, present};
use types::{Category, Contact, Day, EmailAddress, PhoneNumber};

use crate::{Policy, State, Werkrelatie, WerkrelatieError, state};

/// A change, in the shape of a JSON merge patch (RFC 7396): left out stays, `null` is taken away. The period has actions of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Edit {
    /// Another category.
    #[serde(default, deserialize_with = "present")]
    pub category: Option<Category>,
    /// Another e-mail address.
    #[serde(default, deserialize_with = "clearable")]
    pub email: Option<Option<EmailAddress>>,
    /// Another phone number.
    #[serde(default, deserialize_with = "clearable")]
    pub phone: Option<Option<PhoneNumber>>,
}

/// Changes category and attributes. What changes nothing is no new version.
///
/// # Errors
/// It ended or was removed, or the result breaks the [`Policy`].
pub fn edit(one: &Werkrelatie, edit: Edit, policy: &Policy, today: Day) -> Result<Werkrelatie, WerkrelatieError> {
    changeable(one, today)?;
    let Edit { category, email, phone } = edit;
    let before = &one.contact;
    let contact =
        Contact { email: email.unwrap_or_else(|| before.email.clone()), phone: phone.unwrap_or_else(|| before.phone.clone()) };
    let category = category.unwrap_or_else(|| one.category.clone());
    policy.check(&one.doelgroep, &category, &contact)?;
    let version = one.version + i64::from(category != one.category || contact != *before);
    Ok(Werkrelatie { category, contact, version, ..one.clone() })
}

/// What is over stays as it was.
pub(crate) fn changeable(one: &Werkrelatie, today: Day) -> Result<(), WerkrelatieError> {
    match state(one, today) {
        State::Removed => Err(WerkrelatieError::Removed),
        State::Ended => Err(WerkrelatieError::AlreadyEnded(one.period.end())),
        State::Planned | State::Active | State::Paused => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    #[test]
    fn the_result_must_satisfy_the_policy() {
        let (one, today, policy) = (werkrelatie("2026-01-01", "2026-12-31"), day("2026-06-01"), Policy::default());
        let external = Edit { category: Some(category("externeMedewerker")), ..Edit::default() };
        assert_eq!(edit(&one, external.clone(), &policy, today).unwrap_err().code(), "emailMandatory");
        let with_email = Edit { email: Some(contact(Some("an@igs.example")).email), ..external };
        let changed = edit(&one, with_email, &policy, today).unwrap();
        assert_eq!((changed.version, changed.period), (2, one.period));
        let late = edit(&one, Edit::default(), &policy, day("2027-01-01"));
        assert_eq!(late.unwrap_err().code(), "werkrelatieEnded");
    }

    #[test]
    fn left_out_stays_and_what_changes_nothing_is_no_new_version() {
        let (one, today, policy) = (werkrelatie("2026-01-01", "2026-12-31"), day("2026-06-01"), Policy::default());
        assert_eq!(edit(&one, Edit::default(), &policy, today).unwrap(), one);
        let change = |json| serde_json::from_str::<Edit>(json).unwrap();
        let reachable = edit(&one, change(r#"{"email": "an@igs.example", "phone": "016 21 11 11"}"#), &policy, today).unwrap();
        let without_phone = edit(&reachable, change(r#"{"phone": null}"#), &policy, today).unwrap();
        assert_eq!((without_phone.version, without_phone.contact), (3, contact(Some("an@igs.example"))));
        assert!(serde_json::from_str::<Edit>(r#"{"category": null}"#).is_err());
    }
}
