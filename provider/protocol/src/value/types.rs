//! The types of Terraform's values, and their JSON form.

use serde_json::{Value as Json, json};

use super::{Items, Value};

/// The type of a value, as it is used in schemas and for dynamic values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A number of any size and precision.
    Number,
    /// Unicode text.
    String,
    /// Each value has its own type.
    Dynamic,
    /// Ordered elements of one type.
    List(Box<Type>),
    /// Elements of one type, without order and without duplicates.
    Set(Box<Type>),
    /// Values of one type with text keys.
    Map(Box<Type>),
    /// Named attributes, each with its own type.
    Object(Items<Type>),
    /// A fixed number of elements, each with its own type.
    Tuple(Vec<Type>),
}

/// The JSON or the bytes are not a type.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a Terraform type: {0}")]
pub struct TypeError(String);

impl Type {
    /// The type that a value has in an expression: maps are objects, and lists are tuples. Null, an unknown value and a value that
    /// has its type with it are of dynamic type.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null | Value::Unknown(_) => Type::Dynamic,
            Value::Bool(_) => Type::Bool,
            Value::Number(_) => Type::Number,
            Value::String(_) => Type::String,
            Value::List(items) => Type::Tuple(items.iter().map(Type::of).collect()),
            Value::Map(items) => {
                Type::Object(items.iter().map(|(name, item)| (name.clone(), Type::of(item))).collect())
            }
            Value::Dynamic(..) => Type::Dynamic,
        }
    }

    /// The JSON form of the protocol: `"string"`, `["list","string"]`, `["object",{…}]`.
    pub fn to_json(&self) -> Json {
        match self {
            Type::Bool => json!("bool"),
            Type::Number => json!("number"),
            Type::String => json!("string"),
            Type::Dynamic => json!("dynamic"),
            Type::List(element) => json!(["list", element.to_json()]),
            Type::Set(element) => json!(["set", element.to_json()]),
            Type::Map(element) => json!(["map", element.to_json()]),
            Type::Object(attributes) => {
                let attributes: serde_json::Map<String, Json> =
                    attributes.iter().map(|(name, ty)| (name.to_string(), ty.to_json())).collect();
                json!(["object", attributes])
            }
            Type::Tuple(elements) => {
                json!(["tuple", elements.iter().map(Type::to_json).collect::<Vec<_>>()])
            }
        }
    }

    /// The JSON form as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.to_json().to_string().into_bytes()
    }

    /// Parses the JSON form.
    ///
    /// # Errors
    /// The JSON is not a type. The error contains its first 120 characters.
    pub fn from_json(json: &Json) -> Result<Self, TypeError> {
        let not_a_type = || TypeError(json.to_string().chars().take(120).collect());
        match json {
            Json::String(name) => match name.as_str() {
                "bool" => Ok(Type::Bool),
                "number" => Ok(Type::Number),
                "string" => Ok(Type::String),
                "dynamic" => Ok(Type::Dynamic),
                _ => Err(not_a_type()),
            },
            Json::Array(parts) => match (parts.first().and_then(Json::as_str), parts.get(1)) {
                (Some("list"), Some(element)) => Ok(Type::List(Box::new(Type::from_json(element)?))),
                (Some("set"), Some(element)) => Ok(Type::Set(Box::new(Type::from_json(element)?))),
                (Some("map"), Some(element)) => Ok(Type::Map(Box::new(Type::from_json(element)?))),
                (Some("object"), Some(Json::Object(attributes))) => attributes
                    .iter()
                    .map(|(name, ty)| Ok((name, Type::from_json(ty)?)))
                    .collect::<Result<_, _>>()
                    .map(Type::Object),
                (Some("tuple"), Some(Json::Array(elements))) => {
                    elements.iter().map(Type::from_json).collect::<Result<_, _>>().map(Type::Tuple)
                }
                _ => Err(not_a_type()),
            },
            _ => Err(not_a_type()),
        }
    }

    /// Parses the JSON form from bytes.
    ///
    /// # Errors
    /// The bytes are not JSON, or the JSON is not a type.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TypeError> {
        let json = serde_json::from_slice(bytes).map_err(|error| TypeError(error.to_string()))?;
        Self::from_json(&json)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_type_is_read_back_from_its_json() {
        let ty = Type::Object(Items::from([
            ("a", Type::List(Box::new(Type::String))),
            ("b", Type::Set(Box::new(Type::Number))),
            ("c", Type::Tuple(vec![Type::Bool, Type::Dynamic])),
            ("d", Type::Map(Box::new(Type::Object(Items::default())))),
        ]));
        assert_eq!(Type::from_bytes(&ty.to_bytes()), Ok(ty));
    }

    #[test]
    fn the_type_of_a_value_follows_from_its_parts() {
        let value = Value::Map(Items::from([("a", Value::List(vec!["x".into(), true.into()])), ("b", Value::Null)]));
        let expected =
            Type::Object(Items::from([("a", Type::Tuple(vec![Type::String, Type::Bool])), ("b", Type::Dynamic)]));
        assert_eq!(Type::of(&value), expected);
        let dynamic = value.clone().into_dynamic();
        assert_eq!(dynamic, Value::Dynamic(Box::new(expected), Box::new(value.clone())));
        assert_eq!((Type::of(&dynamic), dynamic.inner()), (Type::Dynamic, &value));
        assert!(Value::Dynamic(Box::new(Type::String), Box::new(Value::Null)).is_null());
    }

    #[test]
    fn other_json_is_rejected() {
        for bad in ["\"text\"", "[\"list\"]", "[\"object\",[]]", "7", "{"] {
            assert!(Type::from_bytes(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
