//! What is not known yet, noted while a request is being made.

use std::collections::BTreeSet;

use tfplugin::model::{Attr, Set};

/// Names of the parameters that are known only after apply.
#[derive(Debug, Default)]
pub(super) struct Unknowns(BTreeSet<&'static str>);

impl Unknowns {
    /// The value of a parameter; notes its name where the value is not known yet.
    pub(super) fn value<T: Clone>(&mut self, name: &'static str, value: &Attr<T>) -> Option<T> {
        self.note(name, value.is_unknown());
        value.get().cloned()
    }

    /// A list as DTS takes it: separated by commas.
    pub(super) fn joined(&mut self, name: &'static str, value: &Attr<Set<String>>) -> Option<String> {
        self.note(name, value.is_unknown() || value.get().is_some_and(Set::has_unknown));
        value.get().map(|set| set.known().map(String::as_str).collect::<Vec<_>>().join(","))
    }

    /// Notes a name.
    pub(super) fn note(&mut self, name: &'static str, unknown: bool) {
        if unknown {
            self.0.insert(name);
        }
    }

    /// The names.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }
}
