use types::{Day, Period};

use crate::{Pause, Werkrelatie, WerkrelatieError, edit::changeable};

/// How many pauses a werkrelatie keeps, those that are past too: more than anybody needs (own choice).
pub const MAX_PAUSES: usize = 100;

/// Pauses it: from the first to the last day of the pause its rights give nothing. A pause that begins today works at once. Others, past,
/// running or planned, stay as they are.
///
/// # Errors
/// It ended or was removed, the pause begins before today or outside the werkrelatie, another has one of its days, or there are
/// [`MAX_PAUSES`] already.
pub fn pause(one: &Werkrelatie, pause: Pause, today: Day) -> Result<Werkrelatie, WerkrelatieError> {
    changeable(one, today)?;
    if pause.period.begin() < today {
        return Err(WerkrelatieError::PauseInPast(today));
    }
    if !one.period.contains(pause.period.begin()) {
        return Err(WerkrelatieError::PauseOutside(one.period));
    }
    if let Some(other) = one.pauses.iter().find(|other| other.period.overlaps(pause.period)) {
        return Err(WerkrelatieError::AlreadyPaused(other.period));
    }
    if one.pauses.len() >= MAX_PAUSES {
        return Err(WerkrelatieError::TooManyPauses(MAX_PAUSES));
    }
    let mut pauses = one.pauses.clone();
    pauses.push(pause);
    pauses.sort_by_key(|pause| pause.period.begin());
    Ok(with_pauses(one, pauses))
}

/// Resumes it: the pause that runs ended yesterday, one that is planned or began today never was. Which one is said by its first day; when it
/// is not said, the one that runs, or else the next that is planned.
///
/// # Errors
/// It ended or was removed, or there is no such pause that runs or is planned.
pub fn resume(one: &Werkrelatie, begin: Option<Day>, today: Day) -> Result<Werkrelatie, WerkrelatieError> {
    changeable(one, today)?;
    let meant = |pause: &&Pause| pause.period.end() >= today && begin.is_none_or(|begin| pause.period.begin() == begin);
    let meant = one.pauses.iter().find(meant).ok_or(WerkrelatieError::NotPaused)?;
    let kept = |pause: &Pause| {
        if pause.period != meant.period {
            return Some(pause.clone());
        }
        let past = Period::new(pause.period.begin(), today.plus_days(-1)).ok()?;
        Some(Pause { period: past, reason: pause.reason.clone() })
    };
    Ok(with_pauses(one, one.pauses.iter().filter_map(kept).collect()))
}

fn with_pauses(one: &Werkrelatie, pauses: Vec<Pause>) -> Werkrelatie {
    Werkrelatie { pauses, version: one.version + 1, ..one.clone() }
}

/// The pause that a day lies in.
#[must_use]
pub fn pause_on(one: &Werkrelatie, day: Day) -> Option<&Pause> {
    one.pauses.iter().find(|pause| pause.period.contains(day))
}

/// The last day without rights of who is paused on a day: where one pause follows on another without a day between them, that of the last.
#[must_use]
pub fn paused_until(one: &Werkrelatie, day: Day) -> Option<Day> {
    let mut until = pause_on(one, day)?.period.end();
    while let Some(next) = pause_on(one, until.plus_days(1)).filter(|next| next.period.end() > until) {
        until = next.period.end();
    }
    Some(until)
}

