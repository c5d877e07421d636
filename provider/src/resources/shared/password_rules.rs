//! The rules of the arguments `password`, `password_wo` and `password_wo_version` of an endpoint.

use tfplugin::{diagnostic::Diagnostics, model::Attr, path::AttributePath};

use crate::rules::{Rule, Violation};

/// These rules.
pub(crate) static RULES: [&Rule; 3] = [&TWO, &WITHOUT_VERSION, &VERSION_ALONE];

static TWO: Rule =
    Rule::validate("password-once", "Two passwords", "An endpoint can have `password` or `password_wo`, not both.");
static WITHOUT_VERSION: Rule = Rule::validate(
    "password-version",
    "Missing password_wo_version",
    "`password_wo` needs `password_wo_version`. A change of the version sends the password again.",
);
static VERSION_ALONE: Rule = Rule::validate(
    "password-version-alone",
    "password_wo_version without password_wo",
    "`password_wo_version` needs `password_wo`.",
);
/// The passwords of an endpoint.
pub(crate) struct Passwords<'a> {
    /// Name of the block.
    pub(crate) block: &'static str,
    pub(crate) password: &'a Attr<String>,
    pub(crate) password_wo: &'a Attr<String>,
    pub(crate) password_wo_version: &'a Attr<i64>,
}

/// Checks the passwords of an endpoint.
pub(crate) fn check(end: &Passwords<'_>, out: &mut Diagnostics) {
    let block = end.block;
    let at = |argument: &str| AttributePath::of(&[block, argument]);
    match (end.password, end.password_wo) {
        // What is unknown may turn out null.
        (Attr::Known(_), Attr::Known(_)) => out.push(TWO.broken(
            at("password"),
            &Violation {
                found: format!("{block} has both password and password_wo."),
                allowed: "one of the two".to_owned(),
                fix: "remove password; it is stored in the state, but password_wo is not".to_owned(),
            },
        )),
        (Attr::Null, Attr::Known(_) | Attr::Unknown) if end.password_wo_version.is_null() => out.push(WITHOUT_VERSION.broken(
            at("password_wo"),
            &Violation {
                found: format!(
                    "{block}.password_wo is set without {block}.password_wo_version. Terraform cannot see a change of a write-only value."
                ),
                allowed: "password_wo with password_wo_version, a number; a change of it sends the password again".to_owned(),
                fix: "set password_wo_version = 1".to_owned(),
            },
        )),
        (Attr::Known(_), Attr::Null) if end.password_wo_version.is_known() => out.push(VERSION_ALONE.broken(
            at("password_wo_version"),
            &Violation {
                found: format!("{block}.password_wo_version has no effect on {block}.password."),
                allowed: "password_wo_version together with password_wo".to_owned(),
                fix: "use password_wo instead of password, or remove password_wo_version".to_owned(),
            },
        )),
        _ => {}
    }
}
