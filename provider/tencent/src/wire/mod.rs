//! How requests become JSON, and how answers are read.

mod encode;
mod json;

pub use cloud_core::wire::{Answer, Mismatch, Read};
pub use json::{Json, Parameters, ToJson};
