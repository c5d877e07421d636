//! Percent-encoding as the signature demands it.

use std::fmt::Write as _;

/// Keeps letters, digits, `-`, `_`, `.` and `~`; every other byte of the UTF-8 form becomes `%XX` in capitals.
pub fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
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
