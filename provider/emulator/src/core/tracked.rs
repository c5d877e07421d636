//! A map that remembers which of its entries were changed, so that only these are written to disk.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, DerefMut};

/// It is read like the map inside, and changed with its own methods only.
#[derive(Debug, Clone)]
pub(crate) struct Tracked<V> {
    entries: BTreeMap<String, V>,
    changed: BTreeSet<String>,
}

impl<V> Tracked<V> {
    /// A map whose entries count as unchanged.
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

    /// An entry to read or to change.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<Entry<'_, String, V>> {
        let value = self.entries.get_mut(name)?;
        Some(Entry::new(name.to_owned(), value, &mut self.changed))
    }

    pub(crate) fn remove(&mut self, name: &str) {
        if self.entries.remove(name).is_some() {
            self.changed.insert(name.to_owned());
        }
    }

    /// Names of the entries that were changed or removed since the last time.
    pub(crate) fn take_changed(&mut self) -> BTreeSet<String> {
        std::mem::take(&mut self.changed)
    }
}

/// An entry of a map that remembers what was changed. It counts as changed from the first use that can change it, so
/// that a call that is refused after it has only read the entry changes nothing.
#[derive(Debug)]
pub(crate) struct Entry<'a, K: Ord + Clone, V> {
    key: K,
    value: &'a mut V,
    changed: &'a mut BTreeSet<K>,
}

impl<'a, K: Ord + Clone, V> Entry<'a, K, V> {
    pub(crate) fn new(key: K, value: &'a mut V, changed: &'a mut BTreeSet<K>) -> Self {
        Self { key, value, changed }
    }

    /// The value; the entry counts as changed.
    pub(crate) fn into_mut(self) -> &'a mut V {
        self.changed.insert(self.key);
        self.value
    }
}

impl<K: Ord + Clone, V> Deref for Entry<'_, K, V> {
    type Target = V;

    fn deref(&self) -> &V {
        self.value
    }
}

impl<K: Ord + Clone, V> DerefMut for Entry<'_, K, V> {
    fn deref_mut(&mut self) -> &mut V {
        if !self.changed.contains(&self.key) {
            self.changed.insert(self.key.clone());
        }
        self.value
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
    fn what_is_changed_is_returned_once_and_what_is_read_is_not() {
        let mut map = Tracked::of(["a", "b", "c", "d"].map(|name| (name.to_owned(), 0)));
        assert!(map.take_changed().is_empty());
        map.insert("e".to_owned(), 1);
        *map.get_mut("a").unwrap() = 1;
        assert_eq!(*map.get_mut("c").unwrap(), 0, "read only");
        *map.get_mut("d").unwrap().into_mut() = 1;
        map.remove("b");
        map.remove("absent");
        assert!(map.get_mut("absent").is_none());
        assert_eq!(map.get("c"), Some(&0));
        assert_eq!(map.take_changed().into_iter().collect::<Vec<_>>(), ["a", "b", "d", "e"]);
        assert!(map.take_changed().is_empty());
        assert_eq!(map.keys().collect::<Vec<_>>(), ["a", "c", "d", "e"]);
    }
}
