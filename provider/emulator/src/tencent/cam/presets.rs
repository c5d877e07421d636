//! The preset policies, which every account has.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::policy::Document;

/// A preset policy.
#[derive(Debug, Clone)]
pub(crate) struct Preset {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) text: String,
    pub(crate) document: Document,
}

/// All preset policies.
#[derive(Debug)]
pub(crate) struct Presets(BTreeMap<String, Preset>);

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: u64,
    description: String,
    /// For readers of the table: the source of the name.
    #[serde(rename = "source")]
    _source: String,
    actions: Vec<String>,
}

impl Presets {
    /// The policies. They are read once per process.
    #[expect(clippy::expect_used, reason = "the table is part of the program and parsed by a test")]
    pub(crate) fn builtin() -> &'static Self {
        static POLICIES: LazyLock<Presets> = LazyLock::new(|| {
            let rows: BTreeMap<String, Row> =
                toml::from_str(include_str!("presets.toml")).expect("the table of preset policies parses");
            Presets(rows.into_iter().map(|(name, row)| (name.clone(), row.preset(name))).collect())
        });
        &POLICIES
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Preset> {
        self.0.get(name)
    }

    pub(crate) fn with_id(&self, id: u64) -> Option<&Preset> {
        self.0.values().find(|preset| preset.id == id)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Preset> {
        self.0.values()
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl Row {
    #[expect(clippy::expect_used, reason = "a document written here has the right form")]
    fn preset(self, name: String) -> Preset {
        let statement = serde_json::json!({"effect": "allow", "action": self.actions, "resource": ["*"]});
        let text = serde_json::json!({"version": "2.0", "statement": [statement]}).to_string();
        let document = Document::cam_permission(&text, "").expect("the document is well-formed");
        Preset { id: self.id, name, description: self.description, text, document }
    }
}

#[cfg(test)]
mod tests {
    use super::Presets;
    use crate::policy::{Ask, Circumstances, Decision, decide};

    #[test]
    fn a_read_only_policy_grants_reading_of_its_product_only() {
        let policies = Presets::builtin();
        let document = &policies.named("QcloudCDBReadOnlyAccess").unwrap().document;
        let circumstances = Circumstances::of_cam_call(None);
        let resource = "qcs::cdb:ap-guangzhou:uin/1:instanceId/cdb-1";
        let says = |action| decide([document], Ask { action, resource, circumstances: &circumstances });
        assert_eq!(says("cdb:DescribeDBInstances"), Decision::Allowed);
        assert_eq!(says("cdb:DeleteDBInstance"), Decision::Silent);
        assert_eq!(says("redis:DescribeInstances"), Decision::Silent);
    }

    #[test]
    fn ids_are_unique() {
        let mut ids: Vec<u64> = Presets::builtin().iter().map(|preset| preset.id).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}
