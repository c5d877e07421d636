//! The signature. The function is pure: no clock, no network.

pub mod tc3;
