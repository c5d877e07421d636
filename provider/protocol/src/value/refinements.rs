//! What may be known of an unknown value.

use super::Number;

/// A limit of an unknown number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bound {
    /// The limit.
    pub value: Number,
    /// Whether the limit itself is possible.
    pub inclusive: bool,
}

/// Promises about an unknown value. All absent: nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refinements {
    /// `Some(false)`: will not be null. `Some(true)`: will be null.
    pub null: Option<bool>,
    /// The text will start so.
    pub prefix: Option<String>,
    /// The number will not be below.
    pub lower: Option<Bound>,
    /// The number will not be above.
    pub upper: Option<Bound>,
    /// The collection will have at least so many elements.
    pub min_length: Option<i64>,
    /// The collection will have at most so many elements.
    pub max_length: Option<i64>,
}

impl Refinements {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
