//! Private data of a resource: Terraform stores it beside the state and does not show it.

use serde_json::{Map, Value as Json};

use crate::diagnostic::Diagnostic;

/// JSON values by name.
///
/// ```
/// use tfplugin::private::Private;
///
/// let mut private = Private::default();
/// private.set("released", true);
/// assert_eq!(private.to_bytes(), br#"{"released":true}"#);
/// assert_eq!(Private::from_bytes(&private.to_bytes()).unwrap().get("released"), Some(&true.into()));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Private(Map<String, Json>);

impl Private {
    /// Reads private data that Terraform has stored: a JSON object, or no bytes for no data.
    ///
    /// # Errors
    /// The bytes are not a JSON object, so this provider did not write them.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Diagnostic> {
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        serde_json::from_slice(bytes)
            .map(Self)
            .map_err(|error| Diagnostic::bug(format!("The private data of the resource cannot be read: {error}.")))
    }

    /// The bytes for Terraform to store: a JSON object, or no bytes when there is no data.
    pub fn to_bytes(&self) -> Vec<u8> {
        if self.0.is_empty() { Vec::new() } else { Json::Object(self.0.clone()).to_string().into_bytes() }
    }

    /// The value of a name, if it is set.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.get(name)
    }

    /// Sets the value of a name.
    pub fn set(&mut self, name: &str, value: impl Into<Json>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// Removes the value of a name, if it is set.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }
}
