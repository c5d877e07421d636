//! `Reserved`: the settings that DTS returns. Many of them were added by DTS.

use serde_json::Value as Json;

use crate::facts::alibaba as facts;

/// The JSON object of an answer.
pub(crate) struct Reserved(Json);

impl Reserved {
    /// Reads it; anything but an object holds nothing.
    pub(crate) fn parse(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap_or_default())
    }

    /// The keys and their values.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&String, &Json)> {
        self.0.as_object().into_iter().flatten()
    }

    /// A value as text: DTS returns numbers and booleans with quotes or without.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        text(&self.0[key])
    }

    /// The word of an option.
    pub(super) fn option(&self, argument: &str) -> Option<&'static str> {
        facts::option_of_wire(argument, &|key| self.text(key))
    }

    /// A value in an object under a key, as text. DTS returns the object as JSON or as a text of JSON.
    pub(super) fn nested(&self, key: &str, inner: &str) -> Option<String> {
        match &self.0[key] {
            Json::String(object) => text(&serde_json::from_str::<Json>(object).unwrap_or_default()[inner]),
            object => text(&object[inner]),
        }
    }
}

fn text(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(bool) => Some(bool.to_string()),
        Json::Object(_) | Json::Array(_) => Some(json.to_string()),
        Json::Null => None,
    }
}
