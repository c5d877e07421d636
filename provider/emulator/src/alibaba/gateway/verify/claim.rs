//! What a signed request says about itself.

use jiff::Timestamp;

use crate::alibaba::gateway::answer::Refusal;
use crate::core::secret::Secret;
use crate::core::time::parse_seconds;

/// Key, signature and freshness of a request, read but not yet believed.
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
        /// Names of the signed headers, in the order given.
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

/// The signature is not the one the secret gives.
pub(crate) fn mismatch(what: &str) -> Refusal {
    Refusal::gateway(
        400,
        "SignatureDoesNotMatch",
        format!("Specified signature does not match our calculation: {what}."),
    )
}
