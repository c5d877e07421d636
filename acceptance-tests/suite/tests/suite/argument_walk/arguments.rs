//! The arguments of a schema.

use tfplugin::generated::tfplugin6::schema::nested_block::NestingMode;
use tfplugin::generated::tfplugin6::schema::{Attribute, Block};
use tfplugin::value::{Type, Value};

/// An argument, by its path from the configuration: names only.
#[derive(Clone, Debug)]
pub(super) struct Argument {
    pub(super) path: Vec<String>,
    pub(super) ty: Type,
    pub(super) required: bool,
}

impl Argument {
    /// The path as the diagnostics show it, without the elements of lists.
    pub(super) fn name(&self) -> String {
        self.path.join(".")
    }

    /// The known value in a configuration; none if it is not set there. Of the objects in a list, the first one counts.
    pub(super) fn value<'c>(&self, config: &'c Value) -> Option<&'c Value> {
        let value = self.path.iter().fold(config, |value, name| first(value).attribute(name));
        (!value.is_null() && !value.is_unknown()).then_some(value)
    }

    /// The configuration with another value of this argument.
    pub(super) fn with(&self, config: &Value, value: Value) -> Value {
        let mut config = config.clone();
        let mut place = &mut config;
        for name in &self.path {
            let object = match place {
                Value::List(objects) => objects.first_mut().unwrap_or_else(|| panic!("{} has no object", self.name())),
                object => object,
            };
            let Value::Map(items) = object else { panic!("{} has no {name}", self.name()) };
            place = items.get_mut(name).unwrap_or_else(|| panic!("{} is not complete", self.name()));
        }
        *place = value;
        config
    }
}

fn first(value: &Value) -> &Value {
    match value {
        Value::List(objects) => objects.first().unwrap_or(value),
        other => other,
    }
}

/// All arguments of a block and of the blocks and objects in it.
pub(super) fn arguments(block: &Block, outer: &[String]) -> Vec<Argument> {
    let mut found = of_attributes(&block.attributes, outer);
    for nested in &block.block_types {
        assert_eq!(nested.nesting(), NestingMode::Single, "the walk knows only single blocks: {}", nested.type_name);
        found.extend(nested.block.iter().flat_map(|block| arguments(block, &inside(outer, &nested.type_name))));
    }
    found
}

fn of_attributes(attributes: &[Attribute], outer: &[String]) -> Vec<Argument> {
    let mut found = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.required || attribute.optional) {
        let path = inside(outer, &attribute.name);
        if let Some(object) = &attribute.nested_type {
            found.extend(of_attributes(&object.attributes, &path));
        }
        found.push(Argument { path, ty: type_of(attribute), required: attribute.required });
    }
    found
}

fn inside(outer: &[String], name: &str) -> Vec<String> {
    outer.iter().cloned().chain([name.to_owned()]).collect()
}

/// The attributes of an object are separate arguments.
fn type_of(attribute: &Attribute) -> Type {
    match attribute.nested_type {
        Some(_) => Type::Dynamic,
        None => Type::from_bytes(&attribute.r#type).unwrap(),
    }
}
