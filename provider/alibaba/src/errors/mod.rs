//! `schemas/alibaba/errors.toml`: what each known code means.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::action::Service;

/// Kinds of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The thing does not exist, or not for this caller.
    NotFound,
    /// Too many calls; slow down and repeat.
    Throttled,
    /// The service is in trouble; repeat.
    Transient,
    /// It exists already.
    AlreadyExists,
    /// Something else still uses it.
    InUse,
    /// Not possible in the present state.
    Pending,
    /// The credentials or the signature are not accepted.
    Auth,
    /// The credentials are fine, the permission is missing.
    NoPermission,
    /// The request itself is wrong.
    Invalid,
    /// A limit of the account is reached.
    Quota,
    /// Money.
    Billing,
    /// Anything else; never used in the table.
    #[serde(skip)]
    Other,
}

/// One row.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    /// Code without the prefix `DTS.Msg.`; a trailing `*` stands for any ending.
    pub(super) code: String,
    /// `dts`, `ram`, `sts`, or absent for all.
    pub(super) service: Option<String>,
    /// Only when the message contains this text.
    pub(super) message_contains: Option<String>,
    pub(super) class: Class,
    pub(super) retryable: bool,
    /// The call was refused before anything was done, even if the HTTP status is a server failure's.
    #[serde(default)]
    pub(super) turned_away: bool,
    /// May come of a change that was made and is not seen everywhere yet.
    #[serde(default)]
    pub(super) settling: bool,
    pub(super) advice: String,
    /// Where and when the row was read: for people and for the test of the table.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by people and tests"))]
    pub(super) source: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by people and tests"))]
    pub(super) seen: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    error: Vec<Row>,
}

pub(super) const TEXT: &str = include_str!("../../../../schemas/alibaba/errors.toml");

pub(super) fn parse(text: &str) -> Result<Vec<Row>, toml::de::Error> {
    toml::from_str::<Table>(text).map(|table| table.error)
}

/// A table that does not parse fails a test; at run time it would only cost the advice.
pub(super) static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| parse(TEXT).unwrap_or_default());

/// The row that fits best: one that names a part of the message before one that does not, a full code before a
/// beginning, this service before all.
pub(crate) fn lookup(service: Service, code: &str, message: &str) -> Option<&'static Row> {
    best(Some(service), code, message)
}

/// What to do about an error code, for callers that have no [`ApiError`](super::ApiError) at hand (a precheck item may
/// carry a code and message too).
pub fn advice(code: &str, message: &str) -> Option<&'static str> {
    best(None, code, message).map(|row| row.advice.as_str())
}

fn best(service: Option<Service>, code: &str, message: &str) -> Option<&'static Row> {
    let code = code.strip_prefix("DTS.Msg.").unwrap_or(code);
    // Without a service the error came out of a job, so DTS goes before the others.
    let preferred = service.unwrap_or(Service::Dts).key();
    let rank = |row: &&Row| {
        let named = row.service.as_deref() == Some(preferred);
        (row.message_contains.is_some(), !row.code.ends_with('*'), row.code.len(), named)
    };
    ROWS.iter().filter(|row| row.fits(service, code, message)).max_by_key(rank)
}

impl Row {
    fn fits(&self, service: Option<Service>, code: &str, message: &str) -> bool {
        let service_fits = match (&self.service, service) {
            (Some(wanted), Some(service)) => wanted == service.key(),
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
