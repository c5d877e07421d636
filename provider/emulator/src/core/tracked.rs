//! A map that remembers which of its entries were changed, so that only these are written to disk.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

/// It is read like the map inside, and changed by its own methods only.
#[derive(Debug, Clone)]
pub(crate) struct Tracked<V> {
    entries: BTreeMap<String, V>,
    changed: BTreeSet<String>,
}

impl<V> Tracked<V> {
    /// What is there already counts as unchanged.
    pub(crate) fn of(entries: impl IntoIterator<Item = (String, V)>) -> Self {
        Self { entries: entries.into_iter().collect(), changed: BTreeSet::new() }
    }

    /// Adds an entry that counts as unchanged.
    pub(crate) fn put(&mut self, name: String, value: V) {
        self.entries.insert(name, value);
    }

    pub(crate) fn insert(&mut self, name: String, value: V) {
        self.changed.insert(name.clone());
        self.entries.insert(name, value);
    }

    /// The entry counts as changed, whatever is done with it.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        let value = self.entries.get_mut(name)?;
        self.changed.insert(name.to_owned());
        Some(value)
    }

    pub(crate) fn remove(&mut self, name: &str) {
        if self.entries.remove(name).is_some() {
            self.changed.insert(name.to_owned());
        }
    }

    /// Names of what was changed or removed since the last time.
    pub(crate) fn take_changed(&mut self) -> BTreeSet<String> {
        std::mem::take(&mut self.changed)
    }
}

impl<V> Deref for Tracked<V> {
    type Target = BTreeMap<String, V>;

    fn deref(&self) -> &Self::Target {
        &self.entries
    }
}

#[cfg(test)]
mod tests {
    use super::Tracked;

    #[test]
    fn what_is_changed_is_told_once_and_what_is_read_is_not() {
        let mut map = Tracked::of(["a", "b", "c", "d"].map(|name| (name.to_owned(), 0)));
        assert!(map.take_changed().is_empty());
        map.insert("e".to_owned(), 1);
        if let Some(value) = map.get_mut("a") {
            *value = 1;
        }
        map.remove("b");
        map.remove("absent");
        assert_eq!(map.get_mut("absent"), None);
        assert_eq!(map.get("c"), Some(&0));
        assert_eq!(map.take_changed().into_iter().collect::<Vec<_>>(), ["a", "b", "e"]);
        assert!(map.take_changed().is_empty());
        assert_eq!(map.keys().collect::<Vec<_>>(), ["a", "c", "d", "e"]);
    }
}
