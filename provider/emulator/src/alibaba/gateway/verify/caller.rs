//! From a claim to a known caller.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::alibaba::gateway::answer::Refusal;
use crate::core::http::Incoming;
use crate::core::secret::Secret;
use crate::policy::Document;

use super::claim::Claim;
use crate::core::nonces::NonceMemory;

/// How far a request's date may be from the server's.
pub(crate) const TOLERANCE: SignedDuration = SignedDuration::from_mins(15);

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
    /// A RAM user; without a list of policies an administrator of the account.
    User { name: String, user_id: String, policies: Option<Vec<String>> },
    /// A role taken on with AssumeRole; `narrowing` is the session policy given there.
    Role { role: String, role_id: String, session: String, narrowing: Option<Document> },
}

/// The clocks an authentication looks at. They differ only when a test moved the emulator's own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clocks {
    /// What a request's date is compared with.
    pub(crate) wall: Timestamp,
    /// What the expiry of sessions is compared with.
    pub(crate) emulated: Timestamp,
}

/// Believes a claim or refuses it: signature first, then token, date and nonce.
pub(crate) fn authenticate(
    request: &Incoming,
    claim: &Claim,
    caller: Option<&Caller>,
    nonces: &mut NonceMemory,
    clocks: Clocks,
) -> Result<Caller, Refusal> {
    let caller = caller
        .ok_or_else(|| Refusal::gateway(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."))?;
    check_token(claim, caller)?;
    claim.check(request, &caller.secret)?;
    if let Some(session) = &caller.session
        && clocks.emulated >= session.expires
    {
        return Err(Refusal::gateway(403, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired."));
    }
    if clocks.wall.duration_since(claim.at).abs() > TOLERANCE {
        let message = "Specified time stamp or date value is expired: it is more than 15 minutes off.";
        return Err(Refusal::gateway(400, "InvalidTimeStamp.Expired", message));
    }
    if !nonces.take(&claim.key_id, &claim.nonce, claim.at, clocks.wall) {
        return Err(Refusal::gateway(400, "SignatureNonceUsed", "Specified signature nonce was used already."));
    }
    Ok(caller.clone())
}

/// The code for a token of another key is a choice: no list of the vendor's has one.
fn check_token(claim: &Claim, caller: &Caller) -> Result<(), Refusal> {
    match (&caller.session, &claim.token) {
        (None, None) => Ok(()),
        (Some(session), Some(token)) if session.token == *token => Ok(()),
        (Some(_), None) => {
            Err(Refusal::gateway(400, "MissingSecurityToken", "SecurityToken is mandatory for this access key."))
        }
        (_, Some(_)) => {
            let message = "Specified SecurityToken does not belong to this access key.";
            Err(Refusal::gateway(400, "InvalidSecurityToken.MismatchWithAccessKey", message))
        }
    }
}
