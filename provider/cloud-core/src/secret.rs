//! A text that must not be printed.

use std::fmt;

use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// A password, key or token. `Debug` and `Display` print `(secret)`, there is no `Serialize`, and the memory is wiped
/// when the last copy goes.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a text into custody.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. Ask for it only where it is signed with or sent.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
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
    fn a_configuration_file_may_hold_one() {
        let secret: Secret = serde_json::from_str("\"canary-7\"").unwrap();
        assert_eq!(secret.expose(), "canary-7");
    }
}
