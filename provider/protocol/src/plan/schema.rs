//! Plans each attribute by its properties. The planned value is the configured value, the default, the prior value or unknown.

use crate::{
    path::{AttributePath, PathRef},
    schema::{Attribute, Block, BlockNesting, Nesting, Shape},
    value::{Items, Name, Value},
};

/// The plan of the schema.
#[derive(Debug)]
pub(crate) struct SchemaPlan {
    /// The planned object.
    pub(crate) planned: Value,
    /// The attributes whose change forces a new resource.
    pub(crate) replace: Vec<AttributePath>,
}

/// Plans a create (without `prior`) or an update.
pub(crate) fn plan_by_schema(block: &Block, prior: Option<&Value>, proposed: &Value, config: &Value) -> SchemaPlan {
    let root = PathRef::root();
    let mut planner = Planner { updating: prior.is_some(), replace: Vec::new() };
    let mut planned = planner.block(block, Versions { prior, proposed, config }, &root);
    if let Some(prior) = prior
        && planned != *prior
    {
        mark_volatile_unknown(block, &mut planned, config);
    }
    SchemaPlan { planned, replace: planner.replace }
}

/// The three values at a path.
#[derive(Clone, Copy)]
struct Versions<'v> {
    /// `None` for an object that does not exist yet.
    prior: Option<&'v Value>,
    proposed: &'v Value,
    config: &'v Value,
}

impl<'v> Versions<'v> {
    fn attribute(&self, name: &str) -> Versions<'v> {
        Versions {
            prior: self.prior.map(|prior| prior.attribute(name)),
            proposed: self.proposed.attribute(name),
            config: self.config.attribute(name),
        }
    }

    fn index(&self, index: usize) -> Versions<'v> {
        const NULL: &Value = &Value::Null;
        let item = |value: &'v Value| match value {
            Value::List(items) => items.get(index),
            _ => None,
        };
        Versions {
            prior: self.prior.and_then(item),
            proposed: item(self.proposed).unwrap_or(NULL),
            config: item(self.config).unwrap_or(NULL),
        }
    }

    /// The values of an object. If there was no object before, it is new, and its computed attributes have no prior value.
    fn as_object(mut self) -> Versions<'v> {
        self.prior = self.prior.filter(|prior| matches!(prior, Value::Map(_)));
        self
    }
}

struct Planner {
    updating: bool,
    replace: Vec<AttributePath>,
}

impl Planner {
    fn block(&mut self, block: &Block, versions: Versions<'_>, path: &PathRef<'_>) -> Value {
        let mut items = self.attributes(&block.attributes, versions, path);
        for nested in &block.blocks {
            let inner = versions.attribute(nested.name);
            let path = path.attribute(nested.name);
            let value = match (nested.nesting, inner.config) {
                (BlockNesting::Single, Value::Map(_)) => self.block(&nested.block, inner.as_object(), &path),
                (BlockNesting::Single, Value::Null) => {
                    self.note_removed_block(&nested.block, inner, &path);
                    inner.proposed.clone()
                }
                (BlockNesting::List, Value::List(list)) => Value::List(
                    (0..list.len())
                        .map(|index| self.block(&nested.block, inner.index(index).as_object(), &path.index(index)))
                        .collect(),
                ),
                _ => inner.proposed.clone(),
            };
            items.insert(Name::fixed(nested.name), value);
        }
        Value::Map(items)
    }

    /// Compares the prior values of a removed block with null.
    fn note_removed_block(&mut self, block: &Block, versions: Versions<'_>, path: &PathRef<'_>) {
        for attribute in block.attributes.iter().filter(|attribute| attribute.replace) {
            let prior = versions.prior.map_or(&Value::Null, |prior| prior.attribute(attribute.name));
            self.note_replacement(attribute, Some(prior), &Value::Null, &path.attribute(attribute.name));
        }
    }

