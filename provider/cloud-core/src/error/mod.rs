//! One error type for everything a call can end with.
//!
//! Callers ask questions (`is_not_found()`, `outcome_unknown()`); they compare no codes and no texts. What a code means
//! and what to do about it are rows of `schemas/alibaba/errors.toml`.

mod api;
mod table;
#[cfg(test)]
mod tests;
mod unanswered;

use std::time::Duration;

pub use api::ApiError;
pub use table::{Class, advice};

use crate::action::{Safety, Service};
use crate::credentials::CredentialsError;
use crate::endpoint::EndpointError;
use crate::wire::Mismatch;

/// What was being called, how often and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempted {
    /// Service.
    pub service: Service,
    /// Action.
    pub action: &'static str,
    /// What repeating it would do.
    pub safety: Safety,
    /// Host and port spoken to.
    pub host: String,
    /// Attempts made, the last one included.
    pub attempts: u32,
    /// Time since the call began, waits included.
    pub elapsed: Duration,
}

impl std::fmt::Display for Attempted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { service, action, host, attempts, elapsed, .. } = self;
        let plural = if *attempts == 1 { "" } else { "s" };
        write!(f, "{service} {action} at {host} ({attempts} attempt{plural} in {:.1} s)", elapsed.as_secs_f64())
    }
}

/// Why a call brought no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The cloud refused or failed.
    #[error("{0}")]
    Api(Box<ApiError>),

    /// The request never left: connection refused, unknown host, TLS failure.
    #[error("cannot reach {attempted}: {reason}. {}", unanswered::unreachable(attempted, reason))]
    Unreachable {
        /// What was called.
        attempted: Attempted,
        /// What the network said.
        reason: String,
    },

    /// The request left and no usable answer came back; whether it took effect is unknown.
    #[error("no answer from {attempted}: {reason}. {}", unanswered::after_loss(attempted))]
    AnswerLost {
        /// What was called.
        attempted: Attempted,
        /// What happened.
        reason: String,
        /// The cloud's refusal, when there was an ambiguous one (a server failure on a call that makes something).
        answer: Option<Box<ApiError>>,
    },

    /// The cloud said yes in words this crate does not understand.
    #[error(
        "the answer of {attempted} (HTTP {http_status}, request id {request_id}) cannot be read: {reason}. \
         Check that the endpoint is the cloud's API and no proxy's page"
    )]
    Unreadable {
        /// What was called.
        attempted: Attempted,
        /// HTTP status.
        http_status: u16,
        /// The cloud's request id, or `unknown`.
        request_id: String,
        /// What is wrong with the answer.
        reason: String,
    },

    /// Cancelled by the caller.
    #[error("{service} {action} was cancelled{}", if *.in_flight { " while waiting for its answer; it may have taken effect" } else { "" })]
    Cancelled {
        /// Service.
        service: Service,
        /// Action.
        action: &'static str,
        /// Whether an attempt to change something was under way, whose effect is unknown.
        in_flight: bool,
    },

    /// The deadline had passed before the first attempt.
    #[error("{service} {action} was not called: the operation's time is up. Raise its timeout")]
    DeadlinePassed {
        /// Service.
        service: Service,
        /// Action.
        action: &'static str,
    },

    /// No usable credentials.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),

    /// No usable endpoint.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),

    /// The region is no region.
    #[error("the region {region:?} cannot be one: write lower-case letters, digits and hyphens, e.g. \"cn-hangzhou\"")]
    Region {
        /// What was given.
        region: String,
    },

    /// The HTTP client cannot be set up.
    #[error("cannot set up the HTTP client: {reason}. Check the system's certificate store and proxy variables")]
    Client {
        /// What went wrong.
        reason: String,
    },
}

impl Error {
    pub(crate) fn unreadable(attempted: Attempted, http_status: u16, request_id: &str, mismatch: &Mismatch) -> Self {
        Self::Unreadable { attempted, http_status, request_id: request_id.to_owned(), reason: mismatch.to_string() }
    }

    /// The cloud's own error, if it is one.
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(api) => Some(api),
            Self::AnswerLost { answer, .. } => answer.as_deref(),
            Self::Credentials(credentials) => credentials.call().and_then(Self::api),
            _ => None,
        }
    }

    /// The cloud's error code.
    pub fn code(&self) -> Option<&str> {
        self.api().map(|api| api.code.as_str())
    }

    /// The cloud's request id, where there is one.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Unreadable { request_id, .. } => Some(request_id),
            other => other.api().map(|api| api.request_id.as_str()),
        }
    }

    /// What kind of trouble the cloud reports.
    pub fn class(&self) -> Option<Class> {
        self.api().map(ApiError::class)
    }

    /// What to do next, in words, where the code is known.
    pub fn advice(&self) -> Option<&'static str> {
        self.api().and_then(ApiError::advice)
    }

    /// The thing asked about does not exist.
    pub fn is_not_found(&self) -> bool {
        self.refused_as(Class::NotFound)
    }

    /// The thing to make exists already.
    pub fn is_already_exists(&self) -> bool {
        self.refused_as(Class::AlreadyExists)
    }

    /// Too many calls.
    pub fn is_throttled(&self) -> bool {
        self.refused_as(Class::Throttled)
    }

    /// The caller, or a role, lacks a permission.
    pub fn is_no_permission(&self) -> bool {
        self.refused_as(Class::NoPermission)
    }

    /// The cloud may only not have caught up with a change that was just made: repeat for a while.
    pub fn may_settle(&self) -> bool {
        matches!(self, Self::Api(api) if api.may_settle())
    }

    /// Whether the call was ended by its cancellation token.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Cancelled { .. })
    }

    /// Whether the call may have changed something all the same: look before repeating what makes something. Never so
    /// for calls that only read.
    pub fn outcome_unknown(&self) -> bool {
        match self {
            Self::AnswerLost { attempted, .. } | Self::Unreadable { attempted, .. } => attempted.safety != Safety::Read,
            Self::Cancelled { in_flight, .. } => *in_flight,
            _ => false,
        }
    }

    fn refused_as(&self, class: Class) -> bool {
        matches!(self, Self::Api(api) if api.class() == class)
    }
}
