//! Texts of a configuration in messages, and the white space around them.

use tfplugin::validate::{Validator, checked, length};

/// The longest ID or name: of an object of a cloud, of a database object or of a user. Most limits are not documented (row
/// `length-of-names` of `unconfirmed.toml`), and all known ones are lower.
pub(crate) const LONGEST_NAME: usize = 256;
/// The longest secret: a password, a key or a token of temporary credentials. The documented tokens have at most 4096 bytes.
pub(crate) const LONGEST_SECRET: usize = 16_384;

/// The length of an ID or a name. A longer text is the content of a file, or a mistake in an expression.
pub(crate) fn name_length() -> impl Validator {
    length(1..=LONGEST_NAME)
}

/// A text that has more than white space.
pub(crate) fn not_blank() -> impl Validator {
    checked("text-length", "must not be empty", |text| match text.trim() {
        "" if text.is_empty() => Err("It is empty.".to_owned()),
        "" => Err("It consists of white space.".to_owned()),
        _ => Ok(()),
    })
}

/// The length of a password, a key or a token.
pub(crate) fn secret_length() -> impl Validator {
    length(1..=LONGEST_SECRET)
}

/// Longest text of a configuration in a message.
const LENGTH: usize = 80;

/// A text in quotation marks. A long one is cut.
pub(crate) fn shown(text: &str) -> String {
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{:?}… ({} characters)", &text[..end], text.chars().count()),
        None => format!("{text:?}"),
    }
}

/// `1 character`, `2 characters`.
pub(crate) fn characters(count: usize) -> String {
    format!("{count} character{}", if count == 1 { "" } else { "s" })
}

/// What is wrong with a text that begins or ends with white space, without what to write instead.
pub(crate) fn space_around(text: &str) -> Option<String> {
    let (first, last) = (text.chars().next()?, text.chars().next_back()?);
    let word = |c: char| if c == '\n' || c == '\r' { "a line break" } else { "white space" };
    match (first.is_whitespace(), last.is_whitespace()) {
        (true, _) => Some(format!("{} begins with {}.", shown(text), word(first))),
        (_, true) => Some(format!("{} ends with {}.", shown(text), word(last))),
        _ => None,
    }
}

/// Rejects white space around a text, and proposes the text without it if it passes the check.
///
/// # Errors
/// The text begins or ends with white space.
pub(crate) fn without_space_around(text: &str, check: impl Fn(&str) -> bool) -> Result<(), String> {
    let Some(found) = space_around(text) else { return Ok(()) };
    let trimmed = text.trim();
    // A line break is at the end of most files.
    let hint = match (trimmed.is_empty() || !check(trimmed), text.ends_with('\n')) {
        (true, _) => String::new(),
        (false, true) => format!(" Write {}, or chomp(file(…)) for the content of a file.", shown(trimmed)),
        (false, false) => format!(" Write {}.", shown(trimmed)),
    };
    Err(format!("{found}{hint}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(shown("a\n"), "\"a\\n\"");
        assert_eq!(shown(&"é".repeat(81)), format!("\"{}\"… (81 characters)", "é".repeat(80)));
    }

    #[test]
    fn white_space_around_a_text_is_named() {
        let refused = |text: &str| without_space_around(text, |text| !text.contains('/')).unwrap_err();
        assert_eq!(without_space_around("a b", |_| true), Ok(()));
        assert_eq!(refused(" a"), "\" a\" begins with white space. Write \"a\".");
        assert_eq!(
            refused("a\n"),
            "\"a\\n\" ends with a line break. Write \"a\", or chomp(file(…)) for the content of a file."
        );
        assert_eq!(refused("a/b "), "\"a/b \" ends with white space.");
        assert_eq!(refused(" "), "\" \" begins with white space.");
    }
}
