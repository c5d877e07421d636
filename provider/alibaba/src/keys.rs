//! The keys that sign a call.

use cloud_core::{Expiring, Secret};
use jiff::Timestamp;

/// What signs a call. `Debug` shows the key id, never the secret or the token.
///
/// ```
/// let keys = alibaba::Credentials::permanent("LTAI-example", "secret");
/// assert!(!format!("{keys:?}").contains("secret\""));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// Access key id.
    pub access_key_id: String,
    /// Access key secret.
    pub access_key_secret: Secret,
    /// Security token of temporary keys.
    pub security_token: Option<Secret>,
    /// Expiry of temporary keys, where it is known.
    pub expires: Option<Timestamp>,
}

impl Credentials {
    /// A key pair that does not expire.
    pub fn permanent(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self { access_key_id: id.into(), access_key_secret: secret.into(), security_token: None, expires: None }
    }
}

impl Expiring for Credentials {
    fn expires(&self) -> Option<Timestamp> {
        self.expires
    }
}
