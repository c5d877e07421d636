//! `Reserve`: settings that travel as JSON text, and come back as `Reserved` with some more.

use serde_json::{Map, Value, json};

use super::endpoint::Side;
use super::job::Job;

/// Settings whose numbers come back as JSON numbers, however they were sent, with their defaults.
const NUMBERS: [(&str, u64); 2] = [("maxRetryTime", 43_200), ("retry.blind.seconds", 600)];

/// Reads the text; says what is wrong with it.
pub(super) fn parse(text: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(text) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err("it is not a JSON object".to_owned()),
        Err(error) => Err(format!("it is not JSON: {error}")),
    }
}

/// The settings of a job.
pub(super) fn of(job: &Job) -> Map<String, Value> {
    job.parameters.get("Reserve").and_then(|text| parse(text).ok()).unwrap_or_default()
}

/// A setting as text, whether it was sent quoted or not.
pub(super) fn text(settings: &Map<String, Value>, key: &str) -> Option<String> {
    settings.get(key).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// The text of `Reserved`: the settings, defaults filled in, and keys the server adds.
pub(super) fn as_shown(job: &Job) -> String {
    let mut shown = of(job);
    shown.entry("targetTableMode").or_insert_with(|| json!("0"));
    for (key, default) in NUMBERS {
        let number = text(&shown, key).and_then(|text| text.parse().ok()).unwrap_or(default);
        shown.insert(key.to_owned(), json!(number));
    }
    shown.insert("srcNetType".to_owned(), json!("VPC"));
    shown.insert("destNetType".to_owned(), json!("VPC"));
    shown.insert("SourceEngineVersion".to_owned(), json!("8.0"));
    shown.insert("useJobTask".to_owned(), json!("1"));
    Value::Object(shown).to_string()
}

/// `SslSolutionEnum` of a side.
pub(super) fn ssl_solution(job: &Job, side: Side) -> &'static str {
    let key = match side {
        Side::Source => "srcSSL",
        Side::Destination => "destSSL",
    };
    match text(&of(job), key).as_deref() {
        Some("1") => "ENABLE_WITH_CERTIFICATE",
        Some("3") => "ENABLE_ONLY_4_KAFKA_SCRAM_SHA_256",
        _ => "DISABLE",
    }
}
