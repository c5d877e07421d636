//! Refinements: what is known about an unknown value.

use super::Number;

/// A limit for an unknown number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bound {
    /// The limit.
    pub value: Number,
    /// Whether the number can be equal to the limit.
    pub inclusive: bool,
}

/// What is known about an unknown value. By default, nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refinements {
    /// `Some(false)`: the value will not be null. `Some(true)`: it will be null.
    pub null: Option<bool>,
    /// The beginning of the text.
    pub prefix: Option<String>,
    /// The lower limit of the number.
    pub lower: Option<Bound>,
    /// The upper limit of the number.
    pub upper: Option<Bound>,
    /// The smallest number of elements in the collection.
    pub min_length: Option<i64>,
    /// The largest number of elements in the collection.
    pub max_length: Option<i64>,
}

impl Refinements {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
