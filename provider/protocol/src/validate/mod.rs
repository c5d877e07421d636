//! Checks of one known value. They describe themselves: the text stands in the documentation and in the message.

mod duration;
mod number;
mod text;

pub use duration::{duration, parse_duration};
pub use number::{between, in_range};
pub use text::{Checked, checked, length, nearest, not_empty, one_of};

use crate::value::Value;

/// A check of one attribute. It sees known, non-null values only; parts of them may be unknown.
pub trait Validator: Send + Sync {
    /// What the value must be, in lower case, with "must" or "cannot", without full stop.
    fn describe(&self) -> String;

    /// Id of the rule, printed with the message, so that documentation, policies and tests can name it.
    fn rule(&self) -> &'static str;

    /// Checks the value.
    ///
    /// # Errors
    /// A sentence or two: what is wrong with this value and what to write instead. [`Validator::describe`] is added to it.
    fn check(&self, value: &Value) -> Result<(), String>;
}

/// A message with the id of the rule it comes from.
pub fn with_rule_id(message: &str, rule: &str) -> String {
    format!("{message}\n\nRule: {rule}")
}
