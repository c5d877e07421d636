//! The private data of a resource: what the provider remembers beside the state. Terraform stores it with the state and shows it in no
//! output. Each value has a name, a type and a version.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use tfplugin::private::Private;

/// The name, the type and the version of one value. Stored as `{"version": 1, "value": …}`.
///
/// A change of the type needs a new version. A value of another version counts as not set, as after an import.
#[derive(Debug)]
pub(crate) struct Key<T> {
    name: &'static str,
    version: u32,
    value: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned + Into<Json>> Key<T> {
    /// A value of this name and version.
    pub(crate) const fn new(name: &'static str, version: u32) -> Self {
        Self { name, version, value: PhantomData }
    }

    /// The value, if it is set.
    pub(crate) fn read(&self, private: &Private) -> Option<T> {
        let stored = private.get(self.name)?;
        let value = stored.get("value").filter(|_| stored.get("version") == Some(&self.version.into()))?;
        T::deserialize(value).ok()
    }

    /// Sets the value.
    pub(crate) fn write(&self, private: &mut Private, value: T) {
        private.set(self.name, json!({"version": self.version, "value": value.into()}));
    }

    /// Removes the value. Returns whether it was set.
    pub(crate) fn remove(&self, private: &mut Private) -> bool {
        let was_set = private.get(self.name).is_some();
        private.remove(self.name);
        was_set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: Key<String> = Key::new("text", 1);

    #[test]
    fn a_value_is_read_as_it_was_written() {
        let mut private = Private::default();
        assert_eq!(TEXT.read(&private), None);
        TEXT.write(&mut private, "a".to_owned());
        assert_eq!(TEXT.read(&private).as_deref(), Some("a"));
        assert!(TEXT.remove(&mut private) && !TEXT.remove(&mut private));
        assert_eq!(private, Private::default());
    }

    #[test]
    fn a_value_of_another_version_or_type_is_not_set() {
        let mut private = Private::default();
        TEXT.write(&mut private, "a".to_owned());
        assert_eq!(Key::<String>::new("text", 2).read(&private), None);
        assert_eq!(Key::<bool>::new("text", 1).read(&private), None);
        private.set("text", "without a version");
        assert_eq!(TEXT.read(&private), None);
    }
}
