//! How answers are read.

mod counted;
mod macros;
mod read;
mod requirements;

pub use counted::Sent;
pub use read::{Answer, Mismatch, Read, field, field_or_default, find, object};
pub use requirements::{Requirements, check_answer};
pub use serde_json::Value;
