//! Validators of text. Each one also checks all known elements of a list or a set of text.

use std::collections::BTreeSet;

use super::Validator;
use crate::value::Value;

/// Accepts one of a list of words.
pub fn one_of(words: &'static [&'static str]) -> OneOf {
    OneOf { words, names: &[] }
}

/// Accepts one of a list of words: see [`one_of`].
#[derive(Clone, Copy, Debug)]
pub struct OneOf {
    words: &'static [&'static str],
    names: &'static [(&'static str, &'static str)],
}

impl OneOf {
    /// Other names of the words, in lower case, each with its word: they are not accepted, and the error suggests the word.
    #[must_use]
    pub fn also_called(self, names: &'static [(&'static str, &'static str)]) -> Self {
        Self { names, ..self }
    }

    fn meant(&self, text: &str) -> Option<&'static str> {
        let name = normalized(text.trim());
        // A use of the validator may have a part of the words only.
        let is_valid = |word: &&str| self.words.contains(word);
        let called = self.names.iter().filter(|(other, _)| *other == name).map(|(_, word)| *word).find(is_valid);
        called.or_else(|| nearest(text, self.words))
    }
}

impl Validator for OneOf {
    fn rule(&self) -> &'static str {
        "known-word"
    }

    fn describe(&self) -> String {
        let quoted: Vec<String> = self.words.iter().map(|word| format!("`{word}`")).collect();
        format!("must be one of {}", quoted.join(", "))
    }

    fn is_of_elements(&self) -> bool {
        true
    }

    fn check(&self, value: &Value) -> Result<(), String> {
        each_text(value, |text| {
            if self.words.contains(&text) {
                return Ok(());
            }
            let hint = self.meant(text).map(|word| format!(" Did you mean `{word}`?")).unwrap_or_default();
            Err(format!("{} is not valid.{hint}", shown(text)))
        })
    }
}

/// Accepts text with a number of characters (not bytes) in a range, including both limits.
pub fn length(range: std::ops::RangeInclusive<usize>) -> impl Validator {
    Length(range)
}

/// Accepts text that is not empty.
pub fn not_empty() -> impl Validator {
    Length(1..=usize::MAX)
}

struct Length(std::ops::RangeInclusive<usize>);

impl Validator for Length {
    fn rule(&self) -> &'static str {
        "text-length"
    }

    fn describe(&self) -> String {
        if *self.0.end() == usize::MAX {
            return "must not be empty".to_owned();
        }
        format!("must be {} to {} characters long", self.0.start(), self.0.end())
    }

    fn is_of_elements(&self) -> bool {
        true
    }

    fn check(&self, value: &Value) -> Result<(), String> {
        each_text(value, |text| {
            let count = text.chars().count();
            match count {
                _ if self.0.contains(&count) => Ok(()),
                0 => Err("It is empty. An environment variable such as TF_VAR_… with an empty value counts as set."
                    .to_owned()),
                count => Err(format!("It has {count} characters.")),
            }
        })
    }
}

/// Accepts text for which a function returns no error. `rule` is the ID of the rule, and `description` the result of
/// [`Validator::describe`]. The function's error is a sentence or two: what is wrong, and what to write instead.
pub fn checked(rule: &'static str, description: &'static str, check: fn(&str) -> Result<(), String>) -> Checked {
    Checked { rule, description, check }
}

/// The validator that [`checked`] returns.
pub struct Checked {
    rule: &'static str,
    description: &'static str,
    check: fn(&str) -> Result<(), String>,
}

impl Validator for Checked {
    fn rule(&self) -> &'static str {
        self.rule
    }

    fn describe(&self) -> String {
        self.description.to_owned()
    }

    fn is_of_elements(&self) -> bool {
        true
    }

    fn check(&self, value: &Value) -> Result<(), String> {
        each_text(value, self.check)
    }
}

/// Applies a check to text, or to each known text in a list or a set.
fn each_text(value: &Value, mut check: impl FnMut(&str) -> Result<(), String>) -> Result<(), String> {
    match value {
        Value::String(text) => check(text),
        Value::List(items) => {
            let problems: Vec<String> =
                items.iter().filter_map(Value::as_str).filter_map(|text| check(text).err()).collect();
            if problems.is_empty() { Ok(()) } else { Err(problems.join(" ")) }
        }
        _ => Ok(()),
    }
}

/// Longest text of a configuration in a message.
const SHOWN: usize = 80;

/// A text in quotation marks. A long one is cut.
fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{:?}… ({} characters)", &text[..end], text.chars().count()),
        None => format!("{text:?}"),
    }
}

/// The longest text that can be a misspelled word. The comparison of a very long text takes seconds.
const LONGEST_MISSPELT: usize = 200;

