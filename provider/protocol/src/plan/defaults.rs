//! Defaults for a stored state that is older than the arguments that have them.

use serde_json::Value as Json;

use crate::{
    schema::{Attribute, Block, BlockNesting, Nesting, Shape},
    value::{Name, Value},
};

/// The state with the defaults of the arguments it does not know: the version that wrote it acted as they say, so that
/// the next plan has nothing to add. What is stored as null stays null.
pub(crate) fn add_missing_defaults(block: &Block, stored: &Json, state: Value) -> Value {
    let Value::Map(mut items) = with_attributes(&block.attributes, stored, state) else { return Value::Null };
    for nested in &block.blocks {
        let Some(inner) = items.get_mut(nested.name) else { continue };
        let own = std::mem::take(inner);
        *inner = match (nested.nesting, own) {
            (BlockNesting::List, Value::List(list)) => {
                each(list, &stored[nested.name], |stored, value| add_missing_defaults(&nested.block, stored, value))
            }
            (BlockNesting::Single, own @ Value::Map(_)) => {
                add_missing_defaults(&nested.block, &stored[nested.name], own)
            }
            (_, own) => own,
        };
    }
    Value::Map(items)
}

fn with_attributes(attributes: &[Attribute], stored: &Json, state: Value) -> Value {
    let Value::Map(mut items) = state else { return state };
    for attribute in attributes {
        match (&attribute.default, &attribute.shape) {
            (Some(default), _) if stored.get(attribute.name).is_none() => {
                items.insert(Name::fixed(attribute.name), default.clone());
            }
            (_, Shape::Nested(nesting, inside)) => {
                if let Some(inner) = items.get_mut(attribute.name) {
                    *inner = with_nested(*nesting, inside, &stored[attribute.name], std::mem::take(inner));
                }
            }
            _ => {}
        }
    }
    Value::Map(items)
}

fn with_nested(nesting: Nesting, attributes: &[Attribute], stored: &Json, state: Value) -> Value {
    let one = |stored: &Json, value| with_attributes(attributes, stored, value);
    match (nesting, state) {
        (Nesting::Single, state) => one(stored, state),
        (Nesting::List, Value::List(list)) => each(list, stored, one),
        (Nesting::Map, Value::Map(mut map)) => {
            for (key, value) in map.iter_mut() {
                *value = one(&stored[key.as_str()], std::mem::take(value));
            }
            Value::Map(map)
        }
        (_, state) => state,
    }
}

fn each(list: Vec<Value>, stored: &Json, one: impl Fn(&Json, Value) -> Value) -> Value {
    Value::List(list.into_iter().enumerate().map(|(index, value)| one(&stored[index], value)).collect())
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

    /// A part.
    #[derive(Clone, Debug, Default, Model)]
    struct Part {
        /// Its name.
        #[attr(optional)]
        name: Attr<String>,
        /// Its size.
        #[attr(default = 7)]
        size: Attr<i64>,
    }

    /// The whole.
    #[derive(Clone, Debug, Default, Model)]
    struct Whole {
        /// A word.
        #[attr(default = "plain")]
        word: Attr<String>,
        /// Without a default.
        #[attr(optional)]
        other: Attr<String>,
        /// Parts by name.
        #[attr(optional)]
        parts: Attr<Map<Part>>,
        /// One of them.
        #[block]
        one: Attr<Part>,
        /// More of them.
        #[block(list)]
        more: Attr<List<Part>>,
    }

    fn filled(stored: &Json) -> Value {
        let block = Whole::block();
        add_missing_defaults(&block, stored, from_json(stored, &block.ty()).unwrap())
    }

    #[test]
    fn what_is_missing_has_its_default_and_what_is_null_stays_null() {
        let state =
            filled(&json!({"parts": {"a": {"name": "x"}, "b": {"size": null}}, "one": {}, "more": [{"size": 1}, {}]}));
        let size = |value: &Value| value.attribute("size").clone();
        assert_eq!((state.attribute("word"), state.attribute("other")), (&"plain".into(), &Value::Null));
        assert_eq!(size(state.attribute("parts").attribute("a")), 7.into());
        assert_eq!(size(state.attribute("parts").attribute("b")), Value::Null);
        assert_eq!(size(state.attribute("one")), 7.into());
        let Value::List(more) = state.attribute("more") else { panic!("{state:?}") };
        assert_eq!((size(&more[0]), size(&more[1])), (1.into(), 7.into()));
        assert_eq!(filled(&json!({"word": null})).attribute("word"), &Value::Null);
    }

    #[test]
    fn a_block_that_is_not_there_is_not_made() {
        let state = filled(&json!({"one": null}));
        assert_eq!((state.attribute("one"), state.attribute("parts")), (&Value::Null, &Value::Null));
    }
}
