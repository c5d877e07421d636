//! Types of Terraform values and their JSON spelling.

use serde_json::{Value as Json, json};

use super::Items;

/// The type of a value, as the core names it in schemas and beside dynamic values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A number of any size and precision.
    Number,
    /// Unicode text.
    String,
    /// Decided by each value.
    Dynamic,
    /// Ordered elements of one type.
    List(Box<Type>),
    /// Elements of one type without order or repetition.
    Set(Box<Type>),
    /// Text keys, values of one type.
    Map(Box<Type>),
    /// Named attributes, each with its own type.
    Object(Items<Type>),
    /// A fixed number of elements, each with its own type.
    Tuple(Vec<Type>),
}

/// A type that could not be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("cannot read a Terraform type: found {0}")]
pub struct TypeError(String);

impl Type {
    /// The spelling the protocol uses: `"string"`, `["list","string"]`, `["object",{…}]`.
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

    /// [`Type::to_json`] as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.to_json().to_string().into_bytes()
    }

    /// Reads the JSON spelling.
    ///
    /// # Errors
    /// Any other JSON is named in the error.
    pub fn from_json(json: &Json) -> Result<Self, TypeError> {
        let wrong = || TypeError(json.to_string().chars().take(120).collect());
        match json {
            Json::String(name) => match name.as_str() {
                "bool" => Ok(Type::Bool),
                "number" => Ok(Type::Number),
                "string" => Ok(Type::String),
                "dynamic" => Ok(Type::Dynamic),
                _ => Err(wrong()),
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
                _ => Err(wrong()),
            },
            _ => Err(wrong()),
        }
    }

    /// [`Type::from_json`] from bytes.
    ///
    /// # Errors
    /// Bytes that are no JSON, or no type.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TypeError> {
        let json = serde_json::from_slice(bytes).map_err(|error| TypeError(error.to_string()))?;
        Self::from_json(&json)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_survives_its_spelling() {
        let ty = Type::Object(Items::from([
            ("a", Type::List(Box::new(Type::String))),
            ("b", Type::Set(Box::new(Type::Number))),
            ("c", Type::Tuple(vec![Type::Bool, Type::Dynamic])),
            ("d", Type::Map(Box::new(Type::Object(Items::default())))),
        ]));
        assert_eq!(Type::from_bytes(&ty.to_bytes()), Ok(ty));
    }

    #[test]
    fn another_spelling_is_refused() {
        for bad in ["\"text\"", "[\"list\"]", "[\"object\",[]]", "7", "{"] {
            assert!(Type::from_bytes(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
