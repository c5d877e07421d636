//! The position of a value inside a configuration.

use std::fmt;

/// A step from a value to one of its parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// An attribute of an object, or a nested block.
    Attribute(String),
    /// An element of a map, by its key.
    Key(String),
    /// An element of a list, counted from 0.
    Index(i64),
}

/// The path from the configuration of a resource, or of the provider, to one of its attributes.
///
/// ```
/// use tfplugin::path::AttributePath;
///
/// let path = AttributePath::of(&["objects"]).key("db1").attribute("tables").index(2);
/// assert_eq!(path.to_string(), r#"objects["db1"].tables[2]"#);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct AttributePath(Vec<Step>);

impl AttributePath {
    /// The path of the complete configuration.
    pub fn root() -> Self {
        Self::default()
    }

    /// A path of attribute names only: `["source", "password"]`.
    pub fn of(names: &[&str]) -> Self {
        Self(names.iter().map(|name| Step::Attribute((*name).to_owned())).collect())
    }

    /// The path of an attribute of the value at this path.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Self {
        self.with(Step::Attribute(name.to_owned()))
    }

    /// The path of an element of the map at this path.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.with(Step::Key(key.to_owned()))
    }

    /// The path of an element of the list at this path, counted from 0.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.with(Step::Index(i64::try_from(index).unwrap_or(i64::MAX)))
    }

    /// The steps, beginning with the outermost one.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Whether this is the path of the complete configuration.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    fn with(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }
}

impl fmt::Display for AttributePath {
    /// The path in HCL notation: `source.cross_account.role_name`, `objects["db1"].tables["t"]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Attribute(name) if position == 0 => write!(f, "{name}")?,
                Step::Attribute(name) => write!(f, ".{name}")?,
                Step::Key(key) => write!(f, "[{key:?}]")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// A borrowed path, used while a value is traversed. It copies no names; most paths are never shown, and
/// [`PathRef::to_path`] creates an [`AttributePath`] when one is.
#[derive(Clone, Copy, Debug)]
pub struct PathRef<'p> {
    outer: Option<&'p PathRef<'p>>,
    step: LastStep<'p>,
}

/// The last step of a borrowed path.
#[derive(Clone, Copy, Debug)]
enum LastStep<'p> {
    Root,
    Attribute(&'p str),
    Key(&'p str),
    Index(usize),
}

impl<'p> PathRef<'p> {
    /// The path of the complete value.
    pub fn root() -> Self {
        Self { outer: None, step: LastStep::Root }
    }

    /// The path of an attribute of the value at this path.
    pub fn attribute<'q>(&'q self, name: &'q str) -> PathRef<'q> {
        PathRef { outer: Some(self), step: LastStep::Attribute(name) }
    }

    /// The path of an element of the map at this path.
    pub fn key<'q>(&'q self, key: &'q str) -> PathRef<'q> {
        PathRef { outer: Some(self), step: LastStep::Key(key) }
    }

    /// The path of an element of the list at this path, counted from 0.
    pub fn index(&self, index: usize) -> PathRef<'_> {
        PathRef { outer: Some(self), step: LastStep::Index(index) }
    }

    /// The same path as an owned value.
    pub fn to_path(&self) -> AttributePath {
        let outer = self.outer.map(PathRef::to_path).unwrap_or_default();
        match self.step {
            LastStep::Root => outer,
            LastStep::Attribute(name) => outer.attribute(name),
            LastStep::Key(key) => outer.key(key),
            LastStep::Index(index) => outer.index(index),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_displayed_in_hcl_notation() {
        let path = AttributePath::of(&["objects"]).key("db1").attribute("tables").key("t").attribute("list").index(2);
        assert_eq!(path.to_string(), r#"objects["db1"].tables["t"].list[2]"#);
    }

    #[test]
    fn a_borrowed_path_converts_to_an_owned_path() {
        let (root, path) = (PathRef::root(), AttributePath::of(&["objects"]).key("db1").index(2));
        assert_eq!(root.attribute("objects").key("db1").index(2).to_path(), path);
        assert!(root.to_path().is_root());
    }
}
