//! `schemas/tencent/errors.toml`: what each known code means.

use std::sync::LazyLock;

use cloud_core::{Class, ErrorRow, ErrorTable, Meaning, Service};

use crate::services::DTS;

const TEXT: &str = include_str!("../../../../schemas/tencent/errors.toml");

/// A table that does not parse fails a test; at run time only the advice would be missing.
static TABLE: LazyLock<ErrorTable> = LazyLock::new(|| ErrorTable::parse(TEXT).unwrap_or_default());

/// The token of temporary keys is not valid, or not valid any longer.
const TOKEN_REJECTED: &str = "AuthFailure.TokenFailure";
/// Codes that mean that a key is not accepted.
const REJECTED_KEYS: [&str; 3] = [TOKEN_REJECTED, "AuthFailure.SecretIdNotFound", "AuthFailure.InvalidSecretId"];

/// What an error means: by its code where that is in the table, else by the HTTP status, which is usually 200.
pub fn meaning(service: &Service, http_status: u16, code: &str, message: &str) -> Meaning {
    let row = best(Some(service), code, message);
    let meaning = row.map_or_else(|| Meaning::of_status(http_status), |row| row.meaning(http_status));
    // A service that fails does not say how far it got, and it does so with HTTP 200 too.
    let failed = row.map_or(http_status >= 500, |row| row.class == Class::Transient);
    Meaning {
        may_have_taken_effect: failed && !meaning.rejected_before_execution,
        credentials_expired: code == TOKEN_REJECTED,
        credentials_rejected: REJECTED_KEYS.contains(&code),
        ..meaning
    }
}

/// What to do about an error code that is not the error of a call: the error of a job may contain a code and a message too.
pub fn advice(code: &str, message: &str) -> Option<&'static str> {
    best(None, code, message).map(|row| row.advice.as_str())
}

/// The row that fits best. Without a service the error comes from a job, so rows of DTS are preferred.
fn best(service: Option<&Service>, code: &str, message: &str) -> Option<&'static ErrorRow> {
    TABLE.best(service.map(|service| service.key), service.unwrap_or(&DTS).key, code, message)
}

#[cfg(test)]
mod tests;
