//! How a Rust value becomes one or more text parameters.

use cloud_core::{Hidden, Secret};
use serde::Serialize;

/// A value that can be sent as parameters.
pub trait ToWire {
    /// Calls `emit` with each name and value; not for an unset value.
    fn write(&self, name: &str, emit: &mut dyn FnMut(String, String));

    /// Whether the value must not be shown.
    fn is_secret(&self) -> bool {
        false
    }

    /// Whether the value must not appear in logs.
    fn is_hidden(&self) -> bool {
        self.is_secret()
    }
}

impl ToWire for String {
    fn write(&self, name: &str, emit: &mut dyn FnMut(String, String)) {
        emit(name.to_owned(), self.clone());
    }
}

impl ToWire for Secret {
    fn write(&self, name: &str, emit: &mut dyn FnMut(String, String)) {
        emit(name.to_owned(), self.expose().to_owned());
    }

    fn is_secret(&self) -> bool {
        true
    }
}

impl ToWire for Hidden {
    fn write(&self, name: &str, emit: &mut dyn FnMut(String, String)) {
        emit(name.to_owned(), self.as_str().to_owned());
    }

    fn is_hidden(&self) -> bool {
        true
    }
}

/// Values whose display form is their wire form: `true`, `3600`, `0.5`.
macro_rules! displayed {
    ($($ty:ty),*) => {$(
        impl ToWire for $ty {
            fn write(&self, name: &str, emit: &mut dyn FnMut(String, String)) {
                emit(name.to_owned(), self.to_string());
            }
        }
    )*};
}
displayed!(bool, i64, f64);

impl<T: ToWire> ToWire for Option<T> {
    fn write(&self, name: &str, emit: &mut dyn FnMut(String, String)) {
        if let Some(value) = self {
            value.write(name, emit);
        }
    }

    fn is_secret(&self) -> bool {
        self.as_ref().is_some_and(T::is_secret)
    }

    fn is_hidden(&self) -> bool {
        self.as_ref().is_some_and(T::is_hidden)
    }
}

/// A tag's key and value.
///
/// ```
/// use alibaba::wire::{JsonTags, Tag};
///
/// let tags = JsonTags(vec![Tag::new("team", "platform")]);
/// # drop(tags);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tag {
    /// Key, not empty.
    pub key: String,
    /// Value, may be empty.
    pub value: String,
}

impl Tag {
    /// A tag.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into() }
    }
}

/// A list of texts in the form of DTS: `Name.1=…`, `Name.2=…`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlatList(pub Vec<String>);

impl ToWire for FlatList {
    fn write(&self, name: &str, emit: &mut dyn FnMut(String, String)) {
        for (index, value) in self.0.iter().enumerate() {
            emit(format!("{name}.{}", index + 1), value.clone());
        }
    }
}

/// Tags in the form of DTS: `Tag.1.Key=…`, `Tag.1.Value=…`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlatTags(pub Vec<Tag>);

impl ToWire for FlatTags {
    fn write(&self, name: &str, emit: &mut dyn FnMut(String, String)) {
        for (index, tag) in self.0.iter().enumerate() {
            emit(format!("{name}.{}.Key", index + 1), tag.key.clone());
            emit(format!("{name}.{}.Value", index + 1), tag.value.clone());
        }
    }
}

/// A list of texts in the form of RAM: one JSON text, absent when empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JsonList(pub Vec<String>);

impl ToWire for JsonList {
    fn write(&self, name: &str, emit: &mut dyn FnMut(String, String)) {
        write_json(&self.0, name, emit);
    }
}

/// Tags in the form of RAM: one JSON text of objects with `Key` and `Value`, absent when empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JsonTags(pub Vec<Tag>);

impl ToWire for JsonTags {
    fn write(&self, name: &str, emit: &mut dyn FnMut(String, String)) {
        write_json(&self.0, name, emit);
    }
}

fn write_json<T: Serialize>(list: &[T], name: &str, emit: &mut dyn FnMut(String, String)) {
    if !list.is_empty() {
        // Texts and pairs of texts always serialize.
        emit(name.to_owned(), serde_json::to_string(list).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Parameters, Place};

    fn sent(value: &dyn ToWire) -> Vec<(String, String)> {
        let mut parameters = Parameters::new();
        parameters.put(Place::Query, "P", value);
        parameters.iter().map(|p| (p.name.clone(), p.value.clone())).collect()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn scalars_have_their_wire_form_and_unset_ones_are_absent() {
        assert_eq!(sent(&true), [pair("P", "true")]);
        assert_eq!(sent(&Some(3600_i64)), [pair("P", "3600")]);
        assert_eq!(sent(&0.5_f64), [pair("P", "0.5")]);
        assert_eq!(sent(&Some(String::new())), [pair("P", "")]);
        assert_eq!(sent(&None::<String>), []);
    }

    #[test]
    fn dts_lists_are_flat_and_count_from_one() {
        assert_eq!(sent(&FlatList(vec!["a".into(), "b".into()])), [pair("P.1", "a"), pair("P.2", "b")]);
        let tags = FlatTags(vec![Tag::new("env", "prod"), Tag::new("k", "")]);
        assert_eq!(
            sent(&tags),
            [pair("P.1.Key", "env"), pair("P.1.Value", "prod"), pair("P.2.Key", "k"), pair("P.2.Value", "")]
        );
    }

    #[test]
    fn ram_lists_are_json_text_and_absent_when_empty() {
        assert_eq!(sent(&JsonList(vec!["r\"1".into()])), [pair("P", r#"["r\"1"]"#)]);
        assert_eq!(sent(&JsonTags(vec![Tag::new("k", "v")])), [pair("P", r#"[{"Key":"k","Value":"v"}]"#)]);
        assert_eq!(sent(&JsonTags::default()), []);
    }

    #[test]
    fn printing_parameters_shows_no_secret_and_no_form_value() {
        let mut parameters = Parameters::new();
        parameters.put(Place::Query, "SourceEndpointPassword", &Some(Secret::from("canary-7")));
        parameters.put(Place::Query, "SourceEndpointUserName", &Some(Hidden::from("canary-8")));
        parameters.put(Place::Form, "DbList", &"canary-7".to_owned());
        parameters.put(Place::Query, "JobType", &"MIGRATION".to_owned());
        let printed = format!("{parameters:?}");
        assert!(!printed.contains("canary"), "{printed}");
        assert!(printed.contains("SourceEndpointPassword=(secret)"), "{printed}");
        assert!(printed.contains("SourceEndpointUserName=(hidden)"), "{printed}");
        assert!(printed.contains("JobType=\"MIGRATION\""), "{printed}");
        assert_eq!(parameters.get("SourceEndpointPassword"), Some("canary-7"));
        assert_eq!(parameters.get("SourceEndpointUserName"), Some("canary-8"));
    }
}
