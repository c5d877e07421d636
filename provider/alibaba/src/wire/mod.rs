//! Between Rust structs and the wire: how requests become parameters and answers are read.
//!
//! The macros `request!` and `answer!` define a struct with its wire names in one place; sending, reading and the catalogue of
//! names all come from that one definition.

mod encode;
mod macros;
mod parameters;
mod read;

pub use encode::{FlatList, FlatTags, JsonList, JsonTags, Tag, ToWire};
pub(crate) use macros::{answer, request};
pub use parameters::{Parameter, Parameters, Place};
pub use read::{Answer, Mismatch, Read};
pub(crate) use read::{field, field_or_default, object};
