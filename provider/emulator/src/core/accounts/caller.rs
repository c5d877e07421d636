//! The sender of a request.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::core::secret::Secret;
use crate::policy::Document;

/// An access key and its owner.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Caller {
    pub(crate) key_id: String,
    pub(crate) account: String,
    pub(crate) identity: Identity,
    #[serde(serialize_with = "Secret::keep")]
    pub(crate) secret: Secret,
    pub(crate) session: Option<SessionLimits>,
}

/// The limits of temporary credentials.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SessionLimits {
    #[serde(serialize_with = "Secret::keep")]
    pub(crate) token: Secret,
    pub(crate) expires: Timestamp,
    /// Who has requested them; empty in a cloud that does not show it.
    #[serde(default)]
    pub(crate) requester: String,
}

/// The identity of a caller.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Identity {
    /// The account itself; it may do everything except assume roles.
    Root,
    /// A user of the account; without a list of policies an administrator of the account.
    User { name: String, user_id: String, policies: Option<Vec<String>> },
    /// An assumed role; `narrowing` is the session policy that was given with the call that assumed it.
    Role { role: String, role_id: String, session: String, narrowing: Option<Document> },
}
