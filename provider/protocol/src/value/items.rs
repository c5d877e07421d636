//! The elements of a map, or the attributes of an object.

use std::{borrow::Borrow, cmp::Ordering, fmt, ops::Deref, slice, sync::Arc, vec};

use super::Value;

/// A key of a map or a name of an attribute. Cloning it does not copy the text, so that thousands of objects of one type share
/// their names.
#[derive(Clone)]
pub struct Name(Text);

#[derive(Clone)]
enum Text {
    /// The name of an attribute in a schema, which is part of the program.
    Fixed(&'static str),
    Shared(Arc<str>),
}

/// Values by unique names, sorted by name. They are in one block of memory, because most objects are small.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Items<V = Value>(Vec<(Name, V)>);

/// Up to this length, a linear search is faster than a binary search, because most names already differ in length.
const LINEAR_SEARCH_LIMIT: usize = 8;

impl<V> Default for Items<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> Items<V> {
    /// Creates the items from a vector that is already sorted by unique names.
    pub(super) fn from_sorted(items: Vec<(Name, V)>) -> Self {
        Self(items)
    }

    /// The number of items.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&V> {
        self.get_named(name).map(|(_, value)| value)
    }

    /// The stored name, which can be cloned without copying its text, and its value.
    pub fn get_named(&self, name: &str) -> Option<(&Name, &V)> {
        let found = if self.0.len() <= LINEAR_SEARCH_LIMIT {
            self.0.iter().find(|(known, _)| **known == *name)
        } else {
            self.position(name).ok().map(|at| &self.0[at])
        };
        found.map(|(name, value)| (name, value))
    }

    /// The value of a name as a mutable reference.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        self.position(name).ok().map(|at| &mut self.0[at].1)
    }

    /// Whether the name has a value.
    pub fn contains_key(&self, name: &str) -> bool {
        self.position(name).is_ok()
    }

    /// Sets the value of a name, and returns its previous value.
    pub fn insert(&mut self, name: impl Into<Name>, value: V) -> Option<V> {
        let name = name.into();
        match self.position(&name) {
            Ok(at) => Some(std::mem::replace(&mut self.0[at].1, value)),
            Err(at) => {
                self.0.insert(at, (name, value));
                None
            }
        }
    }

    /// The names and values, in the order of the names.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Name, &V)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// The names and the values as mutable references, in the order of the names.
    pub fn iter_mut(&mut self) -> impl ExactSizeIterator<Item = (&Name, &mut V)> {
        self.0.iter_mut().map(|(name, value)| (&*name, value))
    }

    /// The names, in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &Name> {
        self.0.iter().map(|(name, _)| name)
    }

    /// The values, in the order of the names.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    /// The values as mutable references, in the order of the names.
    pub fn values_mut(&mut self) -> impl ExactSizeIterator<Item = &mut V> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    fn position(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| (**known).cmp(name))
    }
}

/// The items may be in any order. If a name occurs several times, its last value is used.
impl<N: Into<Name>, V> FromIterator<(N, V)> for Items<V> {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(items: I) -> Self {
        let mut items: Vec<(Name, V)> = items.into_iter().map(|(name, value)| (name.into(), value)).collect();
        if !items.is_sorted_by(|(one, _), (next, _)| one < next) {
            items.sort_by(|(one, _), (next, _)| one.cmp(next));
            // `dedup_by` removes the later one of two equal names, so its value is first moved to the earlier one.
            items.dedup_by(|(later, value), (earlier, kept)| {
                let same = later == earlier;
                if same {
                    std::mem::swap(value, kept);
                }
                same
            });
        }
        Self(items)
    }
}

impl<N: Into<Name>, V> Extend<(N, V)> for Items<V> {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, items: I) {
        for (name, value) in items {
            self.insert(name, value);
        }
    }
}

impl<N: Into<Name>, V, const COUNT: usize> From<[(N, V); COUNT]> for Items<V> {
    fn from(items: [(N, V); COUNT]) -> Self {
        items.into_iter().collect()
    }
}

impl<V> IntoIterator for Items<V> {
    type Item = (Name, V);
    type IntoIter = vec::IntoIter<(Name, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'i, V> IntoIterator for &'i Items<V> {
    type Item = &'i (Name, V);
    type IntoIter = slice::Iter<'i, (Name, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl Name {
    /// The name of an attribute in a schema.
    pub const fn fixed(text: &'static str) -> Self {
        Self(Text::Fixed(text))
    }

    /// The text of the name.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::Fixed(text) => text,
            Text::Shared(text) => text,
        }
    }
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Name {}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

/// Shows only the text, because names are used in messages.
impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self(Text::Shared(text.into()))
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        Self(Text::Shared(text.into()))
    }
}

impl From<&String> for Name {
    fn from(text: &String) -> Self {
        Self(Text::Shared(text.as_str().into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(items: &Items) -> Vec<(&str, &str)> {
        items.iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default())).collect()
    }

    #[test]
    fn names_are_sorted_and_each_has_its_last_value() {
        let items: Items<Value> = [("b", "1".into()), ("a", "2".into()), ("b", "3".into()), ("b", "4".into())].into();
        assert_eq!(texts(&items), [("a", "2"), ("b", "4")]);
        assert_eq!(items, [("a", "2".into()), ("b", "4".into())].into());
    }

    #[test]
    fn a_value_is_inserted_in_the_order_of_the_names() {
        let mut items: Items = [("a", "1".into()), ("c", "3".into())].into();
        assert_eq!(items.insert("b", "2".into()), None);
        assert_eq!(items.insert("c", "4".into()), Some("3".into()));
        assert_eq!(texts(&items), [("a", "1"), ("b", "2"), ("c", "4")]);
        assert!(items.contains_key("b") && items.get("d").is_none());
        assert_eq!(Name::fixed("a"), Name::from("a"));
        let name = Name::from("a \"quoted\" name");
        assert_eq!(format!("{name} {name:?}"), "a \"quoted\" name \"a \\\"quoted\\\" name\"");
    }
}
