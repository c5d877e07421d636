//! Rules on single values of the resource.

use tfplugin::validate::Validator;

use super::engine_policies::engines_with_policy;
use crate::{
    facts::tencent::{engine, limit},
    rules::{Check, Requirement, ValueRule, shown},
};

static ENGINES: ValueRule = ValueRule {
    id: "trust-engine",
    subject: "An engine of `source_engines`",
    requirement: Requirement::Computed(|| {
        format!("must be an engine whose read-only policy is known: {}", engines_with_policy().join(", "))
    }),
    check: Check::Text(check_engine),
};

static POLICIES: ValueRule = ValueRule::text(
    "cam-policy-name",
    "The name of a policy in CAM",
    "must have 1 to 128 letters, digits, `+`, `=`, `,`, `.`, `@`, `-` or `_`",
    check_policy,
);

static DESCRIPTION: ValueRule = ValueRule::text(
    "cam-description",
    "The description of a CAM role or policy",
    "must have 1 to 300 bytes in UTF-8",
    check_description,
);

pub(super) static VALUE_RULES: [&ValueRule; 3] = [&ENGINES, &POLICIES, &DESCRIPTION];

/// Engines whose policies are known.
pub(super) fn engines() -> impl Validator {
    &ENGINES
}

/// Names of policies.
pub(in crate::resources::tencent) fn policies() -> &'static ValueRule {
    &POLICIES
}

/// A description.
pub(in crate::resources::tencent) fn description() -> impl Validator {
    &DESCRIPTION
}

fn check_engine(text: &str) -> Result<(), String> {
    let known = engines_with_policy();
    if known.contains(&text) {
        return Ok(());
    }
    match engine(text) {
        Some(row) => Err(format!(
            "The name of the read-only policy of {} is not published. Remove source_engines, and write the names of the policies in \
             permission_policies.",
            row.name
        )),
        None => {
            let hint = tfplugin::validate::nearest(text, &known).map(|word| format!(" Did you mean {word:?}?"));
            Err(format!("{} is not an engine.{}", shown(text), hint.unwrap_or_default()))
        }
    }
}

fn check_policy(text: &str) -> Result<(), String> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "+=,.@-_".contains(c);
    match text.chars().find(|c| !is_allowed(*c)) {
        Some(other) => Err(format!("{} contains {other:?}.", shown(text))),
        None if text.is_empty() => Err("A name is empty.".to_owned()),
        None if text.len() > 128 => Err(format!("{} has {} characters.", shown(text), text.len())),
        None => Ok(()),
    }
}

fn check_description(text: &str) -> Result<(), String> {
    let most = limit("role.description").max;
    match i64::try_from(text.len()).unwrap_or(i64::MAX) {
        0 => Err("It is empty. Remove the argument if it has no text.".to_owned()),
        bytes if bytes > most => Err(format!("It has {bytes} bytes.")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_has_a_policy_with_a_known_name() {
        for right in ["mysql", "mongodb", "sqlserver", "redis"] {
            assert_eq!(check_engine(right), Ok(()), "{right}");
        }
        assert!(check_engine("tdsqlmysql").unwrap_err().contains("in permission_policies"));
        assert!(check_engine("mysqll").unwrap_err().contains("Did you mean \"mysql\"?"));
    }

    #[test]
    fn names_and_descriptions_have_limits() {
        assert_eq!(check_policy("QcloudDTSReadOnlyAccess"), Ok(()));
        for wrong in ["", "a b", &"x".repeat(129)] {
            assert!(check_policy(wrong).is_err(), "{wrong}");
        }
        assert_eq!(check_description(&"é".repeat(150)), Ok(()));
        assert!(check_description(&"é".repeat(151)).unwrap_err().contains("302 bytes"));
        assert!(check_description("").is_err());
    }
}
