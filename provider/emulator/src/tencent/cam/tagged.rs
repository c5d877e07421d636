//! Tags of an object.

use serde_json::{Value, json};

/// Keys and values, in the order in which they were given.
pub(crate) type Tags = Vec<(String, String)>;

/// Adds tags; a new value replaces the one of the same key.
pub(crate) fn merge(tags: &mut Tags, new: Tags) {
    for (key, value) in new {
        match tags.iter_mut().find(|(known, _)| *known == key) {
            Some((_, old)) => *old = value,
            None => tags.push((key, value)),
        }
    }
}

pub(crate) fn tags_json(tags: &Tags) -> Value {
    tags.iter().map(|(key, value)| json!({"Key": key, "Value": value})).collect()
}
