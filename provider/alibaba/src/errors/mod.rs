//! `schemas/alibaba/errors.toml`: what each known code means.

use std::sync::LazyLock;

use cloud_core::{Class, Meaning, Service};
use serde::Deserialize;

use crate::services::DTS;

/// One row.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// Code without the prefix `DTS.Msg.`; a trailing `*` stands for any ending.
    code: String,
    /// `dts`, `ram`, `sts`, or absent for all.
    service: Option<String>,
    /// Only when the message contains this text.
    message_contains: Option<String>,
    class: Class,
    retryable: bool,
    /// The call was rejected before anything was done, even if the HTTP status is that of a server failure.
    #[serde(default)]
    rejected_before_execution: bool,
    /// The cause may be a change that was just made and is not visible everywhere yet.
    #[serde(default)]
    eventual_consistency: bool,
    advice: String,
    /// Where and when the row was read, for readers and for the test of the table.
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers and tests"))]
    source: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers and tests"))]
    seen: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    error: Vec<Row>,
}

const TEXT: &str = include_str!("../../../../schemas/alibaba/errors.toml");

fn parse(text: &str) -> Result<Vec<Row>, toml::de::Error> {
    toml::from_str::<Table>(text).map(|table| table.error)
}

/// A table that does not parse fails a test; at run time only the advice would be missing.
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| parse(TEXT).unwrap_or_default());

/// Beginnings of the codes that mean that a key or its token is not accepted.
const REJECTED_KEYS: [&str; 2] = ["InvalidSecurityToken.", "InvalidAccessKeyId."];

/// What an error means: by its code where that is in the table, else by the HTTP status.
pub fn meaning(service: &Service, http_status: u16, code: &str, message: &str) -> Meaning {
    let by_status = Meaning::of_status(http_status);
    let row = best(Some(service), code, message);
    let rejected_before_execution =
        by_status.rejected_before_execution || row.is_some_and(|row| row.rejected_before_execution);
    // A server that fails does not say how far it got. A code that is known for a rejection is one with any HTTP status.
    let failed = http_status >= 500 && row.is_none_or(|row| row.class == Class::Transient);
    let nonce_used = code == "SignatureNonceUsed";
    Meaning {
        class: row.map_or(by_status.class, |row| row.class),
        retryable: row
            .map_or(by_status.retryable, |row| row.retryable || (row.class == Class::Transient && by_status.retryable)),
        rejected_before_execution,
        may_have_taken_effect: nonce_used || (failed && !rejected_before_execution),
        eventual_consistency: row.is_some_and(|row| row.eventual_consistency),
        credentials_expired: code == "InvalidSecurityToken.Expired",
        credentials_rejected: REJECTED_KEYS.iter().any(|beginning| code.starts_with(beginning)),
        advice: row.map(|row| row.advice.as_str()),
    }
}

/// What to do about an error code that is not the error of a call: a precheck item may contain a code and a message too.
pub fn advice(code: &str, message: &str) -> Option<&'static str> {
    best(None, code, message).map(|row| row.advice.as_str())
}

/// The row that fits best: one with a part of the message before one without, a complete code before a prefix, a row of this
/// service before one of all services.
fn best(service: Option<&Service>, code: &str, message: &str) -> Option<&'static Row> {
    let code = code.strip_prefix("DTS.Msg.").unwrap_or(code);
    // Without a service the error comes from a job, so rows of DTS are preferred.
    let preferred = service.unwrap_or(&DTS).key;
    let rank = |row: &&Row| {
        let named = row.service.as_deref() == Some(preferred);
        (row.message_contains.is_some(), !row.code.ends_with('*'), row.code.len(), named)
    };
    ROWS.iter().filter(|row| row.fits(service, code, message)).max_by_key(rank)
}

impl Row {
    fn fits(&self, service: Option<&Service>, code: &str, message: &str) -> bool {
        let service_fits = match (&self.service, service) {
            (Some(wanted), Some(service)) => wanted == service.key,
            _ => true,
        };
        let code_fits = match self.code.strip_suffix('*') {
            Some(beginning) => code.starts_with(beginning),
            None => code == self.code,
        };
        let part = self.message_contains.as_deref();
        service_fits && code_fits && part.is_none_or(|part| message.contains(part))
    }
}

#[cfg(test)]
mod tests;
