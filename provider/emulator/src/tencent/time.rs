//! Times in the formats of the cloud.

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, civil};

/// The time of an event that has not happened.
pub(crate) const NEVER: &str = "0000-00-00 00:00:00";

/// `2024-06-01 16:30:00`, the time of Beijing.
pub(crate) fn to_beijing(at: Timestamp) -> String {
    at.to_zoned(beijing()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// The same for an event that can be missing.
pub(crate) fn to_beijing_or_never(at: Option<Timestamp>) -> String {
    at.map_or_else(|| NEVER.to_owned(), to_beijing)
}

/// Reads `2024-06-01 16:30:00`, the time of Beijing.
pub(crate) fn parse_beijing(text: &str) -> Option<Timestamp> {
    let time = civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
    time.to_zoned(beijing()).ok().map(|zoned| zoned.timestamp())
}

fn beijing() -> TimeZone {
    TimeZone::fixed(Offset::constant(8))
}

#[cfg(test)]
mod tests {
    use super::{parse_beijing, to_beijing};

    #[test]
    fn times_are_those_of_beijing() {
        let at = "2024-06-01T20:30:00Z".parse().unwrap();
        assert_eq!(to_beijing(at), "2024-06-02 04:30:00");
        assert_eq!(parse_beijing("2024-06-02 04:30:00"), Some(at));
        for wrong in ["2024-06-02T04:30:00Z", "2024-06-02", "tomorrow", ""] {
            assert_eq!(parse_beijing(wrong), None, "{wrong}");
        }
    }
}
