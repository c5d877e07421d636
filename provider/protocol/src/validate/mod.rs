//! Validators of a single value. Each one describes its requirement, for the documentation and for the error message.
//!
//! ```
//! use tfplugin::validate::{Validator as _, in_range, nearest, one_of, parse_duration};
//!
//! let side = one_of(&["source", "destination"]);
//! assert_eq!(side.documentation(), "Valid values: `source`, `destination`.");
//! assert_eq!(side.check(&"source".into()), Ok(()));
//! assert_eq!(side.check(&"sorce".into()), Err(r#""sorce" is not valid. Did you mean `source`?"#.to_owned()));
//!
//! let session = in_range(900..=43_200, "seconds");
//! assert_eq!(session.describe(), "must be a whole number from 900 to 43200 (seconds)");
//! assert_eq!(session.check(&60.into()), Err("It is 60.".to_owned()));
//!
//! assert_eq!(nearest("cn_hangzhuo", &["cn-beijing", "cn-hangzhou"]), Some("cn-hangzhou"));
//! assert_eq!(parse_duration("1h30m").unwrap().as_secs(), 5400);
//! ```

mod duration;
mod number;
mod text;

pub use duration::{duration, parse_duration};
pub use number::{between, in_range};
pub use text::{Checked, OneOf, checked, length, nearest, not_empty, one_of};

use crate::value::Value;

/// A check of one attribute. It is called with known, non-null values only; parts of a value may be unknown.
pub trait Validator: Send + Sync {
    /// The requirement as the predicate of a sentence about the attribute: `must be …` or `cannot be …`, in lower case and
    /// without a full stop.
    fn describe(&self) -> String;

    /// The requirement as a sentence for the documentation. Default: [`Validator::describe`] with a capital letter and a full
    /// stop; `must be one of …` becomes `Valid values: ….`
    fn documentation(&self) -> String {
        let text = self.describe();
        if let Some(values) = text.strip_prefix("must be one of ") {
            return format!("Valid values: {values}.");
        }
        let mut letters = text.chars();
        let first = letters.next().map(char::to_uppercase).into_iter().flatten();
        first.chain(letters).chain(['.']).collect()
    }

    /// The ID of the rule. The error message shows it, so that documentation, policies and tests can refer to it.
    fn rule(&self) -> &'static str;

    /// Whether the requirement is about each element of a list or a set.
    fn is_of_elements(&self) -> bool {
        false
    }

    /// Checks the value.
    ///
    /// # Errors
    /// One or two sentences: what is wrong with this value, and what to write instead. The error message shows them after
    /// [`Validator::describe`].
    fn check(&self, value: &Value) -> Result<(), String>;
}

/// Appends the ID of the rule to a message.
pub fn with_rule_id(message: &str, rule: &str) -> String {
    format!("{message}{RULE}{rule}")
}

/// The message without the ID of its rule, and the ID, if [`with_rule_id`] has appended one.
pub fn rule_id(message: &str) -> Option<(&str, &str)> {
    message.rsplit_once(RULE).filter(|(_, rule)| !rule.contains(char::is_whitespace))
}

const RULE: &str = "\n\nRule: ";
