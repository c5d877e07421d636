//! An error the cloud itself reported.

use std::fmt;
use std::time::Duration;

use super::table::{Class, Row, lookup};
use crate::action::Service;

/// The cloud's refusal or failure, with all it said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// Service.
    pub service: Service,
    /// Action.
    pub action: &'static str,
    /// HTTP status; 200 when DTS reports the failure only in the body.
    pub http_status: u16,
    /// The cloud's code, e.g. `EntityNotExist.Role`.
    pub code: String,
    /// The cloud's message, placeholders filled.
    pub message: String,
    /// Under which the cloud logged the call; `unknown` when it gave none.
    pub request_id: String,
    /// Page the cloud recommends.
    pub recommend: Option<String>,
    /// Attempts made, the last one included.
    pub attempts: u32,
    /// Time since the call began, waits included.
    pub elapsed: Duration,
    /// Whether the answer of an earlier attempt of this call was lost, so that "exists already" or "not found" may be
    /// the work of that attempt.
    pub repeated_after_loss: bool,
}

impl ApiError {
    fn row(&self) -> Option<&'static Row> {
        lookup(self.service, &self.code, &self.message)
    }

    /// What kind of trouble it is: by the code where it is known, else by the HTTP status.
    pub fn class(&self) -> Class {
        self.row().map_or_else(|| class_of_status(self.http_status), |row| row.class)
    }

    /// Whether repeating the same call may help.
    pub fn is_retryable(&self) -> bool {
        let by_status = matches!(class_of_status(self.http_status), Class::Throttled | Class::Transient);
        self.row().map_or(by_status, |row| row.retryable || (row.class == Class::Transient && by_status))
    }

    /// What to do next, in words, where the code is known.
    pub fn advice(&self) -> Option<&'static str> {
        self.row().map(|row| row.advice.as_str())
    }

    /// Whether the service says that it did not even begin: repeating is safe for every call.
    pub(crate) fn turned_away(&self) -> bool {
        matches!(self.http_status, 429 | 503) || self.row().is_some_and(|row| row.turned_away)
    }

    /// Whether a failure like this one may come after the work was done: a server that fails says nothing about how far
    /// it got. A code that is known for a refusal is one whatever the HTTP status.
    pub(crate) fn may_have_taken_effect(&self) -> bool {
        let used_nonce = self.code == "SignatureNonceUsed";
        let failed = self.http_status >= 500 && self.row().is_none_or(|row| row.class == Class::Transient);
        used_nonce || (failed && !self.turned_away())
    }

    /// Whether the service may only not have caught up with a change that was just made: a new role is not seen
    /// everywhere at once.
    pub fn may_settle(&self) -> bool {
        self.row().is_some_and(|row| row.settling)
    }

    /// Whether the temporary credentials that signed the call are at their end.
    pub(crate) fn credentials_expired(&self) -> bool {
        self.code == "InvalidSecurityToken.Expired"
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { service, action, http_status, code, message, request_id, attempts, elapsed, .. } = self;
        write!(f, "{service} {action} failed with {code}: {message} (HTTP {http_status}, request id {request_id}")?;
        f.write_str(")")?;
        if *attempts > 1 {
            write!(f, ", the last of {attempts} attempts in {:.1} s", elapsed.as_secs_f64())?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}

fn class_of_status(status: u16) -> Class {
    match status {
        429 => Class::Throttled,
        500..=599 => Class::Transient,
        401 => Class::Auth,
        403 => Class::NoPermission,
        _ => Class::Other,
    }
}
