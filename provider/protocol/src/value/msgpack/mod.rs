//! The msgpack form in which values travel over the wire.
//!
//! Numbers are integers, floats or (when neither is exact) decimal text; unknown values are extension 0, or extension 12
//! with a map of refinements; a dynamic value is a pair of its type's JSON and itself.

mod read;
mod write;

pub use read::decode;
pub use write::encode;

use super::Value;

const UNKNOWN: i8 = 0;
const REFINED_UNKNOWN: i8 = 12;

const KEY_NULL: i64 = 1;
const KEY_PREFIX: i64 = 2;
const KEY_LOWER: i64 = 3;
const KEY_UPPER: i64 = 4;
const KEY_MIN_LENGTH: i64 = 5;
const KEY_MAX_LENGTH: i64 = 6;

/// Sets have no order: sorted, two equal sets are equal values.
pub(in crate::value) fn sorted(value: Value) -> Value {
    match value {
        Value::List(mut items) => {
            items.sort();
            Value::List(items)
        }
        other => other,
    }
}
