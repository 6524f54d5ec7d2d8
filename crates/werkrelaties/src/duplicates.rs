use crate::{Werkrelatie, WerkrelatieError};

/// The werkrelatie of the same person with the same organisation in the same doelgroep that shares a day with this one.
/// Itself and removed ones do not count.
#[must_use]
pub fn duplicate<'a>(one: &Werkrelatie, others: &'a [Werkrelatie]) -> Option<&'a Werkrelatie> {
    let same = |other: &&Werkrelatie| {
        other.id != one.id
            && !other.removed
            && other.person == one.person
            && other.organisation == one.organisation
            && other.doelgroep == one.doelgroep
            && other.period.overlaps(one.period)
    };
    others.iter().find(same)
}

pub(crate) fn refuse_duplicate(one: &Werkrelatie, others: &[Werkrelatie]) -> Result<(), WerkrelatieError> {
    match duplicate(one, others) {
        Some(other) => Err(WerkrelatieError::Duplicate { existing: other.id, period: other.period }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    #[test]
    fn only_the_same_three_on_the_same_day_are_a_duplicate() {
        let one = werkrelatie("2026-01-01", "2026-12-31");
        let touching = Werkrelatie { id: id(9), period: period("2026-12-31", "2027-12-31"), ..one.clone() };
        assert_eq!(duplicate(&one, &[one.clone(), touching.clone()]), Some(&touching));
        let after = Werkrelatie { period: period("2027-01-01", "2027-12-31"), ..touching.clone() };
        let removed = Werkrelatie { removed: true, ..touching.clone() };
        let elsewhere = Werkrelatie { organisation: id(8), ..touching.clone() };
        let as_other = Werkrelatie { doelgroep: doelgroep("EA"), ..touching };
        assert_eq!(duplicate(&one, &[after, removed, elsewhere, as_other]), None);
    }
}
