//! How requests become parameters, and how answers are read.

mod encode;
mod parameters;

pub(crate) use cloud_core::wire::field;
pub use cloud_core::wire::{Answer, Mismatch, Read};
pub use encode::{FlatList, FlatTags, JsonList, JsonTags, Tag, ToWire};
pub use parameters::{Parameter, Parameters, Place};
