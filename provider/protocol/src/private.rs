//! What a resource remembers beside its state: stored by the core, shown to nobody.

use serde_json::{Map, Value as Json};

use crate::diagnostic::Diagnostic;

/// Named JSON values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Private(Map<String, Json>);

impl Private {
    /// Reads the bytes the core kept.
    ///
    /// # Errors
    /// Bytes this provider did not write.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Diagnostic> {
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        serde_json::from_slice(bytes)
            .map(Self)
            .map_err(|error| Diagnostic::bug(format!("The private data of the resource cannot be read: {error}.")))
    }

    /// The bytes for the core to keep.
    pub fn to_bytes(&self) -> Vec<u8> {
        if self.0.is_empty() { Vec::new() } else { Json::Object(self.0.clone()).to_string().into_bytes() }
    }

    /// A value, if there is one of that name.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.get(name)
    }

    /// Sets a value.
    pub fn set(&mut self, name: &str, value: impl Into<Json>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// Forgets a value.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }
}
