//! `schemas/alibaba/actions/*.json`: what Alibaba Cloud's SDK has.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, bail};
use serde::Deserialize;
use serde_json::Value;

use crate::repository;

#[derive(Deserialize)]
struct File {
    actions: BTreeMap<String, Action>,
}

/// The actions of one service by name.
pub(super) type Facts = BTreeMap<String, Action>;

/// One action.
#[derive(Deserialize)]
pub(super) struct Action {
    pub(super) parameters: BTreeMap<String, Parameter>,
    /// Nested keys of the answer; a leaf is the name of its type, a list has one element.
    pub(super) answer: Value,
}

/// One parameter of a request.
#[derive(Deserialize)]
pub(super) struct Parameter {
    #[serde(rename = "in")]
    place: String,
    #[serde(rename = "type")]
    kind: Value,
    encoding: Option<String>,
}

impl Parameter {
    /// Where the parameter is sent, as the client's `Place`.
    pub(super) fn place(&self) -> anyhow::Result<&'static str> {
        match self.place.as_str() {
            "query" => Ok("Query"),
            "body" => Ok("Form"),
            other => bail!("unknown place {other:?}"),
        }
    }

    /// The Rust type of the parameter's value.
    pub(super) fn rust_type(&self) -> anyhow::Result<&'static str> {
        match (&self.kind, self.encoding.as_deref()) {
            (Value::String(name), _) => scalar(name).with_context(|| format!("no Rust type for {name:?}; add `type`")),
            (Value::Array(element), Some(encoding)) => match (encoding, element.first()) {
                ("flat", Some(Value::String(_))) => Ok("FlatList"),
                ("flat", Some(Value::Object(_))) => Ok("FlatTags"),
                ("json", Some(Value::String(_))) => Ok("JsonList"),
                ("json", Some(Value::Object(_))) => Ok("JsonTags"),
                _ => bail!("unknown encoding {encoding:?} of a list"),
            },
            _ => bail!("unknown kind of parameter; add `type`"),
        }
    }

    /// Whether the value is a list; an empty list is absent from the request.
    pub(super) fn is_list(&self) -> bool {
        self.kind.is_array()
    }
}

/// The Rust type of a leaf.
pub(super) fn scalar(name: &str) -> Option<&'static str> {
    match name {
        "string" => Some("String"),
        "integer" => Some("i64"),
        "number" => Some("f64"),
        "boolean" => Some("bool"),
        _ => None,
    }
}

/// Reads the facts of a service.
pub(super) fn read(service: &str) -> anyhow::Result<Facts> {
    let path = repository::root().join(format!("schemas/alibaba/actions/{service}.json"));
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let file: File = serde_json::from_str(&text).with_context(|| format!("cannot parse {}", path.display()))?;
    Ok(file.actions)
}
