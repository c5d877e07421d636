//! Defaults for a stored state that is older than some arguments of the schema.

use serde_json::Value as Json;

use crate::{
    schema::{Attribute, Block, BlockNesting, Nesting, Shape},
    value::{Name, Value},
};

/// Adds the defaults of the arguments that are missing in the stored state.
///
/// The provider version that wrote the state behaved as these defaults say, so the next plan must not show a change. A value
/// that is stored as null stays null.
pub(crate) fn add_missing_defaults(block: &Block, stored: &Json, state: Value) -> Value {
    let Value::Map(mut items) = add_to_attributes(&block.attributes, stored, state) else { return Value::Null };
    for nested in &block.blocks {
        let Some(inner) = items.get_mut(nested.name) else { continue };
        let value = std::mem::take(inner);
        *inner = match (nested.nesting, value) {
            (BlockNesting::List, Value::List(list)) => {
                map_list(list, &stored[nested.name], |stored, value| add_missing_defaults(&nested.block, stored, value))
            }
            (BlockNesting::Single, value @ Value::Map(_)) => {
                add_missing_defaults(&nested.block, &stored[nested.name], value)
            }
            (_, value) => value,
        };
    }
    Value::Map(items)
}

/// Adds the defaults of all arguments that are null.
pub(crate) fn add_defaults(block: &Block, state: Value) -> Value {
    add_missing_defaults(block, &present(&state), state)
}

/// The names that have a value.
fn present(value: &Value) -> Json {
    match value {
        Value::Map(items) => {
            let named = items.iter().filter(|(_, item)| !item.is_null());
            Json::Object(named.map(|(name, item)| (name.as_str().to_owned(), present(item))).collect())
        }
        Value::List(list) => Json::Array(list.iter().map(present).collect()),
        _ => Json::Bool(true),
    }
}

fn add_to_attributes(attributes: &[Attribute], stored: &Json, state: Value) -> Value {
    let Value::Map(mut items) = state else { return state };
    for attribute in attributes {
        match (&attribute.default, &attribute.shape) {
            (Some(default), _) if stored.get(attribute.name).is_none() => {
                items.insert(Name::fixed(attribute.name), default.clone());
            }
            (_, Shape::Nested(nesting, inside)) => {
                if let Some(inner) = items.get_mut(attribute.name) {
                    *inner = add_to_nested(*nesting, inside, &stored[attribute.name], std::mem::take(inner));
                }
            }
            _ => {}
        }
    }
    Value::Map(items)
}

fn add_to_nested(nesting: Nesting, attributes: &[Attribute], stored: &Json, state: Value) -> Value {
    let add = |stored: &Json, value| add_to_attributes(attributes, stored, value);
    match (nesting, state) {
        (Nesting::Single, state) => add(stored, state),
        (Nesting::List, Value::List(list)) => map_list(list, stored, add),
        (Nesting::Map, Value::Map(mut map)) => {
            for (key, value) in map.iter_mut() {
                *value = add(&stored[key.as_str()], std::mem::take(value));
            }
            Value::Map(map)
        }
        (_, state) => state,
    }
}

fn map_list(list: Vec<Value>, stored: &Json, convert: impl Fn(&Json, Value) -> Value) -> Value {
    Value::List(list.into_iter().enumerate().map(|(index, value)| convert(&stored[index], value)).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        Model,
        model::{Attr, List, Map, Model as _},
        value::from_json,
    };

    /// A disk.
    #[derive(Clone, Debug, Default, Model)]
    struct Disk {
        /// Its name.
        #[attr(optional)]
        name: Attr<String>,
        /// Its size.
        #[attr(default = 7)]
        size: Attr<i64>,
    }

    /// A machine.
    #[derive(Clone, Debug, Default, Model)]
    struct Machine {
        /// Its class.
        #[attr(default = "small")]
        class: Attr<String>,
        /// Without a default.
        #[attr(optional)]
        comment: Attr<String>,
        /// A nested attribute.
        #[attr(optional)]
        disks: Attr<Map<Disk>>,
        /// A block that occurs at most once.
        #[block]
        boot_disk: Attr<Disk>,
        /// A repeatable block.
        #[block(list)]
        data_disk: Attr<List<Disk>>,
    }

    fn with_defaults(stored: &Json) -> Value {
        let block = Machine::block();
        add_missing_defaults(&block, stored, from_json(stored, &block.ty()).unwrap())
    }

    #[test]
    fn missing_attributes_get_their_defaults_and_null_stays_null() {
        let state = with_defaults(&json!({
            "disks": {"a": {"name": "x"}, "b": {"size": null}},
            "boot_disk": {},
            "data_disk": [{"size": 1}, {}],
        }));
        let size = |value: &Value| value.attribute("size").clone();
        assert_eq!((state.attribute("class"), state.attribute("comment")), (&"small".into(), &Value::Null));
        assert_eq!(size(state.attribute("disks").attribute("a")), 7.into());
        assert_eq!(size(state.attribute("disks").attribute("b")), Value::Null);
        assert_eq!(size(state.attribute("boot_disk")), 7.into());
        let Value::List(disks) = state.attribute("data_disk") else { panic!("{state:?}") };
        assert_eq!((size(&disks[0]), size(&disks[1])), (1.into(), 7.into()));
        assert_eq!(with_defaults(&json!({"class": null})).attribute("class"), &Value::Null);
    }

    #[test]
    fn every_null_can_get_its_default() {
        let block = Machine::block();
        let stored = json!({"class": null, "boot_disk": {"size": 3}, "data_disk": [{"size": null}]});
        let state = add_defaults(&block, from_json(&stored, &block.ty()).unwrap());
        assert_eq!(state.attribute("class"), &"small".into());
        assert_eq!(state.attribute("boot_disk").attribute("size"), &3.into());
        let Value::List(disks) = state.attribute("data_disk") else { panic!("{state:?}") };
        assert_eq!(disks[0].attribute("size"), &7.into());
        assert_eq!(state.attribute("comment"), &Value::Null);
    }

    #[test]
    fn a_missing_block_is_not_created() {
        let state = with_defaults(&json!({"boot_disk": null}));
        assert_eq!((state.attribute("boot_disk"), state.attribute("disks")), (&Value::Null, &Value::Null));
    }
}
