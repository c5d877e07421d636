//! Signatures. Pure: same input, same output; no clock, no randomness, no network.

pub mod acs3;
mod percent;

pub use percent::percent_encode;
