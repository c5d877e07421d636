//! `Reserve`: settings that travel as JSON text, and come back as `Reserved` with some more.

mod keys;

pub(crate) use keys::{check, check_limits};

use serde_json::{Value, json};

use super::endpoint::Side;
use super::settings::{self, Settings, text};
use crate::alibaba::dts::job::Job;

/// Settings whose numbers come back as JSON numbers, however they were sent, with their defaults.
const NUMBERS: [(&str, u64); 2] = [("maxRetryTime", 43_200), ("retry.blind.seconds", 600)];

/// The settings of a job.
pub(crate) fn of(job: &Job) -> Settings {
    job.parameters.get("Reserve").and_then(|text| settings::parse(text).ok()).unwrap_or_default()
}

/// For how long the job tries to connect again, in seconds.
pub(crate) fn max_retry_seconds(job: &Job) -> u64 {
    text(&of(job), NUMBERS[0].0).and_then(|text| text.parse().ok()).unwrap_or(NUMBERS[0].1)
}

/// The text of `Reserved`: the settings, defaults filled in, and keys the server adds.
pub(crate) fn as_shown(job: &Job) -> String {
    let mut shown = of(job);
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

/// Whether the job was told to pass over a precheck item.
pub(crate) fn passes_over(job: &Job, item: &str) -> bool {
    text(&of(job), "skipPrechecks").is_some_and(|items| items.split(',').any(|skipped| skipped.trim() == item))
}

/// `SslSolutionEnum` of a side.
pub(crate) fn ssl_solution(job: &Job, side: Side) -> &'static str {
    match text(&of(job), &side.setting("SSL")).as_deref() {
        Some("1") => "ENABLE_WITH_CERTIFICATE",
        Some("3") => "ENABLE_ONLY_4_KAFKA_SCRAM_SHA_256",
        _ => "DISABLE",
    }
}
