//! What an error code means for the call loop and for the user.

use serde::Deserialize;

/// Kinds of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The object does not exist, or not for this caller.
    NotFound,
    /// Too many calls: slow down and repeat.
    Throttled,
    /// The service failed: repeat.
    Transient,
    /// The object exists already.
    AlreadyExists,
    /// Another object still uses it.
    InUse,
    /// Not possible in the present status.
    Pending,
    /// The credentials or the signature are not accepted.
    Auth,
    /// The credentials are accepted, the permission is missing.
    NoPermission,
    /// The request is wrong.
    Invalid,
    /// A limit of the account is reached.
    Quota,
    /// An unpaid bill or an insufficient balance.
    Billing,
    /// Anything else; not used in the tables of codes.
    #[serde(skip)]
    Other,
}

/// What an error of the cloud means.
///
/// ```
/// use cloud_core::{Class, Meaning};
///
/// let meaning = Meaning::of_status(503);
/// assert_eq!((meaning.class, meaning.retryable), (Class::Transient, true));
/// assert!(meaning.rejected_before_execution);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// Kind of the error.
    pub class: Class,
    /// Whether repeating the same call may help.
    pub retryable: bool,
    /// Whether the service did not even start: repeating is safe for every call.
    pub rejected_before_execution: bool,
    /// Whether the call may have had an effect before it failed.
    pub may_have_taken_effect: bool,
    /// Whether the cause may be a change that was just made and is not visible everywhere yet.
    pub eventual_consistency: bool,
    /// Whether the temporary credentials of the call have expired.
    pub credentials_expired: bool,
    /// Whether the cloud does not accept the key or the token of the call: other credentials of the same source may help.
    pub credentials_rejected: bool,
    /// What to do next, where the code is known.
    pub advice: Option<&'static str>,
}

impl Meaning {
    /// What an HTTP status means on its own, for codes that are not in a table.
    pub fn of_status(http_status: u16) -> Self {
        let class = match http_status {
            429 => Class::Throttled,
            500..=599 => Class::Transient,
            401 => Class::Auth,
            403 => Class::NoPermission,
            _ => Class::Other,
        };
        let rejected_before_execution = matches!(http_status, 429 | 503);
        Self {
            class,
            retryable: matches!(class, Class::Throttled | Class::Transient),
            rejected_before_execution,
            may_have_taken_effect: http_status >= 500 && !rejected_before_execution,
            eventual_consistency: false,
            credentials_expired: false,
            credentials_rejected: false,
            advice: None,
        }
    }
}
