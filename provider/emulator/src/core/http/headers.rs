//! Request headers by lower-case name.

use std::collections::BTreeMap;

/// Header values by lower-case name; a name can have several values.
#[derive(Clone, Default)]
pub(crate) struct Headers(BTreeMap<String, Vec<String>>);

impl Headers {
    pub(crate) fn add(&mut self, name: &str, value: &str) {
        self.0.entry(name.to_ascii_lowercase()).or_default().push(value.to_owned());
    }

    /// The first value of a header.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.first().map(String::as_str)
    }

    /// The value in the form that is signed: all values trimmed, sorted, and joined with commas.
    pub(crate) fn canonical(&self, name: &str) -> Option<String> {
        let mut values: Vec<&str> = self.0.get(name)?.iter().map(|value| value.trim()).collect();
        values.sort_unstable();
        Some(values.join(","))
    }
}
