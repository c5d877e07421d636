//! Signatures. The functions are pure: no clock, no randomness, no network.

pub mod acs3;
mod percent;

pub use percent::percent_encode;
