//! The msgpack encoding in which Terraform and the provider exchange values.
//!
//! A number is an integer, a float or, when neither is exact, decimal text. An unknown value is extension 0, or extension 12
//! with a map of refinements. A dynamic value is a pair of the JSON of its type and the value.

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

/// Sorts the elements of a set, which has no order, so that two equal sets are equal values.
pub(in crate::value) fn sort_set(value: Value) -> Value {
    match value {
        Value::List(mut items) => {
            items.sort();
            Value::List(items)
        }
        other => other,
    }
}
