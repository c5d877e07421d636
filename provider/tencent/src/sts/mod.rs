//! Security Token Service: the caller's identity, and temporary credentials of roles.

mod generated;

pub use generated::*;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but letters, digits, `-`, `_`, `.` and `~`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The form in which [`AssumeRole`] takes a policy.
///
/// ```
/// assert_eq!(tencent::sts::url_encoded_policy("{\"version\":\"2.0\"}"), "%7B%22version%22%3A%222.0%22%7D");
/// ```
pub fn url_encoded_policy(policy: &str) -> String {
    utf8_percent_encode(policy, RESERVED).to_string()
}
