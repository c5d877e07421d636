//! Decoding of forms, and the percent-encoding of the signature rules.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// The characters that are written as `%XX`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Splits `a=b&c=d`, decoding `+` to a space and `%XX` to its byte. A key without `=` has an empty value.
pub(crate) fn decode(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode_part(key), decode_part(value))
        })
        .collect()
}

fn decode_part(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

/// Percent-encodes everything but `A-Z a-z 0-9 - _ . ~`, in upper-case hex (RFC 3986).
pub(crate) fn percent_encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::{decode, percent_encode};

    #[test]
    fn plus_is_a_space_and_escapes_are_bytes() {
        let decoded = decode("a=b+c&d=%E6%95%B0%2B&e&=f&g=1=2");
        let expected = [("a", "b c"), ("d", "数+"), ("e", ""), ("", "f"), ("g", "1=2")];
        assert_eq!(decoded, expected.map(|(k, v)| (k.to_owned(), v.to_owned())));
    }

    #[test]
    fn broken_escapes_stay_as_they_are() {
        assert_eq!(decode("a=100%&b=%zz&c=%4"), [("a", "100%"), ("b", "%zz"), ("c", "%4")].map(own));
    }

    #[test]
    fn only_unreserved_characters_stay() {
        assert_eq!(percent_encode("aZ09-_.~ *+/数"), "aZ09-_.~%20%2A%2B%2F%E6%95%B0");
    }

    fn own((key, value): (&str, &str)) -> (String, String) {
        (key.to_owned(), value.to_owned())
    }
}
