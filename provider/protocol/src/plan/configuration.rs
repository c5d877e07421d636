//! The configuration that a user would write for a state.

use crate::{
    schema::{Attribute, Block, BlockNesting, Nesting, Shape},
    value::{Items, Name, Value},
};

/// The arguments of a state. Values that the provider computes, defaults, deprecated arguments and write-only arguments are null.
///
/// A nested block that exists stays, even if all its arguments are null: its existence can have a meaning.
pub(crate) fn configuration(block: &Block, state: &Value) -> Value {
    let Value::Map(items) = state else { return state.clone() };
    let mut config = arguments(&block.attributes, items);
    for nested in &block.blocks {
        let inner = match (nested.nesting, state.attribute(nested.name)) {
            (BlockNesting::List, Value::List(list)) => {
                Value::List(list.iter().map(|inner| configuration(&nested.block, inner)).collect())
            }
            (_, inner) => configuration(&nested.block, inner),
        };
        config.insert(Name::fixed(nested.name), inner);
    }
    Value::Map(config)
}

fn arguments(attributes: &[Attribute], state: &Items) -> Items {
    attributes.iter().map(|attribute| (Name::fixed(attribute.name), argument(attribute, state))).collect()
}

fn argument(attribute: &Attribute, state: &Items) -> Value {
    let Some(value) = state.get(attribute.name) else { return Value::Null };
    let is_argument =
        (attribute.required || attribute.optional) && !attribute.write_only && attribute.deprecated.is_none();
    if !is_argument || attribute.default.as_ref() == Some(value) {
        return Value::Null;
    }
    let Shape::Nested(nesting, inner) = &attribute.shape else { return value.clone() };
    let inside = |value: &Value| match value {
        Value::Map(items) => Value::Map(arguments(inner, items)),
        other => other.clone(),
    };
    match (nesting, value) {
        (Nesting::List, Value::List(list)) => Value::List(list.iter().map(inside).collect()),
        (Nesting::Map, Value::Map(map)) => {
            Value::Map(map.iter().map(|(key, value)| (key.clone(), inside(value))).collect())
        }
        (_, value) => inside(value),
    }
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
        /// Its size.
        #[attr(default = 7)]
        size: Attr<i64>,
        /// Its state.
        #[attr(computed)]
        state: Attr<String>,
    }

    /// A machine.
    #[derive(Clone, Debug, Default, Model)]
    struct Machine {
        /// Its name.
        #[attr(required)]
        name: Attr<String>,
        /// Its ID.
        #[attr(computed)]
        id: Attr<String>,
        /// Its network.
        #[attr(optional, computed)]
        network: Attr<String>,
        /// Its password.
        #[attr(optional, write_only)]
        password: Attr<String>,
        /// An old argument.
        #[attr(optional, deprecated = "Use `network`.")]
        segment: Attr<String>,
        /// Nested attributes.
        #[attr(optional)]
        disks: Attr<Map<Disk>>,
        /// A block that occurs at most once.
        #[block]
        boot_disk: Attr<Disk>,
        /// A block that is not there.
        #[block]
        other_disk: Attr<Disk>,
        /// A repeatable block.
        #[block(list)]
        data_disk: Attr<List<Disk>>,
    }

    #[test]
    fn only_arguments_that_are_not_defaults_are_written() {
        let block = Machine::block();
        let value = |json| from_json(&json, &block.ty()).unwrap();
        let state = value(json!({
            "name": "a", "id": "m-1", "network": "n", "password": "p", "segment": "n",
            "disks": {"x": {"size": 7, "state": "on"}, "y": {"size": 8}},
            "boot_disk": {"size": 7, "state": "on"},
            "data_disk": [{"size": 9, "state": "on"}],
        }));
        let expected = value(json!({
            "name": "a", "network": "n", "disks": {"x": {}, "y": {"size": 8}}, "boot_disk": {}, "data_disk": [{"size": 9}],
        }));
        assert_eq!(configuration(&block, &state), expected);
    }
}
