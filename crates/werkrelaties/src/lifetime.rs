use types::Day;

use crate::{Werkrelatie, WerkrelatieError, duplicates::refuse_duplicate, edit::changeable};

/// The last day of a period of whole calendar months: 120 months from 23 November 2026 end on 22 November 2036.
/// At least one day; without end when it would pass the end of time.
#[must_use]
pub fn last_day_after(begin: Day, months: u32) -> Day {
    let next = begin.plus_months(months);
    if next == Day::FOREVER { next } else { next.plus_days(-1).max(begin) }
}

/// Makes it longer. Its rights stay as they are; what happens to them is decided where grants are.
///
/// # Errors
/// It ended or was removed, the end is not later, or it would overlap another of the person's `others`.
pub fn extend(one: &Werkrelatie, new_end: Day, others: &[Werkrelatie], today: Day) -> Result<Werkrelatie, WerkrelatieError> {
    changeable(one, today)?;
    if new_end <= one.period.end() {
        return Err(WerkrelatieError::NotLater(one.period.end()));
    }
    let longer = with_end(one, new_end)?;
    refuse_duplicate(&longer, others)?;
    Ok(longer)
}

/// Ends it on a last working day, inclusive. That day may lie in the past, for a leaver who is reported late.
///
/// # Errors
/// It ended or was removed, the day lies before its begin (then remove it) or after its end (then extend it).
pub fn end(one: &Werkrelatie, last_day: Day, today: Day) -> Result<Werkrelatie, WerkrelatieError> {
    changeable(one, today)?;
    if last_day < one.period.begin() {
        return Err(WerkrelatieError::NotBegun(one.period.begin()));
    }
    if last_day >= one.period.end() {
        return Err(WerkrelatieError::NotEarlier(one.period.end()));
    }
    with_end(one, last_day)
}

fn with_end(one: &Werkrelatie, end: Day) -> Result<Werkrelatie, WerkrelatieError> {
    Ok(Werkrelatie { period: one.period.with_end(end)?, version: one.version + 1, ..one.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    #[test]
    fn whole_months_end_the_day_before() {
        assert_eq!(last_day_after(day("2026-11-23"), 120), day("2036-11-22"));
        assert_eq!(last_day_after(day("2024-02-29"), 12), day("2025-02-27"));
        assert_eq!(last_day_after(day("2026-11-23"), 0), day("2026-11-23"));
        assert_eq!(last_day_after(day("2026-11-23"), u32::MAX), Day::FOREVER);
    }

    #[test]
    fn extending_brings_a_later_end_and_no_overlap() {
        let (one, today) = (werkrelatie("2026-01-01", "2026-12-31"), day("2026-12-31"));
        let next = Werkrelatie { id: id(9), period: period("2028-01-01", "2028-12-31"), ..one.clone() };
        let code = |end: &str| extend(&one, day(end), std::slice::from_ref(&next), today).map_err(|error| error.code());
        assert_eq!(code("2027-12-31").unwrap().period, period("2026-01-01", "2027-12-31"));
        assert_eq!(code("2026-12-31"), Err("endNotLater"));
        assert_eq!(code("2028-01-01"), Err("werkrelatieDuplicate"));
        assert_eq!(extend(&one, day("2027-12-31"), &[], day("2027-01-01")).unwrap_err().code(), "werkrelatieEnded");
    }

    #[test]
    fn the_last_working_day_lies_within() {
        let one = werkrelatie("2026-01-01", "2026-12-31");
        let code = |last: &str| end(&one, day(last), day("2026-06-01")).map_err(|error| error.code());
        assert_eq!(code("2026-05-29").unwrap().period.end(), day("2026-05-29"));
        assert_eq!(code("2025-12-31"), Err("werkrelatieNotBegun"));
        assert_eq!(code("2027-01-01"), Err("endNotEarlier"));
        assert_eq!(code("2026-12-31"), Err("endNotEarlier"));
    }
}
