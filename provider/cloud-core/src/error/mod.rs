//! One error type for everything a call can return.
//!
//! Callers ask questions ([`Error::is_not_found`], [`Error::outcome_unknown`]); they compare neither codes nor texts. What a
//! code means is decided by the cloud's [`Protocol::meaning`](crate::Protocol::meaning).

mod api;
mod hints;
mod meaning;
mod table;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

pub use api::ApiError;
pub use meaning::{Class, Meaning};
pub use table::{ErrorRow, ErrorTable};

use crate::endpoint::{EndpointError, is_loopback};
use crate::service::{Safety, Service};

/// Why a source has no credentials. Each cloud has its own type of it; [`Error::credentials_error`] returns that type.
pub type CredentialsError = Arc<dyn std::error::Error + Send + Sync>;

/// What was called, how often and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempted {
    /// Service.
    pub service: &'static Service,
    /// Action.
    pub action: &'static str,
    /// What repeating it would do.
    pub safety: Safety,
    /// Host and port the requests were sent to.
    pub host: Box<str>,
    /// Number of attempts, the last one included.
    pub attempts: u32,
    /// Time since the start of the call, waits included.
    pub elapsed: Duration,
}

impl Attempted {
    /// Whether the host is this machine: whatever listens there answers at the first attempt.
    pub(crate) fn is_local(&self) -> bool {
        let name = self.host.rsplit_once(':').map_or(&*self.host, |(name, _)| name);
        is_loopback(name)
    }
}

impl std::fmt::Display for Attempted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { service, action, host, attempts, elapsed, .. } = self;
        let plural = if *attempts == 1 { "" } else { "s" };
        write!(f, "{service} {action} at {host} ({attempts} attempt{plural} in {:.1} s)", elapsed.as_secs_f64())
    }
}

/// Why a call has no answer.
///
/// ```
/// use cloud_core::Error;
///
/// fn describe(error: &Error) -> &'static str {
///     match error {
///         error if error.is_not_found() => "the object does not exist",
///         error if error.outcome_unknown() => "the call may have had an effect: look for the object",
///         _ => "the call failed",
///     }
/// }
///
/// let error = Error::Cancelled { call: "DTS StartDtsJob".to_owned(), in_flight: true };
/// assert!(describe(&error).contains("may have had an effect"));
/// ```
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The cloud returned an error.
    #[error("{0}")]
    Api(Box<ApiError>),

    /// The request was not sent: connection refused, unknown host, TLS failure.
    #[error("cannot reach {attempted}: {reason}. {}", hints::unreachable(attempted, reason))]
    Unreachable {
        /// What was called.
        attempted: Attempted,
        /// What the network reported.
        reason: String,
    },

    /// The request was sent and no usable answer came back; whether it had an effect is unknown.
    #[error("no answer from {attempted}: {reason}. {}", hints::after_loss(attempted))]
    AnswerLost {
        /// What was called.
        attempted: Attempted,
        /// What happened.
        reason: String,
        /// The cloud's error, when there was an ambiguous one (a server failure of a call that creates something).
        answer: Option<Box<ApiError>>,
    },

    /// An answer came that is not one of the API: a page of a proxy, a redirect, a body that is cut off, or a success without
    /// the fields that make it the answer to this call.
    #[error(
        "the answer of {attempted} (HTTP {http_status}, request id {request_id}) cannot be read: {reason}. \
         Check that the endpoint is the cloud's API and not a proxy's page{}",
        hints::after_unreadable(attempted)
    )]
    Unreadable {
        /// What was called.
        attempted: Attempted,
        /// HTTP status; 0 when it is not known.
        http_status: u16,
        /// The cloud's request id, or `unknown`.
        request_id: String,
        /// What is wrong with the answer.
        reason: String,
    },

    /// The caller cancelled the call.
    #[error("{call} was cancelled{}", if *.in_flight { " while waiting for its answer; it may have had an effect" } else { "" })]
    Cancelled {
        /// Service and action.
        call: String,
        /// Whether an attempt to change something was in progress, whose effect is unknown.
        in_flight: bool,
    },

    /// The deadline passed before the first attempt.
    #[error("{call} was not called: the time limit of the operation has passed. Increase it in the timeouts block")]
    DeadlinePassed {
        /// Service and action.
        call: String,
    },

    /// There are no usable credentials.
    #[error("{0}")]
    Credentials(CredentialsError),

    /// An endpoint cannot be used.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),

    /// The region is not valid.
    #[error(
        "the region {region:?} is not valid: write its ID in lower-case letters, digits and hyphens, as the console shows it"
    )]
    Region {
        /// The value.
        region: String,
    },

    /// The call needs a region, and the client has none.
    #[error(
        "no region is set, and this call needs one: set the region in the provider block, in the environment or in the profile \
         in use"
    )]
    NoRegion,

    /// The object exists, and is of another kind than the one the operation is for.
    #[error("{0}")]
    OtherKind(String),

    /// A list of the cloud does not have the object, where no call reads it by its name.
    #[error("{list} does not return {object}")]
    NotListed {
        /// Service and action of the list.
        list: String,
        /// The object.
        object: String,
    },

    /// The pages of a list have fewer elements than the cloud says that there are, also when they are read a second time.
    #[error(
        "{list} returned {found} different elements on all pages, and says that there are {total}. Other changes may have moved \
         elements between the pages: try again"
    )]
    IncompleteList {
        /// Service and action of the list.
        list: String,
        /// How many elements the pages have.
        found: usize,
        /// How many there are.
        total: i64,
    },

    /// The HTTP client cannot be created.
    #[error("cannot set up the HTTP client: {reason}. Check the system's certificate store and the proxy variables")]
    Client {
        /// What went wrong.
        reason: String,
    },
}

