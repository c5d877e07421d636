//! Durations in the notation of Terraform: `30s`, `10m`, `1h30m`.

use std::time::Duration;

use super::{Checked, checked};

/// Accepts a duration of more than 0, such as `45m` or `1h30m`.
pub fn duration() -> Checked {
    checked("duration", "must be a duration of more than 0, such as `30s`, `45m` or `1h30m`", |text| {
        match parse_duration(text)? {
            Duration::ZERO => Err(format!("{text:?} leaves no time. Remove the argument to use the default.")),
            _ => Ok(()),
        }
    })
}

/// Parses a duration: one or more whole or decimal numbers, each with a unit `ms`, `s`, `m` or `h`. The longest duration is
/// one year (`8760h`).
///
/// The notation is a subset of Go's `time.ParseDuration`, which Terraform uses for timeouts. The crates `jiff` and `humantime`
/// are not used because they also accept text that Go rejects, such as `1 hour`, `1h ago` or `PT1H`.
///
/// # Errors
/// A sentence that says what is wrong with the text and what to write instead.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text:?} is not a duration; write a number and its unit, such as `45m`.");
    let mut rest = text;
    let mut seconds = 0.0_f64;
    if rest.is_empty() {
        return Err(wrong());
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(wrong)?;
        let (number, tail) = rest.split_at(digits);
        let number: f64 = number.parse().map_err(|_| wrong())?;
        let unit_end = tail.find(|c: char| c.is_ascii_digit()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(unit_end);
        seconds += number
            * match unit {
                "ms" => 0.001,
                "s" => 1.0,
                "m" => 60.0,
                "h" => 3600.0,
                _ => return Err(wrong()),
            };
        rest = tail;
    }
    // A longer wait is not useful, and adding it to the current time could overflow.
    const LONGEST: f64 = 365.0 * 24.0 * 3600.0;
    if seconds > LONGEST {
        return Err(format!("{text:?} is more than a year; write at most `8760h`."));
    }
    Duration::try_from_secs_f64(seconds).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Validator as _;

    #[test]
    fn numbers_with_different_units_are_added() {
        assert_eq!(parse_duration("1h30m"), Ok(Duration::from_secs(5400)));
        assert_eq!(parse_duration("1.5s"), Ok(Duration::from_millis(1500)));
        assert_eq!(parse_duration("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(parse_duration("1.5h"), Ok(Duration::from_secs(5400)));
    }

    #[test]
    fn no_time_at_all_is_rejected() {
        for zero in ["0s", "0m", "0h0m0.0s", "0.0000000001ms"] {
            assert!(duration().check(&zero.into()).is_err(), "{zero:?}");
        }
        assert_eq!(duration().check(&"1ms".into()), Ok(()));
    }

    #[test]
    fn text_without_unit_or_number_and_other_notations_are_rejected() {
        for bad in ["", "30", "m", "10 m", "5d", "-5m", "1 hour", "1h ago", "PT1H", "3000000000000000h"] {
            assert!(parse_duration(bad).is_err(), "{bad:?}");
        }
    }
}
