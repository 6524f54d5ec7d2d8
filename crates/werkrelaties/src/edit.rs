use types::{Category, Contact, Day};

use crate::{Policy, State, Werkrelatie, WerkrelatieError, state};

/// What changes; the rest stays. The period has actions of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// Another category.
    pub category: Option<Category>,
    /// Other e-mail and phone, both at once.
    pub contact: Option<Contact>,
}

/// Changes category and attributes.
///
/// # Errors
/// It ended or was removed, or the result breaks the [`Policy`].
pub fn edit(one: &Werkrelatie, edit: Edit, policy: &Policy, today: Day) -> Result<Werkrelatie, WerkrelatieError> {
    changeable(one, today)?;
    let category = edit.category.unwrap_or_else(|| one.category.clone());
    let contact = edit.contact.unwrap_or_else(|| one.contact.clone());
    policy.check(&one.doelgroep, &category, &contact)?;
    Ok(Werkrelatie { category, contact, version: one.version + 1, ..one.clone() })
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
        let external = Edit { category: Some(category("externeMedewerker")), contact: None };
        assert_eq!(edit(&one, external.clone(), &policy, today).unwrap_err().code(), "emailMandatory");
        let with_email = Edit { contact: Some(contact(Some("an@igs.example"))), ..external };
        let changed = edit(&one, with_email, &policy, today).unwrap();
        assert_eq!((changed.version, changed.period), (2, one.period));
        let late = edit(&one, Edit::default(), &policy, day("2027-01-01"));
        assert_eq!(late.unwrap_err().code(), "werkrelatieEnded");
    }
}
