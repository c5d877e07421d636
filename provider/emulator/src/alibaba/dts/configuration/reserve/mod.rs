//! `Reserve`: settings that are sent as JSON text, and returned as `Reserved` with further settings.

mod keys;

pub(crate) use keys::{check, check_limits};

use serde_json::Value;

use crate::alibaba::gateway::Parameters;

use super::endpoint::Side;
use super::settings::{self, Settings, text};

/// Settings whose numbers are always returned as JSON numbers, with their defaults.
pub(crate) const NUMBERS: [(&str, u64); 2] = [("maxRetryTime", 43_200), ("retry.blind.seconds", 600)];

/// The settings of a job.
pub(crate) fn of(parameters: &Parameters) -> Settings {
    parameters.get("Reserve").and_then(|text| settings::parse(text).ok()).unwrap_or_default()
}

/// Sets one of the settings.
pub(crate) fn set(parameters: &mut Parameters, key: &str, value: &str) {
    let mut settings = of(parameters);
    settings.insert(key.to_owned(), value.into());
    parameters.set("Reserve", Value::Object(settings).to_string());
}

/// For how long the job tries to connect again, in seconds.
pub(crate) fn max_retry_seconds(parameters: &Parameters) -> u64 {
    text(&of(parameters), NUMBERS[0].0).and_then(|text| text.parse().ok()).unwrap_or(NUMBERS[0].1)
}

/// Whether the settings of the job skip a precheck item.
pub(crate) fn passes_over(parameters: &Parameters, item: &str) -> bool {
    text(&of(parameters), "skipPrechecks").is_some_and(|items| items.split(',').any(|skipped| skipped.trim() == item))
}

/// `SslSolutionEnum` of a side.
pub(crate) fn ssl_solution(parameters: &Parameters, side: Side) -> &'static str {
    match text(&of(parameters), &side.setting("SSL")).as_deref() {
        Some("1") => "ENABLE_WITH_CERTIFICATE",
        Some("3") => "ENABLE_ONLY_4_KAFKA_SCRAM_SHA_256",
        _ => "DISABLE",
    }
}
