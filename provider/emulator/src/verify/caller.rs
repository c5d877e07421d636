//! From a claim to a known caller.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use crate::answer::Refusal;
use crate::policy::Document;
use crate::request::Incoming;
use crate::secret::Secret;

use super::claim::Claim;

/// How far a request's date may be from the server's.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(15);

/// Nonces older than this cannot come back: their request would be refused for its date.
const NONCE_LIFE: SignedDuration = SignedDuration::from_mins(31);

/// Forget old nonces when this many are remembered.
const NONCE_SWEEP: usize = 50_000;

/// An access key and who it belongs to.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) key_id: String,
    pub(crate) account: String,
    pub(crate) identity: Identity,
    pub(crate) secret: Secret,
    pub(crate) session: Option<SessionLimits>,
}

/// What makes temporary credentials temporary.
#[derive(Debug, Clone)]
pub(crate) struct SessionLimits {
    pub(crate) token: Secret,
    pub(crate) expires: Timestamp,
}

/// Who acts.
#[derive(Debug, Clone)]
pub(crate) enum Identity {
    /// The account itself; may do everything but assume roles.
    Root,
    /// A RAM user; without a list of policies an administrator of the account.
    User { name: String, user_id: String, policies: Option<Vec<String>> },
    /// A role taken on with AssumeRole; `narrowing` is the session policy given there.
    Role { role: String, role_id: String, session: String, narrowing: Option<Document> },
}

/// Nonces seen lately, per key.
#[derive(Debug, Default)]
pub(crate) struct NonceMemory(HashMap<(String, String), Timestamp>);

impl NonceMemory {
    /// Remembers a nonce; false when it was used before.
    fn take(&mut self, key_id: &str, nonce: &str, now: Timestamp) -> bool {
        if self.0.len() >= NONCE_SWEEP {
            self.0.retain(|_, seen| now.duration_since(*seen) < NONCE_LIFE);
        }
        self.0.insert((key_id.to_owned(), nonce.to_owned()), now).is_none()
    }
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
    if !nonces.take(&claim.key_id, &claim.nonce, clocks.wall) {
        return Err(Refusal::gateway(400, "SignatureNonceUsed", "Specified signature nonce was used already."));
    }
    Ok(caller.clone())
}

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
