//! Where the credentials of a call come from.

mod cache;
mod found;
mod signing;

use jiff::Timestamp;

pub use cache::CredentialCache;
pub use found::{FoundAt, LastFound, Search};
pub use signing::{Anonymous, Cached, SigningCredentials, Static};

use crate::context::CallContext;
use crate::error::Error;

/// Credentials that may expire.
pub trait Expiring {
    /// End of their validity; `None` when they do not expire or the end is not known.
    fn expires(&self) -> Option<Timestamp>;
}

/// A source of credentials: a configuration, a profile, a metadata service, a role to assume.
///
/// ```
/// use cloud_core::{CallContext, Error, ProvideCredentials};
///
/// struct FromConfiguration(String);
///
/// impl ProvideCredentials for FromConfiguration {
///     type Credentials = String;
///
///     async fn provide(&self, _: &CallContext) -> Result<String, Error> {
///         Ok(self.0.clone())
///     }
/// }
/// ```
pub trait ProvideCredentials: Send + Sync {
    /// What signs a call.
    type Credentials;

    /// Obtains credentials. [`CredentialCache`] calls it once for all calls, and again before the credentials expire.
    ///
    /// # Errors
    /// [`Error::Credentials`] with the source's own error, [`Error::Cancelled`] or [`Error::DeadlinePassed`] when the context
    /// ended it.
    fn provide(&self, ctx: &CallContext) -> impl Future<Output = Result<Self::Credentials, Error>> + Send;

    /// Whether the source has credentials other than these, which do not expire and which the cloud rejected: another tool may
    /// have replaced them. Default: no.
    fn has_others(&self, rejected: &Self::Credentials) -> impl Future<Output = bool> + Send {
        let _ = rejected;
        async { false }
    }
}

/// Whether an HTTP header can contain these parts of a key.
pub fn fit_in_headers<'a>(texts: impl IntoIterator<Item = &'a str>) -> bool {
    texts.into_iter().all(|text| text.bytes().all(|byte| (b' '..=b'~').contains(&byte)))
}
