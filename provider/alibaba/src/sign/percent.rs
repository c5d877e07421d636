//! Percent-encoding as the signature requires it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but letters, digits, `-`, `_`, `.` and `~`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Keeps letters, digits, `-`, `_`, `.` and `~`; every other byte of the UTF-8 form becomes `%XX` in capitals.
///
/// ```
/// assert_eq!(alibaba::sign::percent_encode("a b*"), "a%20b%2A");
/// ```
pub fn percent_encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::percent_encode;

    #[test]
    fn plus_space_star_tilde_slash_and_utf8() {
        assert_eq!(percent_encode("a+b c*~/数"), "a%2Bb%20c%2A~%2F%E6%95%B0");
        assert_eq!(percent_encode("Az09-_."), "Az09-_.");
        assert_eq!(percent_encode(""), "");
    }
}
