use types::Day;

use crate::{Werkrelatie, WerkrelatieError, edit::changeable};

/// Takes back a werkrelatie that has been in force on no past or present day.
///
/// # Errors
/// It was removed, or has begun: then end it.
pub fn remove(one: &Werkrelatie, today: Day) -> Result<Werkrelatie, WerkrelatieError> {
    changeable(one, today)?;
    if one.period.begin() <= today {
        return Err(WerkrelatieError::WasEffective(one.period.begin()));
    }
    Ok(Werkrelatie { removed: true, version: one.version + 1, ..one.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    #[test]
    fn only_what_never_was_can_be_removed() {
        let one = werkrelatie("2026-06-02", "2026-12-31");
        let removed = remove(&one, day("2026-06-01")).unwrap();
        assert!(removed.removed);
        assert_eq!(remove(&removed, day("2026-06-01")).unwrap_err().code(), "werkrelatieRemoved");
        let refused = remove(&one, day("2026-06-02")).unwrap_err();
        assert_eq!(refused.code(), "werkrelatieWasEffective");
        assert!(refused.to_string().contains("end it instead"));
    }
}
