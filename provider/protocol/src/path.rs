//! Where in a configuration something stands.

use std::fmt;

/// One step from a value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// An attribute of an object, or a nested block.
    Attribute(String),
    /// An element of a map.
    Key(String),
    /// An element of a list.
    Index(i64),
}

/// The way from a resource's (or provider's) configuration to one attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct AttributePath(Vec<Step>);

impl AttributePath {
    /// The whole configuration.
    pub fn root() -> Self {
        Self::default()
    }

    /// A path of attribute names only: `["source", "password"]`.
    pub fn of(names: &[&str]) -> Self {
        Self(names.iter().map(|name| Step::Attribute((*name).to_owned())).collect())
    }

    /// This path and an attribute below it.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Self {
        self.with(Step::Attribute(name.to_owned()))
    }

    /// This path and a map element below it.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.with(Step::Key(key.to_owned()))
    }

    /// This path and a list element below it; counted from 0.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.with(Step::Index(i64::try_from(index).unwrap_or(i64::MAX)))
    }

    /// The steps, outermost first.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Whether this is the whole configuration.
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
    /// As one would write it in HCL: `source.cross_account.role_name`, `objects["db1"].tables["t"]`.
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

/// A place inside a value while it is walked through. It borrows its steps: a path is made only for those who ask, and
/// most places are never told to anybody.
#[derive(Clone, Copy, Debug)]
pub struct PathRef<'p> {
    outer: Option<&'p PathRef<'p>>,
    step: LastStep<'p>,
}

/// The last step to a place.
#[derive(Clone, Copy, Debug)]
enum LastStep<'p> {
    Root,
    Attribute(&'p str),
    Key(&'p str),
    Index(usize),
}

impl<'p> PathRef<'p> {
    /// The whole value.
    pub fn root() -> Self {
        Self { outer: None, step: LastStep::Root }
    }

    /// An attribute of it.
    pub fn attribute<'q>(&'q self, name: &'q str) -> PathRef<'q> {
        PathRef { outer: Some(self), step: LastStep::Attribute(name) }
    }

    /// A map element of it.
    pub fn key<'q>(&'q self, key: &'q str) -> PathRef<'q> {
        PathRef { outer: Some(self), step: LastStep::Key(key) }
    }

    /// A list element of it; counted from 0.
    pub fn index(&self, index: usize) -> PathRef<'_> {
        PathRef { outer: Some(self), step: LastStep::Index(index) }
    }

    /// The way to it.
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
    fn reads_like_hcl() {
        let path = AttributePath::of(&["objects"]).key("db1").attribute("tables").key("t").attribute("list").index(2);
        assert_eq!(path.to_string(), r#"objects["db1"].tables["t"].list[2]"#);
    }

    #[test]
    fn a_place_knows_its_path() {
        let (root, path) = (PathRef::root(), AttributePath::of(&["objects"]).key("db1").index(2));
        assert_eq!(root.attribute("objects").key("db1").index(2).to_path(), path);
        assert!(root.to_path().is_root());
    }
}
