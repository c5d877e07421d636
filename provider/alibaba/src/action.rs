//! What a typed request is to the call path.

use std::fmt;
use std::ops::Deref;

use crate::wire::{Answer, Parameters};

/// A cloud service and the version of its API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Service {
    /// Data Transmission Service, API version 2020-01-01.
    Dts,
    /// Resource Access Management, API version 2015-05-01.
    Ram,
    /// Security Token Service, API version 2015-04-01.
    Sts,
}

impl Service {
    /// All services, in a fixed order.
    pub const ALL: [Self; 3] = [Self::Dts, Self::Ram, Self::Sts];

    /// Lower-case name, as in `schemas/alibaba/endpoints.toml` and `schemas/alibaba/errors.toml`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Dts => "dts",
            Self::Ram => "ram",
            Self::Sts => "sts",
        }
    }

    /// API version, sent as `x-acs-version`.
    pub fn version(self) -> &'static str {
        match self {
            Self::Dts => "2020-01-01",
            Self::Ram => "2015-05-01",
            Self::Sts => "2015-04-01",
        }
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dts => "DTS",
            Self::Ram => "RAM",
            Self::Sts => "STS",
        })
    }
}

/// What may be done when nobody knows whether a request arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// Changes nothing: repeat freely.
    Read,
    /// A second execution leaves the same state, though it may answer "already so": repeat, and see
    /// [`ApiError::repeated_after_loss`](crate::ApiError::repeated_after_loss).
    Idempotent,
    /// Asks for a status that comes later; asked again, it is refused for the status the first time brought about.
    /// Repeat, and take such a refusal after a lost answer for the answer: who asks watches the status anyway.
    Transition,
    /// A second execution would make a second thing: never repeated here, the caller looks first
    /// ([`Error::outcome_unknown`](crate::Error::outcome_unknown)).
    Create,
}

/// One call of the cloud's API: a request struct that knows its name, its service and its answer.
pub trait Action: Send + Sync {
    /// The API's name on the wire.
    const NAME: &'static str;
    /// Which service serves it.
    const SERVICE: Service;
    /// What may be repeated, for the usual case of this action.
    const SAFETY: Safety;
    /// What comes back.
    type Answer: Answer;

    /// The parameters to send; unset values are absent.
    fn parameters(&self) -> Parameters;

    /// What may be repeated, for this very request.
    fn safety(&self) -> Safety {
        Self::SAFETY
    }
}

/// An answer together with the id under which the cloud logged the call. Derefs to the answer.
#[derive(Clone, Debug)]
pub struct Answered<T> {
    /// The decoded answer.
    pub answer: T,
    /// The cloud's request id; empty when the cloud gave none.
    pub request_id: String,
}

impl<T> Deref for Answered<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.answer
    }
}
