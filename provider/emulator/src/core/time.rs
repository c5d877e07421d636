//! Times in the formats of the APIs.

use jiff::Timestamp;

/// The time at which the objects of the world file were created: 2024-01-01.
pub(crate) const WORLD_BEGAN_MILLISECONDS: i64 = 1_704_067_200_000;

/// `2024-06-01T08:30:00Z`, the form of every date but those of precheck items.
pub(crate) fn to_seconds(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `Sat, 01 Jun 2024 08:30:00 GMT`, the form of the header `Date`.
pub(crate) fn to_http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// `2024-06-01T08:30:00.000+00:00`, the form in precheck items.
pub(crate) fn to_milliseconds(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3f+00:00").to_string()
}

/// Reads exactly `YYYY-MM-DDThh:mm:ssZ`.
pub(crate) fn parse_seconds(text: &str) -> Option<Timestamp> {
    if text.len() != 20 || !text.ends_with('Z') || text.as_bytes()[10] != b'T' {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{parse_seconds, to_http_date, to_milliseconds, to_seconds};

    #[test]
    fn dates_round_trip_and_other_forms_are_refused() {
        let at = parse_seconds("2024-06-01T08:30:00Z").unwrap();
        assert_eq!(to_seconds(at), "2024-06-01T08:30:00Z");
        assert_eq!(to_milliseconds(at), "2024-06-01T08:30:00.000+00:00");
        assert_eq!(to_http_date(at), "Sat, 01 Jun 2024 08:30:00 GMT");
        for wrong in ["2024-06-01 08:30:00Z", "2024-06-01T08:30:00+0", "2024-06-01T08:30Z", "yesterday", ""] {
            assert!(parse_seconds(wrong).is_none(), "{wrong}");
        }
    }
}
