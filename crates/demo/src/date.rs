use types::Day;

/// A day as the file writes it: `today`, `today+30d`, `today-2y`, `today+18m`, or `yyyy-MM-dd`.
///
/// # Errors
/// What was expected.
pub(crate) fn day(text: &str, today: Day) -> Result<Day, String> {
    let Some(rest) = text.trim().strip_prefix("today") else {
        return Day::parse(text).map_err(|error| format!("{error}; or today, today+30d, today-2y, today+18m"));
    };
    shifted(rest, today)
        .ok_or_else(|| "today, today+30d, today-2y or today+18m expected (d, m or y; at most 36500 days)".to_owned())
}

fn shifted(rest: &str, today: Day) -> Option<Day> {
    if rest.is_empty() {
        return Some(today);
    }
    let (sign, rest) = if let Some(rest) = rest.strip_prefix('+') { (1, rest) } else { (-1, rest.strip_prefix('-')?) };
    let unit = rest.chars().last()?;
    let digits = rest.strip_suffix(unit)?;
    let number: i64 =
        digits.parse().ok().filter(|number| *number <= 36_500 && digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    match unit {
        'd' => Some(today.plus_days(sign * number)),
        'm' => months(today, sign * number),
        'y' => months(today, sign * number * 12),
        _ => None,
    }
}

/// Calendar months; a day that the month does not have becomes its last one.
fn months(today: Day, shift: i64) -> Option<Day> {
    if shift.abs() > 1200 {
        return None;
    }
    if shift >= 0 {
        return Some(today.plus_months(u32::try_from(shift).ok()?));
    }
    let date = today.to_date();
    let month = i64::from(date.year()) * 12 + i64::from(u8::from(date.month())) - 1 + shift;
    let (year, month) = (i32::try_from(month.div_euclid(12)).ok()?, u8::try_from(month.rem_euclid(12) + 1).ok()?);
    (28..=date.day()).rev().chain([date.day()]).find_map(|day| Day::new(year, month, day).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_days_follow_the_calendar() {
        let today = Day::parse("2026-05-31").unwrap();
        for (text, expected) in [
            ("today", "2026-05-31"),
            ("today+30d", "2026-06-30"),
            ("today-1d", "2026-05-30"),
            ("today+1m", "2026-06-30"),
            ("today-3m", "2026-02-28"),
            ("today-2y", "2024-05-31"),
            ("today-6m", "2025-11-30"),
            ("2027-01-01", "2027-01-01"),
        ] {
            assert_eq!(day(text, today).unwrap().to_string(), expected, "{text}");
        }
        for bad in
            ["today+", "today+3", "today 3d", "today+3w", "today+-3d", "today+99999d", "yesterday", "2026-02-30", "today-é"]
        {
            assert!(day(bad, today).is_err(), "{bad}");
        }
    }
}
