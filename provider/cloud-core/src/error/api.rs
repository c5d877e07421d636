//! An error that the cloud itself returned.

use std::fmt;
use std::time::Duration;

use super::meaning::{Class, Meaning};
use crate::service::Service;

/// The cloud's error, with everything it said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// Service.
    pub service: &'static Service,
    /// Action.
    pub action: &'static str,
    /// HTTP status; 200 when the service reports the failure only in the body.
    pub http_status: u16,
    /// The cloud's code, for example `EntityNotExist.Role`.
    pub code: String,
    /// The cloud's message, placeholders filled.
    pub message: String,
    /// The cloud's id of the request; `unknown` when there is none.
    pub request_id: String,
    /// Page the cloud recommends.
    pub recommend: Option<String>,
    /// Number of attempts, the last one included.
    pub attempts: u32,
    /// Time since the start of the call, waits included.
    pub elapsed: Duration,
    /// Whether the answer of an earlier attempt of this call was lost, so that "exists already" or "not found" may be
    /// the effect of that attempt.
    pub repeated_after_loss: bool,
    /// What the code means.
    pub meaning: Meaning,
}

impl ApiError {
    /// Kind of the error.
    pub fn class(&self) -> Class {
        self.meaning.class
    }

    /// Whether repeating the same call may help.
    pub fn is_retryable(&self) -> bool {
        self.meaning.retryable
    }

    /// What to do next, where the code is known.
    pub fn advice(&self) -> Option<&'static str> {
        self.meaning.advice
    }

    /// Whether a change that was just made may not be visible everywhere yet.
    pub fn is_eventual_consistency(&self) -> bool {
        self.meaning.eventual_consistency
    }

    /// Whether the temporary credentials that signed the call have expired.
    pub fn credentials_expired(&self) -> bool {
        self.meaning.credentials_expired
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { service, action, http_status, code, message, request_id, attempts, elapsed, .. } = self;
        write!(f, "{service} {action} failed with {code}: {message} (HTTP {http_status}, request id {request_id})")?;
        if *attempts > 1 {
            write!(f, ", the last of {attempts} attempts in {:.1} s", elapsed.as_secs_f64())?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}
