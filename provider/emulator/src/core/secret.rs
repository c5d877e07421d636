//! A text that cannot be printed.

use std::fmt;

/// A password, key secret or token: it has no Display and no Serialize, and its Debug shows no part of it.
#[derive(Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, to compute a signature or to return credentials to their owner.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// For the data directory, the only place where secrets are written: without them, a job could not log in and a
    /// session would not be recognized after a restart.
    pub(crate) fn keep<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }

    /// The same for a secret that can be absent.
    #[expect(clippy::ref_option, reason = "the form serde calls it in")]
    pub(crate) fn keep_option<S: serde::Serializer>(secret: &Option<Self>, to: S) -> Result<S::Ok, S::Error> {
        match secret {
            Some(secret) => to.serialize_some(&secret.0),
            None => to.serialize_none(),
        }
    }

    #[cfg(test)]
    pub(crate) fn matches(&self, text: &str) -> bool {
        self.0 == text
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(hidden)")
    }
}

/// Whether the value of a parameter with this name must never be shown or kept.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name != "nexttoken" && ["password", "secret", "token"].iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests {
    use super::{Secret, is_secret_name};

    #[test]
    fn debug_shows_no_part_of_the_text() {
        let secret = Secret::new("canary-9");
        assert!(secret.matches("canary-9"));
        assert!(!secret.matches("canary-8"));
        assert_eq!(format!("{secret:?}"), "Secret(hidden)");
    }

    #[test]
    fn names_of_secret_parameters_are_known() {
        for name in ["SourceEndpointPassword", "ShardPassword", "SecurityToken", "AccessKeySecret"] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["NextToken", "DbList", "Reserve", "SourceEndpointUserName"] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
