//! Configurations from JSON.

use serde_json::Value as Json;
use tfplugin::generated::tfplugin6::schema::Block;
use tfplugin::generated::tfplugin6::schema::nested_block::NestingMode;
use tfplugin::value::Type;
use tfplugin::value::{Items, Value, from_json};

use super::WireError;
use super::schema::type_of;

/// A text that stands for a value known only after apply.
pub const KNOWN_LATER: &str = "\u{1}known later\u{1}";

/// The configuration of a block as Terraform sends it: everything of the schema is there, null where it is not set.
pub(super) fn configuration(block: &Block, json: &Json) -> Result<Value, WireError> {
    let ty = type_of(block).map_err(WireError::value("a type of the schema"))?;
    let value = converted(json, &ty).map_err(WireError::value(format!("the configuration {json}")))?;
    Ok(with_empty_lists(block, value))
}

fn converted(json: &Json, ty: &Type) -> Result<Value, String> {
    match (ty, json) {
        (_, Json::String(text)) if text == KNOWN_LATER => Ok(Value::unknown()),
        // Terraform gives the value the type that its expression has.
        (Type::Dynamic, json) => dynamic(json).map(Value::into_dynamic),
        (Type::Object(types), Json::Object(items)) => {
            if let Some(name) = items.keys().find(|name| !types.contains_key(name)) {
                return Err(format!("there is no argument {name}"));
            }
            let item = |name: &str| items.get(name).unwrap_or(&Json::Null);
            let all = types.iter().map(|(name, ty)| Ok((name.clone(), converted(item(name), ty)?)));
            all.collect::<Result<Items, String>>().map(Value::Map)
        }
        (Type::Map(element), Json::Object(items)) => {
            let all = items.iter().map(|(key, item)| Ok((key.as_str(), converted(item, element)?)));
            all.collect::<Result<Items, String>>().map(Value::Map)
        }
        (Type::List(element), Json::Array(items)) => elements(items, element).map(Value::List),
        (Type::Set(element), Json::Array(items)) => {
            let mut all = elements(items, element)?;
            all.sort();
            all.dedup();
            Ok(Value::List(all))
        }
        _ => from_json(json, ty).map_err(|error| error.to_string()),
    }
}

/// A value of any type.
fn dynamic(json: &Json) -> Result<Value, String> {
    match json {
        Json::String(text) if text == KNOWN_LATER => Ok(Value::unknown()),
        Json::Object(items) => {
            let all = items.iter().map(|(key, item)| Ok((key.as_str(), dynamic(item)?)));
            all.collect::<Result<Items, String>>().map(Value::Map)
        }
        Json::Array(items) => items.iter().map(dynamic).collect::<Result<_, _>>().map(Value::List),
        Json::Null => Ok(Value::Null),
        Json::Bool(bool) => Ok(Value::Bool(*bool)),
        Json::String(text) => Ok(Value::string(text)),
        Json::Number(_) => from_json(json, &Type::Number).map_err(|error| error.to_string()),
    }
}

fn elements(items: &[Json], ty: &Type) -> Result<Vec<Value>, String> {
    items.iter().map(|item| converted(item, ty)).collect()
}

/// Blocks that may stand several times are never null.
fn with_empty_lists(block: &Block, value: Value) -> Value {
    let Value::Map(mut items) = value else { return value };
    for nested in &block.block_types {
        let Some(item) = items.get_mut(&nested.type_name) else { continue };
        match (nested.nesting(), item.is_null(), &nested.block) {
            (NestingMode::List | NestingMode::Set, true, _) => *item = Value::List(Vec::new()),
            (NestingMode::Map, true, _) => *item = Value::Map(Items::default()),
            (NestingMode::Single, false, Some(inner)) => *item = with_empty_lists(inner, std::mem::take(item)),
            _ => {}
        }
    }
    Value::Map(items)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tfplugin::generated::tfplugin6::schema::{Attribute, NestedBlock};

    use super::*;

    fn block() -> Block {
        let attribute = |name: &str, ty: &str| Attribute {
            name: name.to_owned(),
            r#type: ty.as_bytes().to_vec(),
            ..Attribute::default()
        };
        let list = NestedBlock {
            type_name: "rule".to_owned(),
            nesting: NestingMode::List.into(),
            block: Some(Block::default()),
            ..NestedBlock::default()
        };
        let attributes = vec![attribute("port", "\"number\""), attribute("ids", "[\"set\",\"string\"]")];
        Block { attributes, block_types: vec![list], ..Block::default() }
    }

    #[test]
    fn a_configuration_has_everything_of_the_schema() {
        let value = configuration(&block(), &json!({"ids": ["b", "a", "b"]})).unwrap();
        assert_eq!(value.attribute("ids"), &Value::List(vec!["a".into(), "b".into()]));
        assert!(value.attribute("port").is_null());
        assert_eq!(value.attribute("rule"), &Value::List(Vec::new()));
    }

    #[test]
    fn what_is_known_later_is_unknown_whatever_its_type() {
        let value = configuration(&block(), &json!({"port": KNOWN_LATER, "ids": [KNOWN_LATER]})).unwrap();
        assert!(value.attribute("port").is_unknown());
        assert_eq!(value.attribute("ids"), &Value::List(vec![Value::unknown()]));
        let refused = configuration(&block(), &json!({"prot": 1})).unwrap_err().to_string();
        assert!(refused.contains("there is no argument prot"), "{refused}");
    }
}
