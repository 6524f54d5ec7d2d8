use types::{Day, Period};
use werkrelaties::last_day_after;

use crate::{Gebruikersrecht, Refusal};

/// The period of a grant. Without an end it lasts the right's default, silently no longer than the right's maximum and the werkrelatie;
/// an end that is asked for beyond these is refused, naming the limit.
///
/// # Errors
/// The begin lies outside the werkrelatie; the end before the begin, after the werkrelatie, or after the maximum.
pub fn plan_period(right: &Gebruikersrecht, werkrelatie: Period, begin: Day, end: Option<Day>) -> Result<Period, Refusal> {
    if !werkrelatie.contains(begin) {
        return Err(Refusal::BeginOutsideWerkrelatie { period: werkrelatie });
    }
    let Some(end) = end else {
        let usual = last_day_after(begin, right.durations.default_months);
        return Ok(Period::new(begin, usual.min(latest_end(right, begin)).min(werkrelatie.end()))?);
    };
    let period = Period::new(begin, end)?;
    if end > werkrelatie.end() {
        return Err(Refusal::EndBeyondWerkrelatie { limit: werkrelatie.end() });
    }
    match right.durations.maximum_months {
        Some(months) if end > last_day_after(begin, months) => {
            Err(Refusal::EndBeyondMaximum { months, limit: last_day_after(begin, months) })
        }
        _ => Ok(period),
    }
}

/// The last day that the right's maximum allows to a grant that begins on a day.
pub(crate) fn latest_end(right: &Gebruikersrecht, begin: Day) -> Day {
    right.durations.maximum_months.map_or(Day::FOREVER, |months| last_day_after(begin, months))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Durations, testing::*};

    fn plan(maximum: Option<u32>, end_of_work: &str, end: Option<&str>) -> Result<Day, &'static str> {
        let durations = Durations { default_months: 48, maximum_months: maximum };
        let right = Gebruikersrecht { durations, ..right("R") };
        let planned = plan_period(&right, period("2026-01-01", end_of_work), day("2026-11-23"), end.map(day));
        planned.map(Period::end).map_err(|error| error.code())
    }

    #[test]
    fn the_default_is_capped_silently() {
        assert_eq!(plan(None, "2036-11-22", None), Ok(day("2030-11-22")));
        assert_eq!(plan(None, "2028-01-31", None), Ok(day("2028-01-31")));
        assert_eq!(plan(Some(12), "2036-11-22", None), Ok(day("2027-11-22")));
    }

    #[test]
    fn an_end_that_is_asked_for_is_not() {
        assert_eq!(plan(None, "2036-11-22", Some("2036-11-22")), Ok(day("2036-11-22")));
        assert_eq!(plan(None, "2036-11-22", Some("2036-11-23")), Err("endBeyondWerkrelatie"));
        assert_eq!(plan(Some(48), "2036-11-22", Some("2030-11-22")), Ok(day("2030-11-22")));
        assert_eq!(plan(Some(48), "2036-11-22", Some("2030-11-23")), Err("endBeyondMaximum"));
        assert_eq!(plan(None, "2036-11-22", Some("2026-11-22")), Err("endBeforeBegin"));
        assert_eq!(plan(None, "2026-11-22", None), Err("beginOutsideWerkrelatie"));
    }
}
