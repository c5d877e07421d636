//! A value of any type, made to fit the type an attribute would have.
//!
//! For an attribute the core does that itself. A parameter cannot have attributes that may be left out: it takes any type.

use tfplugin::{
    path::PathRef,
    validate::nearest,
    value::{Items, Name, Type, Value},
};

/// The value with that type: attributes that are left out are null, and plain values are text where text is wanted.
pub(super) fn fitted(value: &Value, ty: &Type, place: &PathRef<'_>) -> Result<Value, String> {
    match (ty, value) {
        (_, Value::Dynamic(_, inner)) => fitted(inner, ty, place),
        (_, Value::Null) => Ok(Value::Null),
        (Type::String, Value::String(_)) => Ok(value.clone()),
        (Type::String, Value::Number(number)) => Ok(Value::string(number.to_string())),
        (Type::String, Value::Bool(bool)) => Ok(Value::string(bool.to_string())),
        (Type::Map(element), Value::Map(items)) => {
            let fit = |(key, item): (&Name, &Value)| Ok((key.clone(), fitted(item, element, &place.key(key))?));
            items.iter().map(fit).collect::<Result<_, _>>().map(Value::Map)
        }
        (Type::Object(attributes), Value::Map(items)) => object(items, attributes, place),
        _ => Err(format!("{} must be {}, and is {}.", place.to_path(), wanted(ty), kind(value))),
    }
}

fn object(items: &Items, attributes: &Items<Type>, place: &PathRef<'_>) -> Result<Value, String> {
    if let Some(name) = items.keys().map(Name::as_str).find(|name| !attributes.contains_key(name)) {
        let words: Vec<&str> = attributes.keys().map(Name::as_str).collect();
        let hint = match nearest(name, &words) {
            Some(word) => format!("Write {word:?}."),
            None => format!("It may have {}.", words.join(", ")),
        };
        return Err(format!("{} has no {name:?}. {hint}", place.to_path()));
    }
    let fit = |(name, ty): (&Name, &Type)| {
        let item = items.get(name).unwrap_or(&Value::Null);
        Ok((name.clone(), fitted(item, ty, &place.attribute(name))?))
    };
    attributes.iter().map(fit).collect::<Result<_, _>>().map(Value::Map)
}

fn wanted(ty: &Type) -> &'static str {
    match ty {
        Type::String => "text",
        Type::Map(_) => "a map",
        Type::Object(_) => "an object",
        _ => "something else",
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::List(_) => "a list",
        Value::Map(_) => "a map",
        Value::String(_) => "text",
        Value::Number(_) => "a number",
        Value::Bool(_) => "a bool",
        Value::Null | Value::Unknown(_) | Value::Dynamic(..) => "not known",
    }
}
