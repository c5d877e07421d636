//! The JSON encoding in which Terraform stores the state.

use serde_json::Value as Json;

use super::{DecodeError, Number, Type, Value, msgpack::sort_set};

/// Decodes a value of the given type. An object may leave out attributes, which are then null. JSON has no unknown values.
///
/// # Errors
/// The JSON has another type, or an object has an attribute that its type does not have.
pub fn from_json(json: &Json, ty: &Type) -> Result<Value, DecodeError> {
    match (ty, json) {
        (_, Json::Null) => Ok(Value::Null),
        (Type::Bool, Json::Bool(bool)) => Ok(Value::Bool(*bool)),
        (Type::Number, Json::Number(number)) => Number::parse(&number.to_string()).map(Value::Number),
        (Type::Number, Json::String(text)) => Number::parse(text).map(Value::Number),
        (Type::String, Json::String(text)) => Ok(Value::string(text)),
        (Type::List(element), Json::Array(items)) => list(items, |_| Some(element)),
        (Type::Set(element), Json::Array(items)) => list(items, |_| Some(element)).map(sort_set),
        (Type::Tuple(types), Json::Array(items)) if types.len() == items.len() => list(items, |index| types.get(index)),
        (Type::Map(element), Json::Object(items)) => items
            .iter()
            .map(|(key, item)| Ok((key.as_str(), from_json(item, element).map_err(|error| error.within(key))?)))
            .collect::<Result<_, _>>()
            .map(Value::Map),
        (Type::Object(types), Json::Object(items)) => {
            if let Some(name) = items.keys().find(|name| !types.contains_key(name.as_str())) {
                return Err(DecodeError::new(format!("there is no attribute {name:?}")));
            }
            types
                .iter()
                .map(|(name, ty)| {
                    let item = items.get(name.as_str()).unwrap_or(&Json::Null);
                    Ok((name.clone(), from_json(item, ty).map_err(|error| error.within(name))?))
                })
                .collect::<Result<_, _>>()
                .map(Value::Map)
        }
        (Type::Dynamic, Json::Object(pair)) => {
            let ty = pair.get("type").ok_or_else(|| DecodeError::new("a dynamic value must have a type"))?;
            let ty = Type::from_json(ty).map_err(|error| DecodeError::new(error.to_string()))?;
            let value = from_json(pair.get("value").unwrap_or(&Json::Null), &ty)?;
            Ok(Value::Dynamic(Box::new(ty), Box::new(value)))
        }
        (ty, _) => Err(DecodeError::new(format!("the stored value is not of the type {}", ty.to_json()))),
    }
}

fn list<'t>(items: &[Json], type_of: impl Fn(usize) -> Option<&'t Type>) -> Result<Value, DecodeError>
where
    Type: 't,
{
    items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let ty = type_of(index).ok_or_else(|| DecodeError::new("too many elements"))?;
            from_json(item, ty).map_err(|error| error.within(&index.to_string()))
        })
        .collect::<Result<_, _>>()
        .map(Value::List)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::Items, *};

    fn role_type() -> Type {
        Type::Object(Items::from([
            ("name", Type::String),
            ("ids", Type::Set(Box::new(Type::String))),
            ("port", Type::Number),
        ]))
    }

    #[test]
    fn a_stored_state_is_decoded_and_missing_attributes_are_null() {
        let value = from_json(&json!({"name": "r", "ids": ["2", "1"]}), &role_type()).unwrap();
        assert_eq!(value.attribute("name").as_str(), Some("r"));
        assert_eq!(value.attribute("ids"), &Value::List(vec!["1".into(), "2".into()]));
        assert!(value.attribute("port").is_null());
    }

    #[test]
    fn json_of_another_type_is_an_error_with_its_path() {
        let error = from_json(&json!({"port": true}), &role_type()).unwrap_err();
        assert_eq!(error.path, "port");
        assert!(from_json(&json!({"nme": "r"}), &role_type()).unwrap_err().problem.contains("nme"));
    }
}
