//! What a signed request says about itself.

use jiff::Timestamp;

use crate::alibaba::gateway::address::{Scheme, unsigned};
use crate::alibaba::gateway::answer::Refusal;
use crate::core::http::Incoming;
use crate::core::secret::Secret;
use crate::core::time::parse_seconds;

use super::{acs3, rpc_v1};

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

impl Claim {
    /// Reads the claim; refuses what is incomplete or has the wrong form.
    pub(crate) fn read(request: &Incoming, scheme: Scheme) -> Result<Self, Refusal> {
        match scheme {
            Scheme::Acs3 => acs3::read(request),
            Scheme::RpcV1 => rpc_v1::read(request),
            Scheme::Unsigned => Err(unsigned()),
        }
    }

    /// Compares the signature with the one this secret gives.
    pub(crate) fn check(&self, request: &Incoming, secret: &Secret) -> Result<(), Refusal> {
        match &self.scheme {
            SchemeClaim::Acs3 { signed_headers } => acs3::check(request, signed_headers, &self.signature, secret),
            SchemeClaim::RpcV1 => rpc_v1::check(request, &self.signature, secret),
        }
    }
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