    fn attributes(&mut self, attributes: &[Attribute], versions: Versions<'_>, path: &PathRef<'_>) -> Items {
        attributes
            .iter()
            .map(|attribute| {
                let inner = versions.attribute(attribute.name);
                let path = path.attribute(attribute.name);
                let value = self.attribute(attribute, inner, &path);
                self.note_replacement(attribute, inner.prior, &value, &path);
                (Name::fixed(attribute.name), value)
            })
            .collect()
    }

    fn note_replacement(&mut self, attribute: &Attribute, prior: Option<&Value>, planned: &Value, path: &PathRef<'_>) {
        let prior = prior.unwrap_or(&Value::Null);
        if self.updating && attribute.replace && prior != planned {
            self.replace.push(path.to_path());
        }
    }

    fn attribute(&mut self, attribute: &Attribute, versions: Versions<'_>, path: &PathRef<'_>) -> Value {
        if attribute.write_only {
            return Value::Null;
        }
        if !versions.config.is_null() {
            return self.configured(attribute, versions, path);
        }
        if let Some(default) = &attribute.default {
            return default.clone();
        }
        match versions.prior {
            Some(prior) if attribute.computed => prior.clone(),
            None if attribute.computed => Value::unknown(),
            _ => versions.proposed.clone(),
        }
    }

    fn configured(&mut self, attribute: &Attribute, versions: Versions<'_>, path: &PathRef<'_>) -> Value {
        if let (Some(equal), Some(prior)) = (attribute.equal, versions.prior)
            && !prior.is_null()
            && versions.config.is_wholly_known()
            && equal(prior, versions.config)
        {
            return prior.clone();
        }
        let Shape::Nested(nesting, inner) = &attribute.shape else { return versions.config.clone() };
        if inner.iter().all(is_planned_as_configured) {
            return versions.config.clone();
        }
        match (nesting, versions.config) {
            (Nesting::Single, Value::Map(_)) => Value::Map(self.attributes(inner, versions.as_object(), path)),
            (Nesting::Map, Value::Map(items)) => Value::Map(
                items
                    .keys()
                    .map(|key| {
                        let element = self.element(inner, versions.attribute(key), &path.key(key));
                        (key.clone(), element)
                    })
                    .collect(),
            ),
            (Nesting::List, Value::List(items)) => Value::List(
                (0..items.len()).map(|index| self.element(inner, versions.index(index), &path.index(index))).collect(),
            ),
            (_, other) => other.clone(),
        }
    }

    fn element(&mut self, attributes: &[Attribute], versions: Versions<'_>, path: &PathRef<'_>) -> Value {
        match versions.config {
            Value::Map(_) => Value::Map(self.attributes(attributes, versions.as_object(), path)),
            other => other.clone(),
        }
    }
}

/// Whether the planned value of an attribute is always its configured value, independent of the prior one.
fn is_planned_as_configured(attribute: &Attribute) -> bool {
    let Attribute { computed, write_only, replace, default, equal, shape, .. } = attribute;
    let inside = match shape {
        Shape::Plain(_) => true,
        Shape::Nested(_, attributes) => attributes.iter().all(is_planned_as_configured),
    };
    inside && !computed && !write_only && !replace && default.is_none() && equal.is_none()
}

/// Sets the volatile attributes to unknown, because the object changes and they can change with it.
fn mark_volatile_unknown(block: &Block, planned: &mut Value, config: &Value) {
    let Value::Map(items) = planned else { return };
    for attribute in block.attributes.iter().filter(|attribute| attribute.volatile) {
        if config.attribute(attribute.name).is_null() {
            items.insert(Name::fixed(attribute.name), Value::unknown());
        }
    }
    for nested in block.blocks.iter().filter(|nested| nested.nesting == BlockNesting::Single) {
        if let Some(inner) = items.get_mut(nested.name) {
            mark_volatile_unknown(&nested.block, inner, config.attribute(nested.name));
        }
    }
}
