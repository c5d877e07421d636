//! A text that must not be printed.

use std::fmt;

use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// A password, key or token. `Debug` and `Display` print `(secret)`, there is no `Serialize`, and the memory is wiped
/// when a copy is dropped.
///
/// ```
/// use cloud_core::Secret;
///
/// let password = Secret::from("pa55word");
/// assert_eq!(format!("{password:?}"), "(secret)");
/// assert_eq!(password.expose(), "pa55word");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. Use it only where it is sent or signs something.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn printing_shows_the_word_secret_and_expose_shows_the_text() {
        let secret = Secret::from("canary-7");
        assert_eq!(format!("{secret} {secret:?}"), "(secret) (secret)");
        assert_eq!(secret.expose(), "canary-7");
    }

    #[test]
    fn a_secret_can_be_read_from_a_configuration_file() {
        let secret: Secret = serde_json::from_str("\"canary-7\"").unwrap();
        assert_eq!(secret.expose(), "canary-7");
    }
}
