//! Who a request comes from.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::core::secret::Secret;
use crate::policy::Document;

/// An access key and who it belongs to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Caller {
    pub(crate) key_id: String,
    pub(crate) account: String,
    pub(crate) identity: Identity,
    #[serde(serialize_with = "Secret::keep")]
    pub(crate) secret: Secret,
    pub(crate) session: Option<SessionLimits>,
}

/// What makes temporary credentials temporary.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SessionLimits {
    #[serde(serialize_with = "Secret::keep")]
    pub(crate) token: Secret,
    pub(crate) expires: Timestamp,
}

/// Who acts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Identity {
    /// The account itself; may do everything but assume roles.
    Root,
    /// A user of the account; without a list of policies an administrator of the account.
    User { name: String, user_id: String, policies: Option<Vec<String>> },
    /// An assumed role; `narrowing` is the session policy that was given with the call that assumed it.
    Role { role: String, role_id: String, session: String, narrowing: Option<Document> },
}
