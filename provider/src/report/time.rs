//! Times and durations.

use jiff::{SignedDuration, Timestamp};

/// A time that DTS returned as RFC 3339; none for a time that is not set.
pub(super) fn parsed(text: &str) -> Option<Timestamp> {
    text.trim().parse().ok()
}

/// `2026-01-31 08:30:00 UTC`.
pub(super) fn shown(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// `1 h 02 min 03 s`, without the parts before the first one that is not zero.
pub(super) fn duration(duration: SignedDuration) -> String {
    let seconds = duration.as_secs().max(0);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds} s"),
        (0, _) => format!("{minutes} min {seconds:02} s"),
        _ => format!("{hours} h {minutes:02} min {seconds:02} s"),
    }
}

/// A delay with the unit that fits: `40 ms`, `1.5 s`, `2 min 05 s`.
pub(super) fn delay(ms: i64) -> String {
    match ms {
        ..1000 => format!("{ms} ms"),
        1000..60_000 => {
            let (seconds, tenths) = (ms / 1000, ms % 1000 / 100);
            if tenths == 0 { format!("{seconds} s") } else { format!("{seconds}.{tenths} s") }
        }
        _ => duration(SignedDuration::from_millis(ms)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_that_are_not_set_are_none() {
        assert_eq!(parsed("2024-06-01T08:30:00.000+00:00"), parsed("2024-06-01T08:30:00Z"));
        assert!(parsed("2024-06-01T08:30:00Z").is_some());
        for text in ["", "0000-00-00 00:00:00", "-"] {
            assert!(parsed(text).is_none(), "{text}");
        }
        assert_eq!(shown("2024-06-01T08:30:00+02:00".parse().unwrap()), "2024-06-01 06:30:00 UTC");
    }

    #[test]
    fn durations_and_delays_have_the_unit_that_fits() {
        for (seconds, expected) in
            [(-1, "0 s"), (0, "0 s"), (59, "59 s"), (61, "1 min 01 s"), (3723, "1 h 02 min 03 s")]
        {
            assert_eq!(duration(SignedDuration::from_secs(seconds)), expected);
        }
        for (ms, expected) in [(0, "0 ms"), (999, "999 ms"), (1000, "1 s"), (1550, "1.5 s"), (125_000, "2 min 05 s")] {
            assert_eq!(delay(ms), expected);
        }
    }
}
