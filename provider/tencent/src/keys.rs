//! The keys that sign a call.

use cloud_core::{Expiring, Secret};
use jiff::Timestamp;

/// What signs a call. `Debug` shows the key ID, never the key or the token.
///
/// ```
/// let keys = tencent::Credentials::permanent("AKID-example", "secret");
/// assert!(!format!("{keys:?}").contains("secret\""));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// Key ID (`SecretId`).
    pub secret_id: String,
    /// Key (`SecretKey`).
    pub secret_key: Secret,
    /// Token of temporary keys.
    pub token: Option<Secret>,
    /// Expiry of temporary keys, where it is known.
    pub expires: Option<Timestamp>,
}

impl Credentials {
    /// A key that does not expire.
    pub fn permanent(id: impl Into<String>, key: impl Into<Secret>) -> Self {
        Self { secret_id: id.into(), secret_key: key.into(), token: None, expires: None }
    }
}

impl Expiring for Credentials {
    fn expires(&self) -> Option<Timestamp> {
        self.expires
    }
}
