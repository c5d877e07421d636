//! How requests become parameters, and how answers are read.

mod encode;
mod parameters;
mod read;

pub use encode::{FlatList, FlatTags, JsonList, JsonTags, Tag, ToWire};
pub use parameters::{Parameter, Parameters, Place};
pub use read::{Answer, Mismatch, Read};
pub(crate) use read::{field, field_or_default, find, object};
