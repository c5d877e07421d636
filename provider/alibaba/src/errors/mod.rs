//! `schemas/alibaba/errors.toml`: what each known code means.

use std::sync::LazyLock;

use cloud_core::{Class, ErrorRow, ErrorTable, Meaning, Service};

use crate::services::DTS;

const TEXT: &str = include_str!("../../../../schemas/alibaba/errors.toml");

/// A table that does not parse fails a test; at run time only the advice would be missing.
static TABLE: LazyLock<ErrorTable> = LazyLock::new(|| ErrorTable::parse(TEXT).unwrap_or_default());

/// Beginnings of the codes that mean that a key or its token is not accepted.
const REJECTED_KEYS: [&str; 2] = ["InvalidSecurityToken.", "InvalidAccessKeyId."];

/// What an error means: by its code where that is in the table, else by the HTTP status.
pub fn meaning(service: &Service, http_status: u16, code: &str, message: &str) -> Meaning {
    let row = best(Some(service), code, message);
    let meaning = row.map_or_else(|| Meaning::of_status(http_status), |row| row.meaning(http_status));
    // A server that fails does not say how far it got. A code that is known for a rejection is one with any HTTP status.
    let failed = http_status >= 500 && row.is_none_or(|row| row.class == Class::Transient);
    let nonce_used = code == "SignatureNonceUsed";
    Meaning {
        may_have_taken_effect: nonce_used || (failed && !meaning.rejected_before_execution),
        credentials_expired: code == "InvalidSecurityToken.Expired",
        credentials_rejected: REJECTED_KEYS.iter().any(|beginning| code.starts_with(beginning)),
        ..meaning
    }
}

/// What to do about an error code that is not the error of a call: a precheck item may contain a code and a message too.
pub fn advice(code: &str, message: &str) -> Option<&'static str> {
    best(None, code, message).map(|row| row.advice.as_str())
}

/// The row that fits best. Without a service the error comes from a job, so rows of DTS are preferred.
fn best(service: Option<&Service>, code: &str, message: &str) -> Option<&'static ErrorRow> {
    let code = code.strip_prefix("DTS.Msg.").unwrap_or(code);
    TABLE.best(service.map(|service| service.key), service.unwrap_or(&DTS).key, code, message)
}

#[cfg(test)]
mod tests;
