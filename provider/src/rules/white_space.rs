//! White space around a value: a line break from a file, a space from a form.

use tfplugin::validate::Validator;

use super::{ValueRule, without_space_around};

const ID: &str = "white-space";
const REQUIREMENT: &str = "must not begin or end with white space";

static SHOWN: ValueRule =
    ValueRule::text(ID, "An ID, a name, a key or a path", REQUIREMENT, |text| without_space_around(text, |_| true));

/// The same rule for a value that may be a secret.
static HIDDEN: ValueRule = ValueRule::text(ID, "A value that may be a secret", REQUIREMENT, check);

pub(super) static RULES: [&ValueRule; 1] = [&SHOWN];

/// A text without white space around it. The message proposes the text without it.
pub(crate) fn no_space_around() -> impl Validator {
    &SHOWN
}

/// No white space at the beginning and at the end. The message does not show the value, which may be a secret.
pub(crate) fn no_white_space_around() -> impl Validator {
    &HIDDEN
}

fn check(text: &str) -> Result<(), String> {
    let begins = text.starts_with(char::is_whitespace);
    let last = text.chars().last().filter(|c| c.is_whitespace());
    match (text.trim().is_empty(), begins, last) {
        (true, true, _) => Err("It consists of white space.".to_owned()),
        (_, _, Some('\n' | '\r')) => Err("It ends with a line break. Remove it, for example with chomp(…).".to_owned()),
        (_, _, Some(_)) => Err("It ends with white space. Remove it, for example with trimspace(…).".to_owned()),
        (_, true, None) => Err("It begins with white space. Remove it, for example with trimspace(…).".to_owned()),
        (_, false, None) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_around_a_value_is_rejected_and_inside_it_is_not() {
        for good in ["", "a", "a b", "/home/a b/token"] {
            assert_eq!(check(good), Ok(()), "{good:?}");
        }
        for (bad, part) in [
            (" ", "consists of"),
            ("a\n", "chomp"),
            ("a\r\n", "chomp"),
            ("a ", "ends with white space"),
            ("\ta", "begins with"),
        ] {
            assert!(check(bad).unwrap_err().contains(part), "{bad:?}");
        }
    }
}
