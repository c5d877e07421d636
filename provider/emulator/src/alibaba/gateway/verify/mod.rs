//! Authentication of requests: signatures, clock tolerance, nonces, session tokens.
//!
//! [`Claim`] is the identity that a request claims; `check` compares its signature with the secret of the key. Both
//! schemes are implemented from their documentation and share no code with any client.

mod acs3;
mod authenticate;
mod claim;
mod rpc_v1;
mod scheme;

#[cfg(test)]
mod tests;

pub(crate) use authenticate::{authenticate, use_nonce};
pub(crate) use claim::Claim;
