//! The system policies.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::policy::Document;

/// A policy of type System.
#[derive(Debug, Clone)]
pub(crate) struct SystemPolicy {
    pub(crate) description: String,
    pub(crate) text: String,
    pub(crate) document: Document,
}

/// All system policies by name.
#[derive(Debug)]
pub(crate) struct SystemPolicies(BTreeMap<String, SystemPolicy>);

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    description: String,
    /// For readers of the table: the source of the actions.
    #[serde(rename = "source")]
    _source: String,
    actions: Vec<String>,
}

impl SystemPolicies {
    /// The policies. They are read once per process.
    #[expect(clippy::expect_used, reason = "the table is part of the program and parsed by a test")]
    pub(crate) fn builtin() -> &'static Self {
        static POLICIES: LazyLock<SystemPolicies> = LazyLock::new(|| {
            let rows: BTreeMap<String, Row> =
                toml::from_str(include_str!("system_policies.toml")).expect("the system policy table parses");
            SystemPolicies(rows.into_iter().map(|(name, row)| (name, row.policy())).collect())
        });
        &POLICIES
    }

    pub(crate) fn get(&self, name: &str) -> Option<&SystemPolicy> {
        self.0.get(name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl Row {
    #[expect(clippy::expect_used, reason = "a document written here has the right form")]
    fn policy(self) -> SystemPolicy {
        let statement = serde_json::json!({"Effect": "Allow", "Action": self.actions, "Resource": "*"});
        let text = serde_json::json!({"Statement": [statement], "Version": "1"}).to_string();
        let document = Document::permission(&text).expect("the document is well-formed");
        SystemPolicy { description: self.description, text, document }
    }
}

#[cfg(test)]
mod tests {
    use super::SystemPolicies;
    use crate::policy::{Ask, Circumstances, Decision, decide};

    #[test]
    fn the_dts_role_policy_grants_what_dts_does_and_not_more() {
        let policies = SystemPolicies::builtin();
        let document = &policies.get("AliyunDTSRolePolicy").unwrap().document;
        let circumstances = Circumstances::of_service("2024-06-01T08:30:10Z".parse().unwrap());
        let resource = "acs:rds:cn-hangzhou:1:dbinstance/rm-1";
        let says = |action| decide([document], Ask { action, resource, circumstances: &circumstances });
        assert_eq!(says("rds:DescribeDBInstanceAttribute"), Decision::Allowed);
        assert_eq!(says("rds:DeleteDBInstance"), Decision::Silent);
        assert!(policies.get("AliyunDTSRolPolicy").is_none());
    }
}
