//! Who sent this request: signatures, clock tolerance, nonces, session tokens.
//!
//! [`Claim`] is what a request says about itself; `check` compares it with the key's secret. Both schemes are written
//! here from the rules and share no code with any client.

mod acs3;
mod authenticate;
mod claim;
mod hash;
mod rpc_v1;
mod scheme;

#[cfg(test)]
mod tests;

pub(crate) use authenticate::{authenticate, use_nonce};
pub(crate) use claim::Claim;