/// The word that a misspelled text most likely means, for a hint such as "Did you mean …?".
///
/// Case and the separators `-`, `_` and space make no difference. At most two edits (a letter inserted, removed, replaced,
/// or exchanged with its neighbour) may lie between the text and the word, and at most one for each two letters. Otherwise it is the
/// only word that has all parts of the text between separators, or whose parts the text has.
pub fn nearest<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    if text.len() > LONGEST_MISSPELT {
        return None;
    }
    let text = normalized(text);
    let by_letters = words
        .iter()
        .map(|word| (strsim::osa_distance(&text, &normalized(word)), *word))
        .min()
        .filter(|(distance, word)| *distance <= 2.min(word.len() / 2))
        .map(|(_, word)| word);
    by_letters.or_else(|| only_with_the_same_parts(&text, words))
}

/// A text without the differences of case and separators.
fn normalized(text: &str) -> String {
    text.to_lowercase().replace(['-', ' '], "_")
}

/// The only word that has all parts of the text, or whose parts the text has.
fn only_with_the_same_parts<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    let parts = |text: &str| -> BTreeSet<String> { text.split('_').map(str::to_owned).collect() };
    let given = parts(text);
    let fits = |word: &&&str| {
        let of_word = parts(&normalized(word));
        given.is_subset(&of_word) || of_word.is_subset(&given)
    };
    let mut fitting = words.iter().filter(fits);
    fitting.next().filter(|_| fitting.next().is_none()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_name_of_a_word_is_refused_with_the_word() {
        let validator = one_of(&["running", "suspended"]).also_called(&[("paused", "suspended")]);
        let said = |text: &str| validator.check(&Value::from(text)).unwrap_err();
        assert_eq!(said("Paused"), "\"Paused\" is not valid. Did you mean `suspended`?");
        assert_eq!(said("runing"), "\"runing\" is not valid. Did you mean `running`?");
        assert!(validator.check(&Value::from("suspended")).is_ok());
        let classes = one_of(&["small", "large"]).also_called(&[("tiny", "micro"), ("tiny", "small")]);
        assert_eq!(classes.check(&Value::from("tiny")).unwrap_err(), "\"tiny\" is not valid. Did you mean `small`?");
    }

    #[test]
    fn the_error_for_an_unknown_word_suggests_the_nearest_one() {
        let validator = one_of(&["schema", "full", "incremental"]);
        assert_eq!(validator.check(&"full".into()), Ok(()));
        assert!(validator.check(&"Incremantal".into()).unwrap_err().contains("Did you mean `incremental`?"));
        assert!(!validator.check(&"xyz".into()).unwrap_err().contains("Did you mean"));
        assert!(validator.check(&Value::List(vec!["full".into(), "none".into()])).is_err());
        let both = validator.check(&Value::List(vec!["none".into(), "all".into()])).unwrap_err();
        assert_eq!(both, "\"none\" is not valid. \"all\" is not valid. Did you mean `full`?");
        assert!(validator.check(&"x".repeat(1_000_000).into()).unwrap_err().len() < 150);
    }

    #[test]
    fn a_missing_or_an_additional_part_does_not_hide_the_hint() {
        let methods = ["alibaba_cloud_instance", "ecs", "express_connect", "public_ip"];
        assert_eq!(nearest("alibaba_instance", &methods), Some("alibaba_cloud_instance"));
        assert_eq!(nearest("ecs-instance", &methods), Some("ecs"));
        assert_eq!(nearest("cloud", &["cloud_alpha", "cloud_beta"]), None, "either may be meant");
        assert_eq!(nearest("vpc_peering", &methods), None);
    }

    #[test]
    fn separators_case_and_transposed_letters_do_not_hide_the_hint() {
        let regions = ["cn-hangzhou", "cn-beijing", "cn-shanghai-finance-1"];
        for (text, meant) in [
            ("cn_shanghai_finance_1", Some("cn-shanghai-finance-1")),
            ("CN Shanghai Finance 1", Some("cn-shanghai-finance-1")),
            ("cn-hangzhuo", Some("cn-hangzhou")),
            ("cn-ebijing", Some("cn-beijing")),
            ("us-west-1", None),
        ] {
            assert_eq!(nearest(text, &regions), meant, "{text}");
        }
        assert_eq!(nearest("caught-up", &["caught_up"]), Some("caught_up"));
    }

    #[test]
    fn length_counts_characters() {
        let validator = length(1..=3);
        assert_eq!(validator.check(&"数据库".into()), Ok(()));
        assert!(validator.check(&"four".into()).unwrap_err().contains("4 characters"));
        assert!(not_empty().check(&"".into()).is_err());
    }
}
