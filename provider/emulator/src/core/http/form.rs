//! Form decoding and the percent-encoding of the signature rules.

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
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%').then(|| hex_pair(bytes.get(at + 1..at + 3)?)).flatten();
        match (bytes[at], escaped) {
            (_, Some(byte)) => {
                out.push(byte);
                at += 2;
            }
            (b'+', None) => out.push(b' '),
            (byte, None) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn hex_pair(pair: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()
}

/// Percent-encodes everything but `A-Z a-z 0-9 - _ . ~`, in upper-case hex (RFC 3986).
pub(crate) fn percent_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
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
