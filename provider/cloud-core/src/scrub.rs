//! Removes the secrets of a request from the texts of its answer.
//!
//! A service, a gateway or a proxy may repeat a part of the request in an error: the URL, a parameter, the token. The call
//! knows its secrets, so that each of them is replaced before a text becomes an error or a line of a log.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The text in place of a secret.
const MASK: &str = "(secret)";
/// A shorter text is not searched for: it would be found in ordinary words.
const SHORTEST: usize = 4;
/// What a URL or a form encodes: everything but letters, digits, `-`, `_`, `.` and `~`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The secrets of one request, in all forms in which an answer may repeat them. It has no `Debug`.
pub(crate) struct Scrubber(Vec<String>);

impl Scrubber {
    /// A scrubber for these secrets.
    pub(crate) fn of<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let long_enough = secrets.into_iter().filter(|secret| secret.len() >= SHORTEST);
        let mut forms: Vec<String> = long_enough.flat_map(forms_of).collect();
        // The longest first: a form may contain another one.
        forms.sort_unstable_by_key(|form| std::cmp::Reverse(form.len()));
        forms.dedup();
        Self(forms)
    }

    /// The text without secrets.
    pub(crate) fn scrub(&self, text: &str) -> String {
        let mut scrubbed = text.to_owned();
        for form in self.0.iter().filter(|form| text.contains(form.as_str())) {
            scrubbed = scrubbed.replace(form, MASK);
        }
        scrubbed
    }

    /// The body without secrets; `None` if it contains none.
    pub(crate) fn scrub_body(&self, body: &[u8]) -> Option<Vec<u8>> {
        let text = String::from_utf8_lossy(body);
        self.0.iter().any(|form| text.contains(form.as_str())).then(|| self.scrub(&text).into_bytes())
    }
}

/// A secret as it is, and as URLs, forms, JSON, HTML and Base64 write it.
fn forms_of(secret: &str) -> Vec<String> {
    let percent = percent_encoded(secret);
    let json = serde_json::to_string(secret).unwrap_or_default();
    let json = json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).unwrap_or_default().to_owned();
    let mut forms = vec![
        secret.to_owned(),
        percent_encoded_small(secret),
        percent.replace("%20", "+"),
        // An error about a signature shows the text that was signed, in which the parameters are encoded twice.
        percent_encoded(&percent),
        html_escaped(secret, "&#39;", "&#34;"),
        html_escaped(secret, "&#x27;", "&quot;"),
        html_escaped(secret, "'", "\""),
        json.replace('/', "\\/"),
        json,
        base64(secret.as_bytes()),
        percent,
    ];
    forms.retain(|form| form.len() >= SHORTEST);
    forms
}

/// The text percent-encoded, with capital letters.
fn percent_encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The text percent-encoded, with small letters.
fn percent_encoded_small(text: &str) -> String {
    let small = |piece: &str| if piece.starts_with('%') { piece.to_ascii_lowercase() } else { piece.to_owned() };
    utf8_percent_encode(text, RESERVED).map(small).collect()
}

fn html_escaped(text: &str, apostrophe: &str, quote: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    escaped.replace('\'', apostrophe).replace('"', quote)
}

/// Base64 without the characters at the end that depend on what follows; empty for a secret that is too short.
fn base64(bytes: &[u8]) -> String {
    let groups = if bytes.len() < 6 { 0 } else { bytes.len() / 3 };
    STANDARD.encode(&bytes[..3 * groups])
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "Canary pw/7&\"x'<é>!";

    #[test]
    fn a_secret_is_replaced_in_every_form() {
        let scrubber = Scrubber::of([SECRET, "other-canary"]);
        for form in [
            SECRET,
            "Canary%20pw%2F7%26%22x%27%3C%C3%A9%3E%21",
            "Canary%20pw%2f7%26%22x%27%3c%c3%a9%3e%21",
            "Canary+pw%2F7%26%22x%27%3C%C3%A9%3E%21",
            "Canary%2520pw%252F7%2526%2522x%2527%253C%25C3%25A9%253E%2521",
            r#"Canary pw/7&\"x'<é>!"#,
            r#"Canary pw\/7&\"x'<é>!"#,
            "Canary pw/7&amp;&quot;x&#x27;&lt;é&gt;!",
            "Canary pw/7&amp;&#34;x&#39;&lt;é&gt;!",
            "Q2FuYXJ5IHB3LzcmIngnPMOpPiE=",
        ] {
            let scrubbed = scrubber.scrub(&format!("POST /?Password={form}&Endpoint=src and other-canary"));
            assert!(scrubbed.starts_with("POST /?Password=(secret)"), "{form}: {scrubbed}");
            assert!(scrubbed.ends_with("&Endpoint=src and (secret)"), "{form}: {scrubbed}");
        }
    }

    #[test]
    fn a_text_without_a_secret_stays_as_it_is() {
        let scrubber = Scrubber::of(["abc", "canary-7"]);
        assert_eq!(scrubber.scrub("an abc of errors"), "an abc of errors", "too short to be searched for");
        assert_eq!(Scrubber::of([]).scrub("canary-7"), "canary-7");
    }
}
