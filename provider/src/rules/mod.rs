//! What can be known before the cloud is asked: checks of single values, and the frame for rules across values, which
//! stand with their resource.

pub(crate) mod alibaba;
mod json;
mod rule;

pub(crate) use alibaba::*;
pub(crate) use json::{duplicate_key, normal_objects, same_objects};
pub(crate) use rule::{Phase, Rule, Violation};

use tfplugin::validate::Validator;

/// Applies a rule to one text, outside of a configuration.
pub(crate) fn check(rule: &impl Validator, text: &str) -> Result<(), String> {
    rule.check(&text.into()).map_err(|problem| format!("It {}. {problem}", rule.describe()))
}
