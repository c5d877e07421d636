//! The loop around the attempts of a call.

mod backoff;
mod client;
mod rate_limiter;
mod retry;

pub use client::{Client, ClientSettings, Interrupted};
pub use rate_limiter::RateLimiter;
pub use retry::Reply;
