//! `Reserved` in the answers of the describe calls.

use serde_json::{Value, json};

use crate::alibaba::dts::configuration::reserve::{NUMBERS, of};
use crate::alibaba::dts::configuration::{Side, text};
use crate::alibaba::dts::job::Job;

/// The text of `Reserved`: the settings with their defaults, and keys that the server adds.
pub(crate) fn as_shown(job: &Job) -> String {
    let mut shown = of(&job.parameters);
    shown.entry("targetTableMode").or_insert_with(|| json!("0"));
    for (key, default) in NUMBERS {
        let number = text(&shown, key).and_then(|text| text.parse().ok()).unwrap_or(default);
        shown.insert(key.to_owned(), json!(number));
    }
    for side in Side::BOTH {
        let net = if job.side(side).kind() == "OTHER" { "INTERNET" } else { "VPC" };
        shown.insert(side.setting("NetType"), json!(net));
    }
    let source = job.side(Side::Source);
    if source.is_self_managed() && !source.field("IP").is_empty() {
        shown.insert("srcHostPorts".to_owned(), json!(format!("{}:{}", source.field("IP"), source.field("Port"))));
    }
    if let Some(version) = &job.source_version {
        shown.insert("SourceEngineVersion".to_owned(), json!(version));
    }
    shown.insert("useJobTask".to_owned(), json!("1"));
    Value::Object(shown).to_string()
}
