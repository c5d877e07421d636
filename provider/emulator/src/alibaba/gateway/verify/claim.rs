//! The identity that a signed request claims.

use jiff::Timestamp;

use crate::alibaba::gateway::answer::Refusal;
use crate::core::secret::Secret;
use crate::core::time::parse_seconds;

/// Key, signature and date of a request that is not authenticated yet.
pub(crate) struct Claim {
    pub(crate) key_id: String,
    pub(crate) signature: String,
    pub(crate) at: Timestamp,
    pub(crate) nonce: String,
    pub(crate) token: Option<Secret>,
    pub(crate) scheme: SchemeClaim,
}

/// The part that differs between the two schemes.
pub(crate) enum SchemeClaim {
    Acs3 {
        /// Names of the signed headers, in the order of the request.
        signed_headers: Vec<String>,
    },
    RpcV1,
}

/// Reads the date of a request.
pub(crate) fn date(text: &str) -> Result<Timestamp, Refusal> {
    parse_seconds(text).ok_or_else(|| {
        let message = format!("The date {text} is not of the form YYYY-MM-DDThh:mm:ssZ.");
        Refusal::gateway(400, "InvalidTimeStamp.Format", message)
    })
}

/// The signature is not the one that is computed with the secret.
pub(crate) fn mismatch(what: &str) -> Refusal {
    Refusal::gateway(
        400,
        "SignatureDoesNotMatch",
        format!("Specified signature does not match our calculation: {what}."),
    )
}
