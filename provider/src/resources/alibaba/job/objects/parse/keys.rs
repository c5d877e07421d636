//! The keys of each level in both forms, and the key that an unknown one most likely means.

use tfplugin::validate::nearest;

use super::{Form, problem::hcl_key};
use crate::facts::alibaba::object_kinds;

/// A level of a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Database,
    Table,
    Column,
    /// A view, a procedure and so on. Only the JSON has keys there.
    Other,
}

/// Keys of the JSON that DTS knows, and that `objects` cannot express.
const ONLY_JSON: [&str; 15] = [
    "case_sen",
    "conflict",
    "type",
    "defaultValue",
    "shard",
    "replica",
    "primaryKey",
    "srcSchema",
    "destSchema",
    "tableGroup",
    "message_key",
    "patternType",
    "filterType",
    "part_key",
    "sharedKey",
];

impl Level {
    /// What it is, in a message.
    pub(super) fn word(self) -> &'static str {
        match self {
            Level::Database => "database",
            Level::Table => "table",
            Level::Column => "column",
            Level::Other => "object",
        }
    }

    /// The keys that the parser reads, except the kinds of objects of a database of the JSON.
    pub(super) fn keys(self, form: Form) -> &'static [&'static str] {
        match (form, self) {
            (Form::Hcl, Level::Database) => &["all", "rename", "tables", "other_objects", "dml_op", "ddl_op"],
            (Form::Hcl, Level::Table) => &["rename", "filter", "columns", "dml_op", "ddl_op"],
            (Form::Hcl, Level::Column) => &["rename", "type"],
            (Form::Hcl, Level::Other) => &[],
            (Form::Json, Level::Database) => &["name", "all", "Table", "dml_op", "ddl_op", "state"],
            (Form::Json, Level::Table) => &["name", "all", "filter", "column", "dml_op", "ddl_op", "state"],
            (Form::Json, Level::Column) => &["name", "type", "state"],
            (Form::Json, Level::Other) => &["name", "all", "dml_op", "ddl_op", "state"],
        }
    }

    /// What to write in place of an unknown key. None if no key is near, which the JSON allows.
    pub(super) fn meant(self, form: Form, key: &str) -> Option<String> {
        if form == Form::Json && ONLY_JSON.contains(&key) {
            return None;
        }
        let by_meaning = match form {
            Form::Hcl => self.meant_in_hcl(key),
            Form::Json => self.meant_in_json(key),
        };
        by_meaning.or_else(|| nearest(key, self.keys(form)).map(|key| format!("write {key:?}")))
    }

    fn meant_in_hcl(self, key: &str) -> Option<String> {
        let lower = key.to_lowercase();
        Some(match (self, lower.as_str()) {
            (Level::Database, "table" | "collection" | "collections") => "write \"tables\"".to_owned(),
            (Level::Database, "filter" | "where" | "column" | "columns") => {
                let key = if lower.starts_with("column") { "columns" } else { "filter" };
                format!("write {key} in a table of tables")
            }
            (Level::Database, "complete" | "whole" | "everything" | "*") => "write all = true".to_owned(),
            (Level::Table, "where" | "condition") => "write \"filter\"".to_owned(),
            (Level::Table, "column") => "write \"columns\"".to_owned(),
            (Level::Table, "all" | "complete" | "whole") => {
                "remove it; a table without filter and columns is migrated completely".to_owned()
            }
            (_, "name" | "target" | "as" | "to" | "new_name") => "write \"rename\"".to_owned(),
            (Level::Database, _) => {
                let kind = object_kind(key)?.0;
                format!("write other_objects = {{ {} = {{ … }} }}", hcl_key(kind))
            }
            _ => return None,
        })
    }

    fn meant_in_json(self, key: &str) -> Option<String> {
        let lower = key.to_lowercase();
        let word = match (self, lower.as_str()) {
            (_, "rename" | "target" | "as" | "new_name") => "name",
            (Level::Database, "table" | "tables" | "collection" | "collections") => "Table",
            (Level::Database, "column" | "columns" | "filter" | "where") => {
                return Some(format!("write {lower:?} in a table of \"Table\""));
            }
            (Level::Table, "column" | "columns") => "column",
            (Level::Table, "where" | "condition") => "filter",
            (Level::Database, _) => object_kind(key)?.1,
            _ => return None,
        };
        Some(format!("write {word:?}"))
    }
}

/// The kind of objects that a word means: its argument and its key in the JSON.
pub(super) fn object_kind(word: &str) -> Option<(&'static str, &'static str)> {
    let kinds = || object_kinds().iter();
    let arguments: Vec<&'static str> = kinds().map(|kind| kind.argument).collect();
    let containers: Vec<&'static str> = kinds().map(|kind| kind.container).collect();
    let word = nearest(word, &arguments).or_else(|| nearest(word, &containers))?;
    let found = kinds().find(|kind| kind.argument == word || kind.container == word)?;
    Some((found.argument, found.container))
}
