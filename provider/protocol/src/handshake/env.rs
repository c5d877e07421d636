//! The environment variables as a value.

#![expect(clippy::disallowed_methods, reason = "this module is where the environment of go-plugin is read")]

use std::collections::BTreeMap;
use std::fmt;

/// Environment variables, read once when the process starts and then passed as a parameter. Tests create their own.
///
/// An empty variable counts as unset. `Debug` shows the names only, because values can be credentials.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Env(BTreeMap<String, String>);

impl Env {
    /// The variables of this process. Variables that are not UTF-8 are left out.
    pub fn from_process() -> Self {
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect()
    }

    /// The value of a variable, if it is set and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Env {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(variables: I) -> Self {
        Self(variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_counts_as_unset() {
        let env = Env::from_iter([("A", ""), ("B", "1")]);
        assert_eq!(env.get("A"), None);
        assert_eq!(env.get("B"), Some("1"));
    }

    #[test]
    fn debug_shows_names_without_values() {
        let text = format!("{:?}", Env::from_iter([("ACCESS_KEY_SECRET", "canary")]));
        assert!(text.contains("ACCESS_KEY_SECRET"), "{text}");
        assert!(!text.contains("canary"), "{text}");
    }
}
