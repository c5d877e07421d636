//! Times that servers of the cloud return: their clocks are not exactly equal.

use jiff::{SignedDuration, Timestamp};

/// By how much the clocks of two servers of the cloud may differ.
const DIFFERENCE: SignedDuration = SignedDuration::from_secs(5);

/// Whether an object was created since this time. `created` is RFC 3339. False if one of the times is not known.
pub(crate) fn is_since(created: &str, began: Option<Timestamp>) -> bool {
    let (Ok(created), Some(began)) = (created.parse::<Timestamp>(), began) else { return false };
    created.duration_since(began) >= -DIFFERENCE
}
