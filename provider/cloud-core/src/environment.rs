//! The environment variables, read once at the start and passed on as a value.

#![expect(clippy::disallowed_methods, reason = "this module is where the environment is read")]

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// A snapshot of environment variables. `Debug` prints names only, since values are often keys.
///
/// ```
/// use cloud_core::Environment;
///
/// let environment = Environment::from_iter([("FIRST", ""), ("SECOND", "value")]);
/// assert_eq!(environment.first(&["FIRST", "SECOND"]), Some(("SECOND", "value"))); // an empty value is not set
/// ```
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// The variables of this process; names and values that are not UTF-8 are left out.
    pub fn of_process() -> Self {
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect()
    }

    /// The value of a variable; an empty one counts as not set.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The first variable of the list that is set, with its name.
    pub fn first<'n>(&self, names: &[&'n str]) -> Option<(&'n str, &str)> {
        names.iter().find_map(|name| self.get(name).map(|value| (*name, value)))
    }

    /// The home directory of the user.
    pub fn home(&self) -> Option<PathBuf> {
        self.first(&["HOME", "USERPROFILE"]).map(|(_, home)| PathBuf::from(home))
    }

    /// A path in which `~` at the beginning stands for the home directory.
    pub fn expand_home(&self, path: &Path) -> PathBuf {
        match (path.strip_prefix("~"), self.home()) {
            (Ok(rest), Some(home)) => home.join(rest),
            _ => path.to_owned(),
        }
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Environment;

    #[test]
    fn the_first_variable_with_a_value_is_used() {
        let env = Environment::from_iter([("A", ""), ("B", "two"), ("C", "three")]);
        assert_eq!(env.first(&["A", "B", "C"]), Some(("B", "two")));
        assert_eq!(env.first(&["A", "D"]), None);
    }

    #[test]
    fn debug_prints_names_only() {
        let env = Environment::from_iter([("ALICLOUD_SECRET_KEY", "canary-7")]);
        assert_eq!(format!("{env:?}"), "{\"ALICLOUD_SECRET_KEY\"}");
    }
}
