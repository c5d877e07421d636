//! What the core proposes to a provider: the configuration, and the prior state where the configuration says nothing and
//! the provider may.

use tfplugin::generated::tfplugin6::schema::nested_block::NestingMode as BlockNesting;
use tfplugin::generated::tfplugin6::schema::object::NestingMode;
use tfplugin::generated::tfplugin6::schema::{Attribute, Block};
use tfplugin::value::{Items, Value};

static NOTHING: Value = Value::Null;

/// The proposed new state. Without a prior state all of it is null.
pub(super) fn proposed(block: &Block, prior: &Value, config: &Value) -> Value {
    let Value::Map(set) = config else { return config.clone() };
    let mut items = of_attributes(&block.attributes, prior, config);
    for nested in &block.block_types {
        let (before, now) = (prior.attribute(&nested.type_name), set.get(&nested.type_name).unwrap_or(&NOTHING));
        let value = match (nested.nesting(), &nested.block) {
            (BlockNesting::Single | BlockNesting::Group, Some(inner)) => proposed(inner, before, now),
            (BlockNesting::List, Some(inner)) => by_position(before, now, |before, now| proposed(inner, before, now)),
            (BlockNesting::Map, Some(inner)) => by_key(before, now, |before, now| proposed(inner, before, now)),
            _ => now.clone(),
        };
        items.insert(nested.type_name.clone(), value);
    }
    Value::Map(items)
}

fn of_attributes(attributes: &[Attribute], prior: &Value, config: &Value) -> Items {
    let of = |attribute: &Attribute| {
        let (before, now) = (prior.attribute(&attribute.name), config.attribute(&attribute.name));
        (attribute.name.clone(), of_attribute(attribute, before, now))
    };
    attributes.iter().map(of).collect()
}

fn of_attribute(attribute: &Attribute, prior: &Value, config: &Value) -> Value {
    if attribute.computed && config.is_null() {
        return prior.clone();
    }
    let Some(object) = &attribute.nested_type else { return config.clone() };
    let inside = |before: &Value, now: &Value| match now {
        Value::Map(_) => Value::Map(of_attributes(&object.attributes, before, now)),
        other => other.clone(),
    };
    match object.nesting() {
        NestingMode::Single => inside(prior, config),
        NestingMode::List => by_position(prior, config, inside),
        NestingMode::Map => by_key(prior, config, inside),
        NestingMode::Set | NestingMode::Invalid => config.clone(),
    }
}

fn by_position(prior: &Value, config: &Value, inside: impl Fn(&Value, &Value) -> Value) -> Value {
    let Value::List(now) = config else { return config.clone() };
    let before = |at: usize| match prior {
        Value::List(before) => before.get(at).unwrap_or(&NOTHING),
        _ => &NOTHING,
    };
    Value::List(now.iter().enumerate().map(|(at, now)| inside(before(at), now)).collect())
}

fn by_key(prior: &Value, config: &Value, inside: impl Fn(&Value, &Value) -> Value) -> Value {
    let Value::Map(now) = config else { return config.clone() };
    Value::Map(now.iter().map(|(key, now)| (key.clone(), inside(prior.attribute(key), now))).collect())
}

#[cfg(test)]
mod tests {
    use tfplugin::generated::tfplugin6::schema::{NestedBlock, Object};

    use super::*;

    fn map<'n>(items: impl IntoIterator<Item = (&'n str, Value)>) -> Value {
        Value::Map(items.into_iter().collect())
    }

    fn attribute(name: &str, computed: bool) -> Attribute {
        Attribute { name: name.to_owned(), r#type: b"\"string\"".to_vec(), computed, ..Attribute::default() }
    }

    fn block() -> Block {
        let end = Block { attributes: vec![attribute("host", false), attribute("mode", true)], ..Block::default() };
        let end = NestedBlock {
            type_name: "end".to_owned(),
            nesting: BlockNesting::Single.into(),
            block: Some(end),
            ..NestedBlock::default()
        };
        let object = Object {
            attributes: vec![attribute("rename", true)],
            nesting: NestingMode::Map.into(),
            ..Object::default()
        };
        let objects = Attribute { name: "objects".to_owned(), nested_type: Some(object), ..Attribute::default() };
        Block { attributes: vec![attribute("id", true), objects], block_types: vec![end], ..Block::default() }
    }

    #[test]
    fn the_prior_value_stays_where_the_provider_may_set_it_and_the_user_does_not() {
        let end = |host: Value, mode: Value| map([("host", host), ("mode", mode)]);
        let objects = |rename: Value| map([("a", map([("rename", rename)]))]);
        let prior =
            map([("id", "1".into()), ("objects", objects("b".into())), ("end", end("h".into(), "none".into()))]);
        let config =
            map([("id", Value::Null), ("objects", objects(Value::Null)), ("end", end(Value::Null, Value::Null))]);
        let expected =
            map([("id", "1".into()), ("objects", objects("b".into())), ("end", end(Value::Null, "none".into()))]);
        assert_eq!(proposed(&block(), &prior, &config), expected);
        let removed = map([("id", Value::Null), ("objects", Value::Null), ("end", Value::Null)]);
        let expected = map([("id", "1".into()), ("objects", Value::Null), ("end", Value::Null)]);
        assert_eq!(proposed(&block(), &prior, &removed), expected);
        assert_eq!(proposed(&block(), &Value::Null, &config), config, "a new object: nothing is proposed beyond");
    }
}
