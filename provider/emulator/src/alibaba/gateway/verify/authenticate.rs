//! Authentication of a caller.

use jiff::{SignedDuration, Timestamp};

use crate::alibaba::gateway::answer::Refusal;
use crate::core::accounts::Caller;
use crate::core::clock::Times;
use crate::core::http::Incoming;
use crate::core::nonces::NonceMemory;

use super::claim::Claim;

/// The largest difference between the date of a request and the date of the server.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(15);

/// Accepts or refuses a claim: first the signature is checked, then the token and the date. Afterwards [`use_nonce`]
/// checks the nonce.
pub(crate) fn authenticate(
    request: &Incoming,
    claim: &Claim,
    caller: Option<&Caller>,
    times: Times,
) -> Result<(), Refusal> {
    let caller = caller
        .ok_or_else(|| Refusal::gateway(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."))?;
    check_token(claim, caller)?;
    claim.check(request, &caller.secret)?;
    if let Some(session) = &caller.session
        && times.emulated >= session.expires
    {
        return Err(Refusal::gateway(403, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired."));
    }
    if times.wall.duration_since(claim.at).abs() > TOLERANCE {
        let message = "Specified time stamp or date value is expired: it is more than 15 minutes off.";
        return Err(Refusal::gateway(400, "InvalidTimeStamp.Expired", message));
    }
    Ok(())
}

/// Refuses a nonce that was used before, as long as a request with it can be valid.
pub(crate) fn use_nonce(claim: &Claim, nonces: &mut NonceMemory) -> Result<(), Refusal> {
    let until = claim.at.saturating_add(TOLERANCE).unwrap_or(Timestamp::MAX);
    if nonces.take(&claim.key_id, &claim.nonce, until, Timestamp::now()) {
        return Ok(());
    }
    Err(Refusal::gateway(400, "SignatureNonceUsed", "Specified signature nonce was used already."))
}

/// The code for a token of another key is a choice of the emulator: no list of Alibaba Cloud has one.
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
