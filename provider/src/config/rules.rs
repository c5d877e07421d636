//! Rules on single values of the provider block.

use tfplugin::{validate::Validator, value::Value};

use crate::rules::{Check, Requirement, ValueRule};

static ALLOWED_ACCOUNTS: ValueRule = ValueRule {
    id: "allowed-accounts",
    subject: "The list of allowed accounts",
    requirement: Requirement::Fixed("must contain at least one account"),
    check: Check::Value(check_accounts),
};

pub(super) static VALUE_RULES: [&ValueRule; 1] = [&ALLOWED_ACCOUNTS];

/// At least one account.
pub(super) fn at_least_one_account() -> impl Validator {
    &ALLOWED_ACCOUNTS
}

fn check_accounts(value: &Value) -> Result<(), String> {
    match value {
        Value::List(items) if items.is_empty() => {
            Err("It is empty, so no account could be used. Remove the argument to allow all accounts.".to_owned())
        }
        _ => Ok(()),
    }
}
