//! `schemas/<cloud>/actions/*.json`: what the SDK or the API description of the cloud has.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, bail};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::clouds::Cloud;
use crate::repository;

#[derive(Deserialize)]
struct File {
    actions: BTreeMap<String, Action>,
    /// The objects to which types refer by name; none where types are nested.
    #[serde(default)]
    objects: BTreeMap<String, BTreeMap<String, Field>>,
}

/// A field of an object.
#[derive(Deserialize)]
struct Field {
    #[serde(rename = "type")]
    kind: Value,
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
    /// Absent where every parameter is in the body.
    #[serde(rename = "in")]
    place: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: Value,
    encoding: Option<String>,
}

impl Parameter {
    /// Where the parameter is sent, as the client's `Place`; none where there is only one place.
    pub(super) fn place(&self) -> anyhow::Result<Option<&'static str>> {
        match self.place.as_deref() {
            Some("query") => Ok(Some("Query")),
            Some("body") => Ok(Some("Form")),
            Some(other) => bail!("unknown place {other:?}"),
            None => Ok(None),
        }
    }

    /// The Rust type of the parameter's value.
    pub(super) fn rust_type(&self) -> anyhow::Result<&'static str> {
        match (&self.kind, self.encoding.as_deref()) {
            (Value::String(name), _) => scalar(name).with_context(|| format!("no Rust type for {name:?}; add `type`")),
            (Value::Array(element), None) => {
                let name = element.first().and_then(Value::as_str);
                name.and_then(scalar).context("no Rust type for the elements of a list; add `type`")
            }
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

    /// Whether the client has a list of the elements' type; else the type itself stands for the list and its encoding.
    pub(super) fn is_list_of_elements(&self) -> bool {
        self.is_list() && self.encoding.is_none()
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

/// The fact about an element of a list, or about anything else itself.
pub(super) fn element(fact: &Value) -> &Value {
    match fact {
        Value::Array(elements) => elements.first().unwrap_or(&Value::Null),
        other => other,
    }
}

/// Reads the facts of a service.
pub(super) fn read(cloud: &Cloud, service: &str) -> anyhow::Result<Facts> {
    let path = repository::root().join(cloud.facts(service));
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let File { mut actions, objects } =
        serde_json::from_str(&text).with_context(|| format!("cannot parse {}", path.display()))?;
    for action in actions.values_mut() {
        action.answer = nested(&action.answer, &objects);
        for parameter in action.parameters.values_mut() {
            parameter.kind = nested(&parameter.kind, &objects);
        }
    }
    Ok(actions)
}

/// A type with the objects in place of their names.
fn nested(kind: &Value, objects: &BTreeMap<String, BTreeMap<String, Field>>) -> Value {
    match kind {
        Value::String(name) => match objects.get(name) {
            Some(fields) => {
                let nest = |(name, field): (&String, &Field)| (name.clone(), nested(&field.kind, objects));
                Value::Object(fields.iter().map(nest).collect())
            }
            None => kind.clone(),
        },
        Value::Array(elements) => elements.iter().map(|element| nested(element, objects)).collect(),
        Value::Object(fields) => {
            let nest = |(name, kind): (&String, &Value)| (name.clone(), nested(kind, objects));
            Value::Object(fields.iter().map(nest).collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_object_takes_the_place_of_its_name() {
        let objects =
            json!({"Job": {"Id": {"type": "string"}, "Tags": {"type": ["Tag"]}}, "Tag": {"Key": {"type": "string"}}});
        let objects = serde_json::from_value(objects).unwrap();
        let answer = json!({"Jobs": ["Job"], "Total": "integer"});
        let expected = json!({"Jobs": [{"Id": "string", "Tags": [{"Key": "string"}]}], "Total": "integer"});
        assert_eq!(nested(&answer, &objects), expected);
    }
}
