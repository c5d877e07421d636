//! The parameters of one request, before encoding.

use std::fmt;

use super::ToWire;

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the URL's query.
    Query,
    /// In the form-encoded body.
    Form,
}

/// One name and value.
#[derive(Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Wire name, for example `SourceEndpointOwnerID` or `Tag.1.Key`.
    pub name: String,
    /// Value as text, not percent-encoded.
    pub value: String,
    /// Query or form.
    pub place: Place,
    /// Whether the value must not be shown.
    pub secret: bool,
    /// Whether the value must not appear in logs.
    pub hidden: bool,
}

impl fmt::Debug for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.secret {
            write!(f, "{}=(secret)", self.name)
        } else if self.hidden {
            write!(f, "{}=(hidden)", self.name)
        } else if self.place == Place::Form {
            write!(f, "{}=({} bytes)", self.name, self.value.len())
        } else {
            write!(f, "{}={:?}", self.name, self.value)
        }
    }
}

/// All parameters of one request in the order of the struct's fields. `Debug` shows neither secrets nor form values.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parameters(Vec<Parameter>);

impl Parameters {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value under a wire name; an unset value adds nothing.
    pub fn put(&mut self, place: Place, name: &str, value: &dyn ToWire) {
        let (secret, hidden) = (value.is_secret(), value.is_hidden());
        value.write(name, &mut |name, value| self.0.push(Parameter { name, value, place, secret, hidden }));
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Parameter> {
        self.0.iter()
    }

    /// Value of one parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|parameter| parameter.name == name).map(|parameter| parameter.value.as_str())
    }

    /// Names and values of one place.
    pub fn of(&self, place: Place) -> Vec<(&str, &str)> {
        self.0
            .iter()
            .filter(|parameter| parameter.place == place)
            .map(|parameter| (parameter.name.as_str(), parameter.value.as_str()))
            .collect()
    }
}

impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.0).finish()
    }
}
