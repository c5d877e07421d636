//! The Rego rules of `examples/policies`, on a plan.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regorus::{Engine, Value};
use serde_json::Value as Json;

use super::{Finding, Findings};

pub(super) fn policies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/policies")
}

/// All rules, without a list of trusted accounts.
static RULES: LazyLock<Engine> = LazyLock::new(|| {
    let mut engine = Engine::new();
    for entry in std::fs::read_dir(policies().join("rego")).unwrap() {
        engine.add_policy_from_file(entry.unwrap().path()).unwrap();
    }
    engine
});

/// The list of trusted accounts next to the rules.
pub(super) fn allow_list() -> Json {
    let text = std::fs::read_to_string(policies().join("allow-list.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The findings of the rules for a document.
pub(super) fn denied(document: &Json, allow_list: &Json) -> Vec<Json> {
    let mut engine = RULES.clone();
    engine.add_data_json(&allow_list.to_string()).unwrap();
    engine.set_input(Value::from_json_str(&document.to_string()).unwrap());
    let found = engine.eval_rule("data.dts.deny".to_owned()).unwrap();
    let found: Json = serde_json::from_str(&found.to_json_str().unwrap()).unwrap();
    found.as_array().unwrap().clone()
}

/// Each rule that objects, and the resource it objects to.
pub(super) fn findings(plan: &Json) -> Findings {
    let text = |found: &Json, key: &str| found[key].as_str().unwrap().to_owned();
    denied(plan, &allow_list())
        .iter()
        .map(|found| {
            let finding: Finding = (text(found, "rule"), text(found, "address"));
            let message = text(found, "msg");
            assert!(message.starts_with(&format!("{}: {}: ", finding.0, finding.1)), "{message}");
            assert!(!message.contains("null"), "{message}");
            finding
        })
        .collect()
}