/// The first day of the first pause that begins after a day.
#[must_use]
pub fn next_pause(one: &Werkrelatie, day: Day) -> Option<Day> {
    one.pauses.iter().map(|pause| pause.period.begin()).filter(|begin| *begin > day).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{State, state, testing::*};

    fn illness(begin: &str, end: &str) -> Pause {
        Pause { period: period(begin, end), reason: reason() }
    }

    fn paused(pauses: &[(&str, &str)]) -> Werkrelatie {
        let pauses = pauses.iter().map(|(begin, end)| illness(begin, end)).collect();
        Werkrelatie { pauses, ..werkrelatie("2026-01-01", "2026-12-31") }
    }

    fn periods(one: &Werkrelatie) -> Vec<Period> {
        one.pauses.iter().map(|pause| pause.period).collect()
    }

    #[test]
    fn a_pause_begins_now_or_later_within_the_werkrelatie() {
        let (one, today) = (werkrelatie("2026-01-01", "2026-12-31"), day("2026-06-01"));
        let code = |begin: &str| pause(&one, illness(begin, "9999-12-31"), today).map_err(|error| error.code());
        assert_eq!(state(&code("2026-06-01").unwrap(), today), State::Paused);
        assert_eq!(code("2026-05-31"), Err("pauseInPast"));
        assert_eq!(code("2027-01-01"), Err("pauseOutsideWerkrelatie"));
    }

    #[test]
    fn every_pause_stays_and_no_day_lies_in_two() {
        let (one, today) = (paused(&[("2026-03-01", "2026-03-31"), ("2026-09-01", "2026-09-30")]), day("2026-06-01"));
        let code = |begin: &str, end: &str| pause(&one, illness(begin, end), today).map_err(|error| error.code());
        let more = code("2026-07-01", "2026-08-31").unwrap();
        let expected = [("2026-03-01", "2026-03-31"), ("2026-07-01", "2026-08-31"), ("2026-09-01", "2026-09-30")];
        assert_eq!(periods(&more), expected.map(|(begin, end)| period(begin, end)));
        assert_eq!(state(&more, day("2026-03-31")), State::Paused);
        assert_eq!(code("2026-08-01", "2026-09-01"), Err("alreadyPaused"));
        assert_eq!(code("2026-09-30", "2026-10-31"), Err("alreadyPaused"));
        assert_eq!(code("2026-07-01", "9999-12-31"), Err("alreadyPaused"));
    }

    #[test]
    fn their_number_has_a_bound() {
        let mut one = werkrelatie("2026-01-01", "2036-12-31");
        let start = day("2026-01-01");
        for at in 0..MAX_PAUSES {
            let begin = start.plus_days(i64::try_from(2 * at).unwrap());
            one = pause(&one, Pause { period: Period::new(begin, begin).unwrap(), reason: reason() }, start).unwrap();
        }
        let refused = pause(&one, illness("2036-01-01", "2036-01-01"), start).unwrap_err();
        assert_eq!(refused.code(), "tooManyPauses");
    }

    #[test]
    fn resuming_works_from_today_on_the_running_pause_or_the_next() {
        let planned = ("2026-09-01", "2026-09-30");
        let one = paused(&[("2026-02-01", "2026-02-28"), planned]);
        let after = |begin, today: &str| periods(&resume(&one, begin, day(today)).unwrap());
        assert_eq!(after(None, "2026-02-10"), [period("2026-02-01", "2026-02-09"), period(planned.0, planned.1)]);
        assert_eq!(after(None, "2026-02-01"), [period(planned.0, planned.1)]);
        assert_eq!(after(None, "2026-01-20"), [period(planned.0, planned.1)]);
        assert_eq!(after(Some(day(planned.0)), "2026-02-10"), [period("2026-02-01", "2026-02-28")]);
        assert_eq!(after(None, "2026-03-01"), [period("2026-02-01", "2026-02-28")]);
        let refused = |begin, today: &str| resume(&one, begin, day(today)).unwrap_err().code();
        assert_eq!(refused(None, "2026-10-01"), "notPaused");
        assert_eq!(refused(Some(day("2026-02-01")), "2026-03-01"), "notPaused");
        let resumed = resume(&one, None, day("2026-02-10")).unwrap();
        assert_eq!((state(&resumed, day("2026-02-10")), resumed.version), (State::Active, 2));
    }

    #[test]
    fn pauses_that_touch_are_one_absence() {
        let one = paused(&[("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-31"), ("2026-04-02", "9999-12-31")]);
        assert_eq!(paused_until(&one, day("2026-02-10")), Some(day("2026-03-31")));
        assert_eq!(paused_until(&one, day("2026-04-01")), None);
        assert_eq!(paused_until(&one, day("2026-12-31")), Some(Day::FOREVER));
        assert_eq!(next_pause(&one, day("2026-03-01")), Some(day("2026-04-02")));
        assert_eq!(next_pause(&one, day("2026-04-02")), None);
    }
}
