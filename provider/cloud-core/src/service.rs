//! The description of a service, and what repeating a call of it would do.

use std::fmt;

/// A service of a cloud and the version of its API. The cloud's crate has one static description for each service.
///
/// ```
/// static QUEUES: cloud_core::Service = cloud_core::Service {
///     key: "queues",
///     name: "Queues",
///     version: "2024-01-01",
///     endpoint_variable: "QUEUES_ENDPOINT",
/// };
/// assert_eq!(QUEUES.to_string(), "Queues");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Service {
    /// Lower-case name, as in the tables of `schemas/` and in the provider block's `endpoints`.
    pub key: &'static str,
    /// Name in messages.
    pub name: &'static str,
    /// API version as it is sent.
    pub version: &'static str,
    /// Environment variable that replaces the endpoint, for messages.
    pub endpoint_variable: &'static str,
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Whether a call may be repeated when it is not known whether the request arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// The call changes nothing. It is repeated.
    Read,
    /// A second execution leaves the same state, although it may return an error such as "exists already". The call is
    /// repeated, and the error says so: [`ApiError::repeated_after_loss`](crate::ApiError::repeated_after_loss).
    Idempotent,
    /// The call requests a status that is reached later. A second request is rejected because of the status that the
    /// first one caused. The call is repeated, and after a lost answer such a rejection counts as success.
    Transition,
    /// A second execution would create a second object. The call is not repeated: the caller looks for the object first
    /// ([`Error::outcome_unknown`](crate::Error::outcome_unknown)).
    Create,
}
