//! Authentication of a caller.

use jiff::SignedDuration;

use crate::core::accounts::Caller;
use crate::core::clock::Times;
use crate::core::http::Incoming;
use crate::core::secret::Secret;
use crate::tencent::gateway::answer::Refusal;

use super::claim::Claim;
use super::tc3::{canonical_request, signature, string_to_sign};

/// The largest difference between the time of a request and the time of the server.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// Accepts or refuses a claim: the time, the signature, the token.
pub(crate) fn authenticate(
    request: &Incoming,
    claim: &Claim,
    caller: Option<&Caller>,
    times: Times,
) -> Result<(), Refusal> {
    let caller = caller.ok_or_else(|| {
        Refusal::new(
            "AuthFailure.SecretIdNotFound",
            "The SecretId is not found, please ensure that your SecretId is correct.",
        )
    })?;
    if times.wall.duration_since(claim.at).abs() > TOLERANCE {
        let message = format!(
            "The provided credentials have expired: the time of the request is more than five minutes from the time of the server ({}).",
            times.wall.as_second()
        );
        return Err(Refusal::new("AuthFailure.SignatureExpire", message));
    }
    if claim.date != claim.at.strftime("%Y-%m-%d").to_string() || !is_signed_with(request, claim, &caller.secret) {
        let message = "The provided credentials could not be validated. Please check your signature is correct.";
        return Err(Refusal::new("AuthFailure.SignatureFailure", message));
    }
    check_token(claim, caller, times)
}

fn check_token(claim: &Claim, caller: &Caller, times: Times) -> Result<(), Refusal> {
    let what = match (&caller.session, &claim.token) {
        (None, None) => return Ok(()),
        (Some(session), Some(token)) if session.token == *token => {
            if times.emulated < session.expires {
                return Ok(());
            }
            "it has expired"
        }
        (Some(_), None) => "this key needs a token",
        (_, Some(_)) => "it does not belong to this key",
    };
    Err(Refusal::new("AuthFailure.TokenFailure", format!("The token is not valid: {what}.")))
}

/// Whether the signature of a request is the one that this secret gives.
fn is_signed_with(request: &Incoming, claim: &Claim, secret: &Secret) -> bool {
    let Claim { date, service, .. } = claim;
    let canonical = canonical_request(request, &claim.signed_headers);
    let to_sign = string_to_sign(&canonical, &claim.timestamp, date, service);
    signature(&to_sign, secret, date, service) == claim.signature
}
