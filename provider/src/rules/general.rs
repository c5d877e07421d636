//! The rules that the validators of `tfplugin` check. Each use of such a validator has its own limits and describes them itself;
//! the list of rules has one sentence for all uses.

use super::Rule;

const TITLE: &str = "Invalid value";

static RULES: [Rule; 4] = [
    Rule::validate("known-word", TITLE, "An argument with a list of valid values must have one of them."),
    Rule::validate("number-range", TITLE, "A number must be within its limits."),
    Rule::validate("text-length", TITLE, "The length of a text must be within its limits."),
    Rule::validate("duration", TITLE, "A duration must be a number with its unit, such as `45m`."),
];

/// These rules.
pub(crate) fn general_rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter()
}

#[cfg(test)]
mod tests {
    use tfplugin::validate::{Validator, duration, in_range, not_empty, one_of};

    use super::*;

    #[test]
    fn each_validator_has_its_rule() {
        let validators = [one_of(&[]).rule(), in_range(0..=1, "").rule(), not_empty().rule(), duration().rule()];
        assert_eq!(general_rules().map(|rule| rule.id).collect::<Vec<_>>(), validators);
    }
}
