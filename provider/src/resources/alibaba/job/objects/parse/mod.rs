//! Parses `objects` and `objects_json`: one parser for both, which goes to the full depth and collects all problems.

mod database;
mod keys;
mod node;
mod scalar;
mod table;

use std::collections::BTreeMap;

use serde_json::Value as Json;
use tfplugin::{
    model::{Attr, Map},
    path::PathRef,
    value::Value,
};

use self::node::{Kind, Node};
use super::{
    form::Form,
    model::{Database, Selection},
    problem::{self, Problem, ProblemKind, quoted},
};

/// Parses the value of `objects`.
pub(super) fn from_value(value: &Value) -> Selection {
    Parser::new(Form::Hcl).selection(Node::Hcl(value))
}

/// Parses the JSON of `objects_json`. None if the text is not JSON.
pub(crate) fn from_json(text: &str) -> Option<Selection> {
    let json: Json = serde_json::from_str(text).ok()?;
    Some(Parser::new(Form::Json).selection(Node::Json(&json)))
}

/// Parses an answer of DTS, which leaves out defaults. None if it is not a map of objects.
pub(crate) fn from_wire(text: &str) -> Option<Selection> {
    let selection = from_json(text)?;
    let unusable = selection.problems.iter().any(|problem| problem.kind == ProblemKind::Type);
    (!unusable).then_some(selection)
}

/// Parses one value.
struct Parser {
    form: Form,
    problems: Vec<Problem>,
    complete: bool,
}

impl Parser {
    fn new(form: Form) -> Self {
        Self { form, problems: Vec::new(), complete: true }
    }

    fn selection(mut self, node: Node<'_>) -> Selection {
        let root = PathRef::root();
        let databases = self.databases(node, &root.attribute(self.form.argument()));
        Selection { databases, problems: self.problems, complete: self.complete }
    }

    fn databases(&mut self, node: Node<'_>, place: &PathRef<'_>) -> Map<Database> {
        if node.kind() != Kind::Map {
            self.not_an_object(node, place, "{ all = true }");
            return Map::default();
        }
        let items = node.items();
        if items.is_empty() {
            let fix = match self.form {
                Form::Hcl => "name at least one database, for example objects = { orders = { all = true } }",
                Form::Json => {
                    "name at least one database, for example jsonencode({ orders = { name = \"orders\", all = true } })"
                }
            };
            self.empty(place, fix);
        }
        self.named(items, place, Self::database)
    }

    /// Parses the elements of a map by their names at the source.
    fn named<T>(
        &mut self,
        items: Vec<(&str, Node<'_>)>,
        place: &PathRef<'_>,
        parse: impl Fn(&mut Self, &str, Node<'_>, &PathRef<'_>) -> Attr<T>,
    ) -> Map<T> {
        let mut parsed = BTreeMap::new();
        for (name, node) in items {
            let place = place.key(name);
            if name.is_empty() {
                self.add(ProblemKind::Name, &place, "has an empty name.", "names with at least one character", {
                    "write the name at the source as the key".to_owned()
                });
            }
            self.white_space(&place, name);
            parsed.insert(name.to_owned(), parse(self, name, node, &place));
        }
        Map(parsed)
    }

    /// Rejects white space around a name: a mistake in an expression or a file.
    fn white_space(&mut self, place: &PathRef<'_>, name: &str) {
        let trimmed = name.trim();
        if trimmed == name {
            return;
        }
        let (found, fix) = if trimmed.is_empty() {
            ("has a name of white space.".to_owned(), "write the name".to_owned())
        } else {
            let found = format!("has the name {}, which begins or ends with white space.", quoted(name));
            (found, format!("write {}", quoted(trimmed)))
        };
        self.add(ProblemKind::Name, place, &found, "names without white space around them", fix);
    }

    fn add(&mut self, kind: ProblemKind, place: &PathRef<'_>, found: &str, allowed: &str, fix: String) {
        self.problems.push(Problem::new(kind, place, found, allowed, fix));
    }

    fn empty(&mut self, place: &PathRef<'_>, fix: &str) {
        self.add(ProblemKind::Empty, place, "is empty.", "at least one object in each map", fix.to_owned());
    }
}
