//! Rules of the provider block.

use tfplugin::{
    diagnostic::Diagnostic,
    path::AttributePath,
    validate::{Checked, checked},
};

use crate::rules::{Rule, Violation};

static RULES: [&Rule; 3] = [&ACCOUNT_NOT_ALLOWED, &HALF_A_KEY, &TWO_SOURCES];

static ACCOUNT_NOT_ALLOWED: Rule = Rule::validate(
    "account-allowed",
    "The account is not allowed",
    "`alibaba.account_id` is one of `allowed_account_ids`.",
);

static HALF_A_KEY: Rule = Rule::validate(
    "access-key-pair",
    "Half of an AccessKey",
    "`access_key_id` and `access_key_secret` are set together.",
);
static TWO_SOURCES: Rule = Rule::validate(
    "credentials-once",
    "Two sources of credentials",
    "The provider block names one source of credentials.",
);

/// All of them.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.into_iter()
}

/// The ARN of an OIDC identity provider.
pub(in crate::config) fn oidc_provider_arn() -> Checked {
    checked(
        "oidc-provider-arn",
        "must be the ARN of an OIDC identity provider: `acs:ram::<account id>:oidc-provider/<name>`",
        |text| {
            let parts = text.strip_prefix("acs:ram::").and_then(|rest| rest.split_once(":oidc-provider/"));
            match parts {
                Some((id, name)) if !name.is_empty() && !id.is_empty() && id.chars().all(|c| c.is_ascii_digit()) => {
                    Ok(())
                }
                _ => Err(format!("{text:?} is not one.")),
            }
        },
    )
}

/// The block names an account and does not allow it.
pub(in crate::config) fn account_not_allowed(account_id: &str, allowed: &[&str]) -> Diagnostic {
    ACCOUNT_NOT_ALLOWED.broken(
        AttributePath::of(&["alibaba", "account_id"]),
        &Violation {
            found: format!(
                "account_id is {account_id:?}, and allowed_account_ids of the same provider block has only {}.",
                allowed.join(", ")
            ),
            allowed: "an account of allowed_account_ids".to_owned(),
            write: format!("the account that is meant, or {account_id:?} in allowed_account_ids as well"),
        },
    )
}

/// One of the two is there.
pub(in crate::config) fn half_a_key(id_is_missing: bool) -> Diagnostic {
    let (present, missing) =
        if id_is_missing { ("access_key_secret", "access_key_id") } else { ("access_key_id", "access_key_secret") };
    HALF_A_KEY.broken(
        AttributePath::of(&["alibaba", present]),
        &Violation {
            found: format!("The alibaba block has {present} without {missing}."),
            allowed: "both, or neither to use a profile or the environment".to_owned(),
            write: format!("{missing} as well, or none of the two"),
        },
    )
}

/// Two arguments that each say where the credentials come from.
pub(in crate::config) fn two_sources(first: &str, last: &str) -> Diagnostic {
    TWO_SOURCES.broken(
        AttributePath::of(&["alibaba", last]),
        &Violation {
            found: format!("The alibaba block has both {first} and {last}."),
            allowed: "one of them; assume_role may come on top".to_owned(),
            write: "the one that is meant".to_owned(),
        },
    )
}
