//! A text that does not appear in logs, but may appear in a message to the user.

use std::fmt;

/// A value such as the name of a database account. `Debug` prints `(hidden)`, so that no log contains it. Unlike a
/// [`Secret`](crate::Secret), it is not removed from the errors of a service: it is often a common word.
///
/// ```
/// use cloud_core::Hidden;
///
/// let name = Hidden::from("orders_reader");
/// assert_eq!(format!("{name:?}"), "(hidden)");
/// assert_eq!(name.as_str(), "orders_reader");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Hidden(String);

impl Hidden {
    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

impl From<String> for Hidden {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Hidden {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}
