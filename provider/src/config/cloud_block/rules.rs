//! Rules of the block of a cloud.

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    path::AttributePath,
};

use super::Arguments;
use crate::rules::{Rule, Violation};

static RULES: [&Rule; 5] =
    [&ACCOUNT_NOT_ALLOWED, &INCOMPLETE_KEY, &TWO_SOURCES, &TOKEN_WITHOUT_KEY, &ROLE_OF_OTHER_ACCOUNT];

static ACCOUNT_NOT_ALLOWED: Rule = Rule::validate(
    "account-allowed",
    "The account is not allowed",
    "The `account_id` of a cloud must be one of `allowed_account_ids`.",
);

static INCOMPLETE_KEY: Rule = Rule::validate(
    "access-key-pair",
    "Incomplete key",
    "The ID and the secret of a key (`access_key_id` and `access_key_secret`, `secret_id` and `secret_key`) must be set together.",
);
static TWO_SOURCES: Rule = Rule::validate(
    "credentials-once",
    "Two sources of credentials",
    "The block of a cloud must name only one source of credentials.",
);

static TOKEN_WITHOUT_KEY: Rule = Rule::validate(
    "security-token-alone",
    "Security token without a key",
    "`security_token` must be set together with the ID and the secret of a key.",
);
static ROLE_OF_OTHER_ACCOUNT: Rule = Rule::validate(
    "role-account",
    "The role belongs to another account",
    "The role to assume must belong to the account of `account_id` and of `allowed_account_ids`.",
);

/// The rules of the block.
pub(in crate::config) fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.into_iter()
}

/// Checks the block. `allowed_ids` is `allowed_account_ids` of the provider block, if it is set and completely known.
pub(in crate::config) fn check(block: &Arguments<'_>, allowed_ids: Option<&[&str]>, diagnostics: &mut Diagnostics) {
    let [(_, id), (_, secret)] = block.key;
    if id.is_null() != secret.is_null() {
        diagnostics.push(incomplete_key(block));
    }
    if block.security_token.is_known() && id.is_null() && secret.is_null() {
        diagnostics.push(token_without_key(block));
    }
    diagnostics.extend(role_of_other_account(block, allowed_ids));
    if let [first, .., last] = block.credential_sources().as_slice() {
        diagnostics.push(two_sources(block, first, last));
    }
    if let (Some(id), Some(allowed)) = (block.account_id.as_str(), allowed_ids)
        && !allowed.contains(&id)
    {
        diagnostics.push(account_not_allowed(block, id, allowed));
    }
}

/// The block names an account that the provider block does not allow.
fn account_not_allowed(block: &Arguments<'_>, account_id: &str, allowed: &[&str]) -> Diagnostic {
    ACCOUNT_NOT_ALLOWED.broken(
        AttributePath::of(&[block.block, "account_id"]),
        &Violation {
            found: format!(
                "account_id is {account_id:?}, but allowed_account_ids of the same provider block has only {}.",
                allowed.join(", ")
            ),
            allowed: "one of the IDs in allowed_account_ids".to_owned(),
            fix: format!("change account_id, or add {account_id:?} to allowed_account_ids"),
        },
    )
}

/// Only one of the two arguments is set.
fn incomplete_key(block: &Arguments<'_>) -> Diagnostic {
    let [(id, id_value), (secret, _)] = block.key;
    let (present, missing) = if id_value.is_null() { (secret, id) } else { (id, secret) };
    INCOMPLETE_KEY.broken(
        AttributePath::of(&[block.block, present]),
        &Violation {
            found: format!("The {} block has {present} without {missing}.", block.block),
            allowed: "both arguments, or neither of them (then a profile or the environment is used)".to_owned(),
            fix: format!("set {missing} as well, or remove {present}"),
        },
    )
}

/// Two arguments each name a source of credentials.
fn two_sources(block: &Arguments<'_>, first: &str, last: &str) -> Diagnostic {
    TWO_SOURCES.broken(
        AttributePath::of(&[block.block, last]),
        &Violation {
            found: format!("The {} block has both {first} and {last}.", block.block),
            allowed: "one of the two; assume_role can be added to it".to_owned(),
            fix: format!("remove {first} or {last}"),
        },
    )
}

fn token_without_key(block: &Arguments<'_>) -> Diagnostic {
    let [(id, _), (secret, _)] = block.key;
    TOKEN_WITHOUT_KEY.broken(
        AttributePath::of(&[block.block, "security_token"]),
        &Violation {
            found: format!(
                "The {} block has security_token without {id} and {secret}, so it would not be used.",
                block.block
            ),
            allowed: "all three arguments, or none of them (then a profile or the environment is used)".to_owned(),
            fix: format!("set {id} and {secret} as well, or remove security_token"),
        },
    )
}

/// The last role that the provider assumes decides about the account of all calls.
fn role_of_other_account(arguments: &Arguments<'_>, allowed_ids: Option<&[&str]>) -> Option<Diagnostic> {
    let (block, arn) = arguments.role?;
    let account = (arguments.account_of_role)(arn.as_str()?)?;
    let (setting, expected) = match (arguments.account_id.as_str(), allowed_ids) {
        (Some(id), _) if id != account => (format!("{}.account_id is", arguments.block), id.to_owned()),
        (None, Some(allowed))
            if !arguments.account_id.is_unknown() && !allowed.is_empty() && !allowed.contains(&account) =>
        {
            ("allowed_account_ids has only".to_owned(), allowed.join(", "))
        }
        _ => return None,
    };
    Some(ROLE_OF_OTHER_ACCOUNT.broken(
        AttributePath::of(&[arguments.block, block, "role_arn"]),
        &Violation {
            found: format!("The role of {block} belongs to account {account}, but {setting} {expected}."),
            allowed: format!("a role of account {expected}"),
            fix: "correct the role_arn, or the account ID".to_owned(),
        },
    ))
}
