//! The signature schemes, as a request names them.

use crate::alibaba::gateway::address::{Scheme, unsigned};
use crate::alibaba::gateway::answer::Refusal;
use crate::core::http::Incoming;
use crate::core::secret::Secret;

use super::claim::{Claim, SchemeClaim};
use super::{acs3, rpc_v1};

impl Claim {
    /// Reads the claim; refuses what is incomplete or has the wrong form.
    pub(crate) fn read(request: &Incoming, scheme: Scheme) -> Result<Self, Refusal> {
        match scheme {
            Scheme::Acs3 => acs3::read(request),
            Scheme::RpcV1 => rpc_v1::read(request),
            Scheme::Unsigned => Err(unsigned()),
        }
    }

    /// Compares the signature with the one that this secret gives.
    pub(super) fn check(&self, request: &Incoming, secret: &Secret) -> Result<(), Refusal> {
        match &self.scheme {
            SchemeClaim::Acs3 { signed_headers } => acs3::check(request, signed_headers, &self.signature, secret),
            SchemeClaim::RpcV1 => rpc_v1::check(request, &self.signature, secret),
        }
    }
}
