//! Times of DTS, which are Beijing time without a zone.

use jiff::Timestamp;

use crate::rules::tencent::from_beijing;

/// The point in time of `2026-01-01 08:00:00`; none for a time that is not set, which is empty or `0000-00-00 00:00:00`.
pub(super) fn timestamp(text: &str) -> Option<Timestamp> {
    from_beijing(text)?.parse().ok()
}

/// The same, as RFC 3339. Empty for a time that is not set.
pub(super) fn rfc3339(text: &str) -> String {
    timestamp(text).map(|time| time.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_beijing_time() {
        assert_eq!(rfc3339("2026-01-01 08:30:00"), "2026-01-01T00:30:00Z");
        for unset in ["", "0000-00-00 00:00:00"] {
            assert_eq!(rfc3339(unset), "");
        }
    }
}
