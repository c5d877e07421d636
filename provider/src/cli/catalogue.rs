//! All rules with their ids, for documentation and tests.

use crate::{
    config, resources,
    rules::{Phase, Rule},
};

/// Rules on single values: their messages are made by the validators that carry these ids.
static SINGLE_VALUES: [Rule; 22] = [
    Rule::validate("known-word", "Invalid value", "An argument with a list of words has one of them."),
    Rule::validate("number-range", "Invalid value", "A number is within its limits."),
    Rule::validate("text-length", "Invalid value", "A text has a length within its limits."),
    Rule::validate("duration", "Invalid value", "A duration is a number with its unit, such as `45m`."),
    Rule::validate("account-id", "Invalid value", "An account id is 10 to 20 digits."),
    Rule::validate(
        "role-name",
        "Invalid value",
        "A role name is 1 to 64 letters, digits, `.` or `-`; not an ARN, and not `AliyunDTSDefaultRole`.",
    ),
    Rule::validate("role-arn", "Invalid value", "A role ARN is `acs:ram::<account id>:role/<name>`."),
    Rule::validate("session-name", "Invalid value", "A session name is 2 to 64 letters, digits, `.`, `@`, `-` or `_`."),
    Rule::validate(
        "endpoint-address",
        "Invalid value",
        "An address of a service is a host or an https URL; http is for loopback addresses.",
    ),
    Rule::validate("precheck-ignorable", "Invalid value", "Only precheck items that DTS lets one skip are ignored."),
    Rule::validate("engine-known", "Invalid value", "An engine is a database DTS migrates."),
    Rule::validate(
        "access-method-known",
        "Invalid value",
        "An access method is a way in which DTS reaches a database.",
    ),
    Rule::validate("region-format", "Invalid value", "A region is given by its id, such as `cn-hangzhou`."),
    Rule::validate("object-kind-known", "Invalid value", "Kinds of objects besides tables are the ones DTS knows."),
    Rule::validate("vpc-id", "Invalid value", "A VPC is given by its id, `vpc-…`."),
    Rule::validate("cen-id", "Invalid value", "A Cloud Enterprise Network instance is given by its id, `cen-…`."),
    Rule::validate("host-format", "Invalid value", "A host is a name or an address, without scheme and port."),
    Rule::validate(
        "objects-json",
        "Invalid value",
        "`objects_json` is DTS's JSON of objects, every key once, no database both whole and by its tables.",
    ),
    Rule::validate("trusted-accounts", "Invalid value", "A role trusts at least one account."),
    Rule::validate("policy-shape", "Invalid value", "A policy has a type, `System` or `Custom`, and a name."),
    Rule::validate(
        "oidc-provider-arn",
        "Invalid value",
        "An identity provider's ARN is `acs:ram::<account id>:oidc-provider/<name>`.",
    ),
    Rule::validate("alert-phones", "Invalid value", "Alerts go to at most ten mobile numbers of mainland China."),
];

/// One rule, as it is listed.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub(crate) struct Listed {
    /// Its id.
    pub(crate) id: &'static str,
    /// `error` or `warning`.
    pub(crate) severity: &'static str,
    /// `validate` or `plan`.
    pub(crate) phase: &'static str,
    /// What must hold.
    pub(crate) says: &'static str,
}

/// All rules, by id.
pub(crate) fn catalogue() -> Vec<Listed> {
    let mut all: Vec<Listed> = SINGLE_VALUES
        .iter()
        .chain(config::rules())
        .chain(resources::rules())
        .map(|rule| Listed {
            id: rule.id,
            severity: match rule.severity {
                tfplugin::diagnostic::Severity::Error => "error",
                tfplugin::diagnostic::Severity::Warning => "warning",
            },
            phase: match rule.phase {
                Phase::Validate => "validate",
                Phase::Plan => "plan",
            },
            says: rule.says,
        })
        .collect();
    all.sort_by_key(|rule| rule.id);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_stands_once_and_every_sentence_ends() {
        let all = catalogue();
        for pair in all.windows(2) {
            assert!(pair[0].id < pair[1].id, "{} stands twice", pair[1].id);
        }
        for rule in &all {
            assert!(
                rule.says.ends_with('.')
                    && rule.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
                "{rule:?}"
            );
        }
    }
}
