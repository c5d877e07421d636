//! Rules on single values.

use tfplugin::{validate::Validator, value::Value};

/// A rule on one value. It is the only place for the rule's check and for its text: the schema, the messages and the list of
/// rules all take them from here.
#[derive(Debug)]
pub(crate) struct ValueRule {
    /// ID of the rule, printed with every message.
    pub(crate) id: &'static str,
    /// What the rule is about, as the subject of a sentence: `An account ID`.
    pub(crate) subject: &'static str,
    /// What must hold, as the rest of the sentence, without full stop: `must be …`.
    pub(crate) requirement: Requirement,
    /// The check of a known value.
    pub(crate) check: Check,
}

/// The text of a requirement.
#[derive(Debug)]
pub(crate) enum Requirement {
    /// A fixed text.
    Fixed(&'static str),
    /// A text with facts in it, such as the list of valid values.
    Computed(fn() -> String),
}

/// How a value is checked. The error is a sentence or two: what is wrong with the value and what to write instead.
#[derive(Debug)]
pub(crate) enum Check {
    /// Checks a text, or each known text of a list or set.
    Text(fn(&str) -> Result<(), String>),
    /// Checks the complete value.
    Value(fn(&Value) -> Result<(), String>),
}

impl ValueRule {
    /// A rule on texts with a fixed requirement.
    pub(crate) const fn text(
        id: &'static str,
        subject: &'static str,
        requirement: &'static str,
        check: fn(&str) -> Result<(), String>,
    ) -> Self {
        Self { id, subject, requirement: Requirement::Fixed(requirement), check: Check::Text(check) }
    }

    /// The rule as one sentence.
    pub(crate) fn sentence(&self) -> String {
        format!("{} {}.", self.subject, self.requirement.text())
    }

    /// Checks a text that is not part of a configuration, such as an import ID.
    ///
    /// # Errors
    /// What must hold, what is wrong and what to write instead.
    pub(crate) fn check_text(&self, text: &str) -> Result<(), String> {
        self.check.run(&text.into()).map_err(|problem| format!("It {}. {problem}", self.requirement.text()))
    }
}

impl Requirement {
    fn text(&self) -> String {
        match self {
            Self::Fixed(text) => (*text).to_owned(),
            Self::Computed(text) => text(),
        }
    }
}

impl Check {
    fn run(&self, value: &Value) -> Result<(), String> {
        match (self, value) {
            (Self::Value(check), value) => check(value),
            (Self::Text(check), Value::String(text)) => check(text),
            (Self::Text(check), Value::List(items)) => all(items.iter().filter_map(Value::as_str).map(check)),
            (Self::Text(_), _) => Ok(()),
        }
    }
}

/// What is wrong with all elements of a list.
fn all(checked: impl Iterator<Item = Result<(), String>>) -> Result<(), String> {
    let problems: Vec<String> = checked.filter_map(Result::err).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems.join(" ")) }
}

impl Validator for &'static ValueRule {
    fn rule(&self) -> &'static str {
        self.id
    }

    fn describe(&self) -> String {
        self.requirement.text()
    }

    fn is_of_elements(&self) -> bool {
        matches!(self.check, Check::Text(_))
    }

    fn check(&self, value: &Value) -> Result<(), String> {
        self.check.run(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static EVEN: ValueRule = ValueRule::text("even", "A word", "must have an even number of letters", |text| {
        if text.len().is_multiple_of(2) { Ok(()) } else { Err(format!("{text:?} has {}.", text.len())) }
    });

    #[test]
    fn a_text_rule_checks_texts_and_the_texts_of_lists() {
        let validator = &EVEN;
        assert_eq!(Validator::check(&validator, &"four".into()), Ok(()));
        let list = Value::List(vec!["four".into(), Value::Null, "three".into()]);
        assert_eq!(Validator::check(&validator, &list), Err("\"three\" has 5.".to_owned()));
        let wrong = Value::List(vec!["one".into(), "three".into()]);
        assert_eq!(Validator::check(&validator, &wrong), Err("\"one\" has 3. \"three\" has 5.".to_owned()));
        assert_eq!(Validator::check(&validator, &7.into()), Ok(()));
    }

    #[test]
    fn all_texts_come_from_the_rule() {
        assert_eq!(EVEN.sentence(), "A word must have an even number of letters.");
        assert_eq!((&EVEN).describe(), "must have an even number of letters");
        assert_eq!(EVEN.check_text("one").unwrap_err(), "It must have an even number of letters. \"one\" has 3.");
    }
}
