//! Lists, sets and maps as the content of attributes. Each element can be unknown or null.

use std::collections::BTreeMap;

use super::{Attr, BlockList, Content, Field, Model, ModelError};
use crate::{
    path::PathRef,
    schema::{Nesting, Shape},
    value::{Type, Value},
};

/// An ordered list of elements.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct List<T>(pub Vec<Attr<T>>);

/// A set of elements, without order and without duplicates.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Set<T>(pub Vec<Attr<T>>);

/// A map of elements with text keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Map<T>(pub BTreeMap<String, Attr<T>>);

macro_rules! sequence {
    ($name:ident) => {
        impl<T> $name<T> {
            /// The elements that are known and not null.
            pub fn known(&self) -> impl Iterator<Item = &T> {
                self.0.iter().filter_map(Attr::get)
            }

            /// Whether an element is known only after apply.
            pub fn has_unknown(&self) -> bool {
                self.0.iter().any(Attr::is_unknown)
            }
        }

        impl<T> FromIterator<T> for $name<T> {
            fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Self {
                Self(iter.into_iter().map(Attr::Known).collect())
            }
        }
    };
}

sequence!(List);
sequence!(Set);

impl<T> Map<T> {
    /// The elements that are known and not null, with their keys.
    pub fn known(&self) -> impl Iterator<Item = (&String, &T)> {
        self.0.iter().filter_map(|(key, value)| Some((key, value.get()?)))
    }

    /// Whether an element is known only after apply.
    pub fn has_unknown(&self) -> bool {
        self.0.values().any(Attr::is_unknown)
    }
}

impl<T> FromIterator<(String, T)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(iter: I) -> Self {
        Self(iter.into_iter().map(|(key, value)| (key, Attr::Known(value))).collect())
    }
}

fn read_items<T: Content>(
    value: &Value,
    path: &PathRef<'_>,
    expected: &'static str,
) -> Result<Vec<Attr<T>>, ModelError> {
    let Value::List(items) = value else { return Err(ModelError::new(path, expected, value)) };
    items.iter().enumerate().map(|(index, item)| Field::read(item, &path.index(index))).collect()
}

fn write_items<T: Content>(items: &[Attr<T>]) -> Vec<Value> {
    items.iter().map(Field::write).collect()
}

impl<T: Content> Content for List<T> {
    fn shape() -> Shape {
        match T::shape() {
            Shape::Nested(Nesting::Single, attributes) => Shape::Nested(Nesting::List, attributes),
            other => Shape::Plain(Type::List(Box::new(other.ty()))),
        }
    }

    fn read(value: &Value, path: &PathRef<'_>) -> Result<Self, ModelError> {
        read_items(value, path, "a list").map(Self)
    }

    fn write(&self) -> Value {
        Value::List(write_items(&self.0))
    }
}

impl<T: Model> BlockList for List<T> {
    type Item = T;
}

impl<T: Content> Content for Set<T> {
    fn shape() -> Shape {
        Shape::Plain(Type::Set(Box::new(T::shape().ty())))
    }

    fn read(value: &Value, path: &PathRef<'_>) -> Result<Self, ModelError> {
        read_items(value, path, "a set").map(Self)
    }

    fn write(&self) -> Value {
        let mut items = write_items(&self.0);
        items.sort();
        items.dedup();
        Value::List(items)
    }
}

impl<T: Content> Content for Map<T> {
    fn shape() -> Shape {
        match T::shape() {
            Shape::Nested(Nesting::Single, attributes) => Shape::Nested(Nesting::Map, attributes),
            other => Shape::Plain(Type::Map(Box::new(other.ty()))),
        }
    }

    fn read(value: &Value, path: &PathRef<'_>) -> Result<Self, ModelError> {
        let Value::Map(items) = value else { return Err(ModelError::new(path, "a map", value)) };
        items
            .iter()
            .map(|(key, item)| Ok((key.to_string(), Field::read(item, &path.key(key))?)))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    fn write(&self) -> Value {
        Value::Map(self.0.iter().map(|(key, item)| (key, item.write())).collect())
    }
}
