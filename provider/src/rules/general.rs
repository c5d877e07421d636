//! The rules that `tfplugin` checks. Each use of one of its validators has its own limits and describes them itself;
//! the list of rules has one sentence for all uses.

use tfplugin::schema::{ELEMENT_RULE, REQUIRED_RULE};

use super::Rule;

const TITLE: &str = "Invalid value";

static RULES: [Rule; 6] = [
    Rule::validate("known-word", TITLE, "An argument with a list of valid values must have one of them."),
    Rule::validate("number-range", TITLE, "A number must be within its limits."),
    Rule::validate("text-length", TITLE, "The length of a text must be within its limits."),
    Rule::validate("duration", TITLE, "A duration must be a number with its unit, such as `45m`, and more than 0."),
    Rule::validate(REQUIRED_RULE, "Missing value", "A required argument must not be null."),
    Rule::validate(
        ELEMENT_RULE,
        TITLE,
        "An element of a list, a set or a map must not be null. The only exception is tags: a tag with the value null is ignored.",
    ),
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
        assert!(general_rules().map(|rule| rule.id).eq(validators.into_iter().chain([REQUIRED_RULE, ELEMENT_RULE])));
    }
}
