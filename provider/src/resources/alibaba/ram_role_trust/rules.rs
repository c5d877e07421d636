//! Rules on single values of the resource.

use tfplugin::{validate::Validator, value::Value};

use crate::rules::{Check, Requirement, ValueRule};

static POLICIES: ValueRule = ValueRule {
    id: "policy-shape",
    subject: "The list of permission policies",
    requirement: Requirement::Fixed(
        "must contain policies with the `type` `System` or `Custom`, and a `name` with 1 to 128 characters",
    ),
    check: Check::Value(check_policies),
};

pub(super) static VALUE_RULES: [&ValueRule; 1] = [&POLICIES];

/// Policies with their type and name.
pub(super) fn policies() -> impl Validator {
    &POLICIES
}

fn check_policies(value: &Value) -> Result<(), String> {
    let Value::List(items) = value else { return Ok(()) };
    items.iter().try_for_each(check_policy)
}

fn check_policy(policy: &Value) -> Result<(), String> {
    match policy.attribute("type") {
        Value::String(kind) if kind != "System" && kind != "Custom" => {
            return Err(format!("{kind:?} is not a policy type. Valid values: \"System\", \"Custom\"."));
        }
        Value::Null => return Err("A policy has no type.".to_owned()),
        _ => {}
    }
    match policy.attribute("name") {
        Value::String(name) if !(1..=128).contains(&name.chars().count()) => {
            Err(format!("{name:?} is not the name of a policy."))
        }
        Value::Null => Err("A policy has no name.".to_owned()),
        _ => Ok(()),
    }
}
