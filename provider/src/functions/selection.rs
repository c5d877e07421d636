//! Converts a value of any type to the type of an attribute.
//!
//! For an attribute, Terraform does that. The type of a parameter cannot have optional attributes, so such a parameter accepts any
//! type.

use tfplugin::{
    path::PathRef,
    validate::nearest,
    value::{Items, Name, Type, Value},
};

/// The value with the type `ty`: omitted attributes become null, and numbers and booleans become strings if the type is string.
///
/// # Errors
/// The value has another structure.
pub(super) fn converted(value: &Value, ty: &Type, place: &PathRef<'_>) -> Result<Value, String> {
    match (ty, value) {
        (_, Value::Dynamic(_, inner)) => converted(inner, ty, place),
        (_, Value::Null) => Ok(Value::Null),
        (Type::String, Value::String(_)) => Ok(value.clone()),
        (Type::String, Value::Number(number)) => Ok(Value::string(number.to_string())),
        (Type::String, Value::Bool(bool)) => Ok(Value::string(bool.to_string())),
        (Type::Map(element), Value::Map(items)) => {
            let convert = |(key, item): (&Name, &Value)| Ok((key.clone(), converted(item, element, &place.key(key))?));
            items.iter().map(convert).collect::<Result<_, _>>().map(Value::Map)
        }
        (Type::Object(attributes), Value::Map(items)) => object(items, attributes, place),
        _ => Err(format!("{} must be {}, but is {}.", place.to_path(), expected(ty), kind(value))),
    }
}

fn object(items: &Items, attributes: &Items<Type>, place: &PathRef<'_>) -> Result<Value, String> {
    if let Some(name) = items.keys().map(Name::as_str).find(|name| !attributes.contains_key(name)) {
        let names: Vec<&str> = attributes.keys().map(Name::as_str).collect();
        let hint = match nearest(name, &names) {
            Some(word) => format!("Write {word:?}."),
            None => format!("Valid attributes: {}.", names.join(", ")),
        };
        return Err(format!("{} has no {name:?}. {hint}", place.to_path()));
    }
    let convert = |(name, ty): (&Name, &Type)| {
        let item = items.get(name).unwrap_or(&Value::Null);
        Ok((name.clone(), converted(item, ty, &place.attribute(name))?))
    };
    attributes.iter().map(convert).collect::<Result<_, _>>().map(Value::Map)
}

fn expected(ty: &Type) -> &'static str {
    match ty {
        Type::String => "a string",
        Type::Map(_) => "a map",
        Type::Object(_) => "an object",
        _ => "something else",
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::List(_) => "a list",
        Value::Map(_) => "a map",
        Value::String(_) => "a string",
        Value::Number(_) => "a number",
        Value::Bool(_) => "a boolean",
        Value::Null | Value::Unknown(_) | Value::Dynamic(..) => "not known",
    }
}
