//! Rules of the `alibaba` block.

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
};

use super::Alibaba;
use crate::rules::{Rule, Violation, alibaba::parse_role_arn};

static RULES: [&Rule; 5] =
    [&ACCOUNT_NOT_ALLOWED, &INCOMPLETE_ACCESS_KEY, &TWO_SOURCES, &TOKEN_WITHOUT_KEY, &ROLE_OF_OTHER_ACCOUNT];

static ACCOUNT_NOT_ALLOWED: Rule = Rule::validate(
    "account-allowed",
    "The account is not allowed",
    "`alibaba.account_id` must be one of `allowed_account_ids`.",
);

static INCOMPLETE_ACCESS_KEY: Rule = Rule::validate(
    "access-key-pair",
    "Incomplete AccessKey",
    "`access_key_id` and `access_key_secret` must be set together.",
);
static TWO_SOURCES: Rule = Rule::validate(
    "credentials-once",
    "Two sources of credentials",
    "The provider block must name only one source of credentials.",
);

static TOKEN_WITHOUT_KEY: Rule = Rule::validate(
    "security-token-alone",
    "Security token without an AccessKey",
    "`security_token` must be set together with `access_key_id` and `access_key_secret`.",
);
static ROLE_OF_OTHER_ACCOUNT: Rule = Rule::validate(
    "role-account",
    "The role belongs to another account",
    "The role to assume must belong to the account of `alibaba.account_id` and of `allowed_account_ids`.",
);

/// The rules of the block.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.into_iter()
}

/// Checks the block. `allowed_ids` is `allowed_account_ids` of the provider block, if it is set and completely known.
pub(in crate::config) fn check(alibaba: &Alibaba, allowed_ids: Option<&[&str]>, diagnostics: &mut Diagnostics) {
    if alibaba.access_key_id.is_null() != alibaba.access_key_secret.is_null() {
        diagnostics.push(incomplete_access_key(alibaba.access_key_id.is_null()));
    }
    if alibaba.security_token.is_known() && alibaba.access_key_id.is_null() && alibaba.access_key_secret.is_null() {
        diagnostics.push(token_without_key());
    }
    diagnostics.extend(role_of_other_account(alibaba, allowed_ids));
    if let [first, .., last] = credential_sources(alibaba).as_slice() {
        diagnostics.push(two_sources(first, last));
    }
    if let (Some(id), Some(allowed)) = (alibaba.account_id.as_str(), allowed_ids)
        && !allowed.contains(&id)
    {
        diagnostics.push(account_not_allowed(id, allowed));
    }
}

/// The arguments that are set and that each are a source of credentials.
fn credential_sources(alibaba: &Alibaba) -> Vec<&'static str> {
    let all = [
        ("access_key_id", alibaba.access_key_id.is_known()),
        ("profile", alibaba.profile.is_known()),
        ("ecs_role_name", alibaba.ecs_role_name.is_known()),
        ("assume_role_with_oidc", alibaba.assume_role_with_oidc.is_known()),
    ];
    all.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
}

/// The block names an account that the provider block does not allow.
fn account_not_allowed(account_id: &str, allowed: &[&str]) -> Diagnostic {
    ACCOUNT_NOT_ALLOWED.broken(
        AttributePath::of(&["alibaba", "account_id"]),
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
fn incomplete_access_key(id_is_missing: bool) -> Diagnostic {
    let (present, missing) =
        if id_is_missing { ("access_key_secret", "access_key_id") } else { ("access_key_id", "access_key_secret") };
    INCOMPLETE_ACCESS_KEY.broken(
        AttributePath::of(&["alibaba", present]),
        &Violation {
            found: format!("The alibaba block has {present} without {missing}."),
            allowed: "both arguments, or neither of them (then a profile or the environment is used)".to_owned(),
            fix: format!("set {missing} as well, or remove {present}"),
        },
    )
}

/// Two arguments each name a source of credentials.
fn two_sources(first: &str, last: &str) -> Diagnostic {
    TWO_SOURCES.broken(
        AttributePath::of(&["alibaba", last]),
        &Violation {
            found: format!("The alibaba block has both {first} and {last}."),
            allowed: "one of the two; assume_role can be added to it".to_owned(),
            fix: format!("remove {first} or {last}"),
        },
    )
}

fn token_without_key() -> Diagnostic {
    TOKEN_WITHOUT_KEY.broken(
        AttributePath::of(&["alibaba", "security_token"]),
        &Violation {
            found: "The alibaba block has security_token without access_key_id and access_key_secret, so it would not be used."
                .to_owned(),
            allowed: "all three arguments, or none of them (then a profile or the environment is used)".to_owned(),
            fix: "set access_key_id and access_key_secret as well, or remove security_token".to_owned(),
        },
    )
}

/// The last role that the provider assumes decides about the account of all calls.
fn role_of_other_account(alibaba: &Alibaba, allowed_ids: Option<&[&str]>) -> Option<Diagnostic> {
    let (block, arn) = match (&alibaba.assume_role, &alibaba.assume_role_with_oidc) {
        (Attr::Known(role), _) => ("assume_role", &role.role_arn),
        (Attr::Null, Attr::Known(role)) => ("assume_role_with_oidc", &role.role_arn),
        _ => return None,
    };
    let (account, _) = parse_role_arn(arn.as_str()?)?;
    let (setting, expected) = match (alibaba.account_id.as_str(), allowed_ids) {
        (Some(id), _) if id != account => ("alibaba.account_id is", id.to_owned()),
        (None, Some(allowed))
            if !alibaba.account_id.is_unknown() && !allowed.is_empty() && !allowed.contains(&account) =>
        {
            ("allowed_account_ids has only", allowed.join(", "))
        }
        _ => return None,
    };
    Some(ROLE_OF_OTHER_ACCOUNT.broken(
        AttributePath::of(&["alibaba", block, "role_arn"]),
        &Violation {
            found: format!("The role of {block} belongs to account {account}, but {setting} {expected}."),
            allowed: format!("a role of account {expected}"),
            fix: "correct the role_arn, or the account ID".to_owned(),
        },
    ))
}