impl Error {
    /// An error of a credential source.
    pub fn credentials(source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Credentials(Arc::new(source))
    }

    /// The error of the credential source, in the type the cloud has for it.
    pub fn credentials_error<E: std::error::Error + 'static>(&self) -> Option<&E> {
        match self {
            Self::Credentials(source) => source.downcast_ref(),
            _ => None,
        }
    }

    /// The cloud's own error, if there is one. For a failure of the credentials, the one of the call that should have
    /// obtained them.
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(api) => Some(api),
            Self::AnswerLost { answer, .. } => answer.as_deref(),
            Self::Credentials(source) => call_behind(source.as_ref()).and_then(Self::api),
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

    /// The kind of the cloud's error.
    pub fn class(&self) -> Option<Class> {
        self.api().map(ApiError::class)
    }

    /// What to do next, where the code is known.
    pub fn advice(&self) -> Option<&'static str> {
        self.api().and_then(ApiError::advice)
    }

    /// Whether the object does not exist.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NotListed { .. }) || self.refused_as(Class::NotFound)
    }

    /// Whether the object to create exists already.
    pub fn is_already_exists(&self) -> bool {
        self.refused_as(Class::AlreadyExists)
    }

    /// Whether there were too many calls.
    pub fn is_throttled(&self) -> bool {
        self.refused_as(Class::Throttled)
    }

    /// Whether the caller, or a role, lacks a permission.
    pub fn is_no_permission(&self) -> bool {
        self.refused_as(Class::NoPermission)
    }

    /// Whether a change that was just made may not be visible everywhere yet, so that repeating the call for a while may help.
    pub fn is_eventual_consistency(&self) -> bool {
        match self {
            Self::Api(api) => api.is_eventual_consistency(),
            Self::NotListed { .. } => true,
            _ => false,
        }
    }

    /// Whether the call was ended by its cancellation token.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Cancelled { .. })
    }

    /// Whether the failed call may have had an effect all the same: look for the object before a create is repeated.
    /// Never true for calls that only read.
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

/// The failed call in the chain of sources of an error.
fn call_behind<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a Error> {
    let mut source = error.source();
    while let Some(error) = source {
        let call = error.downcast_ref::<Error>().or_else(|| error.downcast_ref::<Box<Error>>().map(AsRef::as_ref));
        if call.is_some() {
            return call;
        }
        source = error.source();
    }
    None
}
