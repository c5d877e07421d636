//! Rules on single values of the provider block.

use tfplugin::{validate::Validator, value::Value};

use crate::rules::{Check, Requirement, ValueRule, alibaba, tencent};

static ALLOWED_ACCOUNTS: ValueRule = ValueRule {
    id: "allowed-accounts",
    subject: "The list of allowed accounts",
    requirement: Requirement::Fixed("must contain at least one account"),
    check: Check::Value(check_accounts),
};

static ALLOWED_ACCOUNT: ValueRule = ValueRule::text(
    "allowed-account-id",
    "An allowed account",
    "must be the ID of an Alibaba Cloud account, with 10 to 20 digits, or the UIN of a root account of Tencent Cloud, with 5 to 20 digits",
    |text| {
        let account = alibaba::account_id().check(&text.into());
        account.or_else(|problem| if tencent::is_uin(text) { Ok(()) } else { Err(problem) })
    },
);

pub(super) static VALUE_RULES: [&ValueRule; 2] = [&ALLOWED_ACCOUNTS, &ALLOWED_ACCOUNT];

/// An account of any cloud.
pub(super) fn allowed_account_id() -> impl Validator {
    &ALLOWED_ACCOUNT
}

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
