use types::{Day, Period};

use crate::{Pause, Werkrelatie, WerkrelatieError, edit::changeable};

/// Pauses it: from the first to the last day of the pause its rights give nothing. A pause that begins today works at once.
///
/// # Errors
/// It ended or was removed, another pause runs or is planned, the pause begins before today or outside the werkrelatie.
pub fn pause(one: &Werkrelatie, pause: Pause, today: Day) -> Result<Werkrelatie, WerkrelatieError> {
    changeable(one, today)?;
    if let Some(running) = unfinished(one, today) {
        return Err(WerkrelatieError::AlreadyPaused(running.period));
    }
    if pause.period.begin() < today {
        return Err(WerkrelatieError::PauseInPast(today));
    }
    if !one.period.contains(pause.period.begin()) {
        return Err(WerkrelatieError::PauseOutside(one.period));
    }
    Ok(Werkrelatie { pause: Some(pause), version: one.version + 1, ..one.clone() })
}

/// Resumes it today: a pause that runs ended yesterday, one that is planned or began today never was.
///
/// # Errors
/// It ended or was removed, or no pause runs or is planned.
pub fn resume(one: &Werkrelatie, today: Day) -> Result<Werkrelatie, WerkrelatieError> {
    changeable(one, today)?;
    let running = unfinished(one, today).ok_or(WerkrelatieError::NotPaused)?;
    let past = Period::new(running.period.begin(), today.plus_days(-1)).ok();
    let pause = past.map(|period| Pause { period, reason: running.reason.clone() });
    Ok(Werkrelatie { pause, version: one.version + 1, ..one.clone() })
}

fn unfinished(one: &Werkrelatie, today: Day) -> Option<&Pause> {
    one.pause.as_ref().filter(|pause| pause.period.end() >= today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{State, state, testing::*};

    fn illness(begin: &str, end: &str) -> Pause {
        Pause { period: period(begin, end), reason: reason() }
    }

    #[test]
    fn a_pause_begins_now_or_later_within_the_werkrelatie() {
        let (one, today) = (werkrelatie("2026-01-01", "2026-12-31"), day("2026-06-01"));
        let code = |begin: &str| pause(&one, illness(begin, "9999-12-31"), today).map_err(|error| error.code());
        assert_eq!(state(&code("2026-06-01").unwrap(), today), State::Paused);
        assert_eq!(code("2026-05-31"), Err("pauseInPast"));
        assert_eq!(code("2027-01-01"), Err("pauseOutsideWerkrelatie"));
        let paused = code("2026-06-02").unwrap();
        assert_eq!(pause(&paused, illness("2026-09-01", "2026-09-02"), today).unwrap_err().code(), "alreadyPaused");
    }

    #[test]
    fn a_second_pause_follows_a_finished_one() {
        let one =
            pause(&werkrelatie("2026-01-01", "2026-12-31"), illness("2026-02-01", "2026-02-28"), day("2026-02-01")).unwrap();
        assert!(pause(&one, illness("2026-03-01", "2026-03-31"), day("2026-03-01")).is_ok());
        assert_eq!(resume(&one, day("2026-03-01")).unwrap_err().code(), "notPaused");
    }

    #[test]
    fn resuming_works_from_today() {
        let one =
            pause(&werkrelatie("2026-01-01", "2026-12-31"), illness("2026-02-01", "2026-02-28"), day("2026-01-15")).unwrap();
        assert_eq!(resume(&one, day("2026-01-20")).unwrap().pause, None);
        assert_eq!(resume(&one, day("2026-02-01")).unwrap().pause, None);
        let resumed = resume(&one, day("2026-02-10")).unwrap();
        assert_eq!(resumed.pause.as_ref().unwrap().period, period("2026-02-01", "2026-02-09"));
        assert_eq!((state(&resumed, day("2026-02-10")), resumed.version), (State::Active, 3));
    }
}
