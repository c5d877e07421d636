//! Authentication of requests: TC3-HMAC-SHA256, clock tolerance, tokens. It is implemented from its documentation and
//! shares no code with any client. A request has no nonce: it can be sent again as long as it is not too old.

mod authenticate;
mod claim;
mod tc3;

#[cfg(test)]
mod tests;

pub(crate) use authenticate::authenticate;
pub(crate) use claim::Claim;
