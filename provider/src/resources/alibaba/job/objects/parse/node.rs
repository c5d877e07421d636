//! A value of either form.

use std::borrow::Cow;

use serde_json::Value as Json;
use tfplugin::value::{Name, Value};

/// A value of HCL or of JSON.
#[derive(Clone, Copy)]
pub(super) enum Node<'v> {
    Hcl(&'v Value),
    Json(&'v Json),
}

/// What a value is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Unknown,
    Bool,
    Number,
    Text,
    List,
    Map,
}

impl Kind {
    /// The words for it in a message.
    pub(super) fn words(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Unknown => "not known",
            Kind::Bool => "a boolean",
            Kind::Number => "a number",
            Kind::Text => "a string",
            Kind::List => "a list",
            Kind::Map => "an object",
        }
    }
}

impl<'v> Node<'v> {
    pub(super) fn kind(self) -> Kind {
        match self {
            Node::Hcl(value) => match value.inner() {
                Value::Null => Kind::Null,
                Value::Unknown(_) | Value::Dynamic(..) => Kind::Unknown,
                Value::Bool(_) => Kind::Bool,
                Value::Number(_) => Kind::Number,
                Value::String(_) => Kind::Text,
                Value::List(_) => Kind::List,
                Value::Map(_) => Kind::Map,
            },
            Node::Json(json) => match json {
                Json::Null => Kind::Null,
                Json::Bool(_) => Kind::Bool,
                Json::Number(_) => Kind::Number,
                Json::String(_) => Kind::Text,
                Json::Array(_) => Kind::List,
                Json::Object(_) => Kind::Map,
            },
        }
    }

    /// The keys and values of an object; none for other values.
    pub(super) fn items(self) -> Vec<(&'v str, Node<'v>)> {
        match self {
            Node::Hcl(value) => match value.inner() {
                Value::Map(items) => items.iter().map(|(key, item)| (Name::as_str(key), Node::Hcl(item))).collect(),
                _ => Vec::new(),
            },
            Node::Json(json) => {
                let items = json.as_object().into_iter().flatten();
                items.map(|(key, item)| (key.as_str(), Node::Json(item))).collect()
            }
        }
    }

    /// The texts of a list, for the advice to write an object.
    pub(super) fn texts(self) -> Vec<&'v str> {
        match self {
            Node::Hcl(value) => match value.inner() {
                Value::List(items) => items.iter().filter_map(|item| item.inner().as_str()).collect(),
                _ => Vec::new(),
            },
            Node::Json(json) => json.as_array().into_iter().flatten().filter_map(Json::as_str).collect(),
        }
    }

    /// The text. As for every argument of type string, HCL also has numbers and booleans for it.
    pub(super) fn text(self) -> Option<Cow<'v, str>> {
        match self {
            Node::Hcl(value) => match value.inner() {
                Value::String(text) => Some(text.as_str().into()),
                Value::Number(number) => Some(number.to_string().into()),
                Value::Bool(bool) => Some(bool.to_string().into()),
                _ => None,
            },
            Node::Json(json) => json.as_str().map(Cow::Borrowed),
        }
    }

    /// The boolean. HCL also has the texts `true` and `false` for it.
    pub(super) fn boolean(self) -> Option<bool> {
        match self {
            Node::Hcl(value) => match value.inner() {
                Value::Bool(bool) => Some(*bool),
                Value::String(text) => text.parse().ok(),
                _ => None,
            },
            Node::Json(json) => json.as_bool(),
        }
    }

    /// The JSON text of an object, which is the filter of a MongoDB collection.
    pub(super) fn object_text(self) -> Option<String> {
        match self {
            Node::Json(json @ Json::Object(_)) => Some(json.to_string()),
            _ => None,
        }
    }
}
