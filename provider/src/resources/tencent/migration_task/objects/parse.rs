//! From the value of `databases` to the selection.

use std::collections::BTreeMap;

use tfplugin::{
    path::PathRef,
    validate::nearest,
    value::{Name, Value},
};

use crate::rules::{LONGEST_NAME, shown};

use super::model::{Database, Names, Parsed, Problem, ROUTINES, Rename, Renamed, Schema, Table};

const DATABASE: &[&str] =
    &["all", "rename", "tables", "views", "schemas", "roles", "functions", "procedures", "triggers", "events"];
const SCHEMA: &[&str] = &["all", "rename", "tables", "views"];
const TABLE: &[&str] = &["rename", "temporary_tables"];
const RENAMED: &[&str] = &["rename"];

/// Parses a value.
pub(super) fn parse(value: &Value) -> Parsed {
    let mut parser = Parser::default();
    let objects = PathRef::root();
    let objects = objects.attribute("objects");
    let place = objects.attribute("databases");
    let databases = parser.names(value, &place, "{ all = true }", Parser::database);
    // Schemas of two databases may be in one database at the destination.
    let complete = databases.iter().filter(|(_, database)| database.schemas.is_empty());
    parser.once(&place, "database", complete.map(|(name, database)| (name, &database.rename)));
    Parsed { databases, problems: parser.problems, has_unknown: parser.has_unknown }
}

#[derive(Default)]
struct Parser {
    problems: Vec<Problem>,
    has_unknown: bool,
}

impl Parser {
    fn add(&mut self, place: &PathRef<'_>, found: &str, allowed: &str, fix: impl Into<String>) {
        self.problems.push(Problem::new(place, found, allowed, fix));
    }

    /// The keys of an object; none, and a problem, for another value.
    fn keys<'v>(&mut self, value: &'v Value, place: &PathRef<'_>, element: &str) -> Vec<(&'v str, &'v Value)> {
        match value.inner() {
            Value::Map(items) => items.iter().map(|(key, item)| (Name::as_str(key), item)).collect(),
            Value::Unknown(_) | Value::Dynamic(..) => {
                self.has_unknown = true;
                Vec::new()
            }
            other => {
                let found = if other.is_null() { "is null." } else { "is not an object." };
                self.add(place, found, "an object", format!("write {element}"));
                Vec::new()
            }
        }
    }

    /// The keys of a level, without those that are null or that the level does not have.
    fn known_keys<'v>(
        &mut self,
        value: &'v Value,
        place: &PathRef<'_>,
        element: &str,
        known: &[&'static str],
    ) -> Vec<(&'v str, &'v Value)> {
        let mut keys = self.keys(value, place, element);
        keys.retain(|(key, item)| {
            if !known.contains(key) {
                let fix = match nearest(key, known) {
                    Some(meant) => format!("write {meant:?}"),
                    None => "use one of these keys".to_owned(),
                };
                self.add(place, &format!("has the unknown key {key:?}."), &known.join(", "), fix);
            }
            known.contains(key) && !item.inner().is_null()
        });
        keys
    }

    /// Objects by their names at the source. One that is renamed to the same name keeps its name.
    fn names<T: Rename>(
        &mut self,
        value: &Value,
        place: &PathRef<'_>,
        element: &str,
        parse: impl Fn(&mut Self, &Value, &PathRef<'_>) -> T,
    ) -> Names<T> {
        let example = format!("an object with the names as its keys, such as {{ orders = {element} }}");
        let items = self.keys(value, place, &example);
        if items.is_empty() && matches!(value.inner(), Value::Map(_)) {
            self.add(place, "is empty.", "at least one name", "name the objects, or remove the key");
        }
        let mut parsed = BTreeMap::new();
        for (name, item) in items {
            let place = place.key(name);
            self.name(&place, name);
            let mut item = parse(self, item, &place);
            item.rename().take_if(|rename| rename == name);
            parsed.insert(name.to_owned(), item);
        }
        parsed
    }

    /// Checks a name. No database has names of white space, and names with white space around them are mistakes in an expression.
    fn name(&mut self, place: &PathRef<'_>, name: &str) {
        let trimmed = name.trim();
        if trimmed.is_empty() {
            let found = if name.is_empty() { "has an empty name." } else { "has a name of white space." };
            self.add(place, found, "names with at least one character", "write the name");
        } else if trimmed != name {
            let found = format!("has the name {}, which begins or ends with white space.", shown(name));
            self.add(place, &found, "names without white space around them", format!("write {}", shown(trimmed)));
        } else if name.chars().count() > LONGEST_NAME {
            let found = format!("has the name {}, which is too long.", shown(name));
            self.add(place, &found, &format!("at most {LONGEST_NAME} characters"), "write the name");
        }
    }

    /// Rejects two objects with the same name at the destination.
    fn once<'n>(
        &mut self,
        place: &PathRef<'_>,
        what: &str,
        names: impl Iterator<Item = (&'n String, &'n Option<String>)>,
    ) {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for (source, rename) in names {
            let target = rename.as_deref().unwrap_or(source);
            if let Some(other) = seen.insert(target, source) {
                let found = format!(
                    "has {} and {}, which would both be the {what} {} at the destination.",
                    shown(other),
                    shown(source),
                    shown(target)
                );
                self.add(
                    place,
                    &found,
                    "a different name for each object",
                    "set another value for rename on one of them",
                );
            }
        }
    }

    fn database(&mut self, value: &Value, place: &PathRef<'_>) -> Database {
        let before = self.problems.len();
        let unknown_before = self.has_unknown;
        let mut database = Database::default();
        let mut parts = Vec::new();
        for (key, item) in self.known_keys(value, place, "{ all = true }", DATABASE) {
            let inside = place.attribute(key);
            match key {
                "all" => database.all = self.boolean(item, &inside),
                "rename" => database.rename = self.text(item, &inside),
                "tables" => database.tables = self.names(item, &inside, "{}", Self::table),
                "views" => database.views = self.names(item, &inside, "{}", Self::renamed),
                "schemas" => database.schemas = self.names(item, &inside, "{ all = true }", Self::schema),
                "roles" => database.roles = self.names(item, &inside, "{}", Self::renamed),
                _ => {
                    if let Some(at) = ROUTINES.iter().position(|known| *known == key) {
                        database.routines[at] = self.list(item, &inside);
                    }
                }
            }
            if !["all", "rename"].contains(&key) {
                parts.push(key.to_owned());
            }
        }
        if self.problems.len() == before && self.has_unknown == unknown_before {
            self.once(place, "table", database.tables.iter().map(|(name, table)| (name, &table.rename)));
            self.once(place, "view", database.views.iter().map(|(name, view)| (name, &view.rename)));
            self.once(place, "schema", database.schemas.iter().map(|(name, schema)| (name, &schema.rename)));
            self.way(place, database.all, &parts, "database");
            let names_objects = !database.tables.is_empty() || !database.views.is_empty();
            if names_objects && !database.schemas.is_empty() {
                let fix = "write the tables and views in their schemas";
                self.add(place, "has both schemas and tables or views.", "schemas, or tables and views", fix);
            }
        }
        database
    }

    fn schema(&mut self, value: &Value, place: &PathRef<'_>) -> Schema {
        let before = self.problems.len();
        let unknown_before = self.has_unknown;
        let mut schema = Schema::default();
        let mut parts = Vec::new();
        for (key, item) in self.known_keys(value, place, "{ all = true }", SCHEMA) {
            let inside = place.attribute(key);
            match key {
                "all" => schema.all = self.boolean(item, &inside),
                "rename" => schema.rename = self.text(item, &inside),
                "tables" => schema.tables = self.names(item, &inside, "{}", Self::table),
                _ => schema.views = self.names(item, &inside, "{}", Self::renamed),
            }
            if !["all", "rename"].contains(&key) {
                parts.push(key.to_owned());
            }
        }
        if self.problems.len() == before && self.has_unknown == unknown_before {
            self.once(place, "table", schema.tables.iter().map(|(name, table)| (name, &table.rename)));
            self.once(place, "view", schema.views.iter().map(|(name, view)| (name, &view.rename)));
            self.way(place, schema.all, &parts, "schema");
        }
        schema
    }

    /// Exactly one way: everything, or named objects.
    fn way(&mut self, place: &PathRef<'_>, all: bool, parts: &[String], what: &str) {
        let allowed = format!("all = true for the complete {what}, or the objects by their names");
        match (all, parts) {
            (true, [part, ..]) => {
                let fix = format!(
                    "remove all to migrate only the named objects, or remove {part} to migrate the complete {what}"
                );
                self.add(place, &format!("has both all = true and {part}."), &allowed, fix);
            }
            (false, []) => {
                self.add(place, "selects nothing.", &allowed, format!("set all = true to migrate the complete {what}"))
            }
            _ => {}
        }
    }

    fn table(&mut self, value: &Value, place: &PathRef<'_>) -> Table {
        let mut table = Table::default();
        for (key, item) in self.known_keys(value, place, "{}", TABLE) {
            let inside = place.attribute(key);
            match key {
                "rename" => table.rename = self.text(item, &inside),
                _ => table.temporary_tables = self.list(item, &inside),
            }
        }
        if table.rename.is_some() && !table.temporary_tables.is_empty() {
            let fix = "remove rename or temporary_tables";
            self.add(place, "has both rename and temporary_tables.", "one of the two: DTS does not combine them", fix);
        }
        table
    }

    fn renamed(&mut self, value: &Value, place: &PathRef<'_>) -> Renamed {
        let mut renamed = Renamed::default();
        for (key, item) in self.known_keys(value, place, "{}", RENAMED) {
            renamed.rename = self.text(item, &place.attribute(key));
        }
        renamed
    }

    fn text(&mut self, value: &Value, place: &PathRef<'_>) -> Option<String> {
        match value.inner() {
            Value::Unknown(_) | Value::Dynamic(..) => self.has_unknown = true,
            Value::String(text) if !text.as_str().is_empty() => {
                self.name(place, text.as_str());
                return Some(text.as_str().to_owned());
            }
            Value::Number(number) => return Some(number.to_string()),
            _ => self.add(place, "is not a name.", "text that is not empty", "write the name, or remove the key"),
        }
        None
    }

    fn boolean(&mut self, value: &Value, place: &PathRef<'_>) -> bool {
        match value.inner() {
            Value::Bool(boolean) => return *boolean,
            Value::Unknown(_) | Value::Dynamic(..) => self.has_unknown = true,
            Value::String(text) if text.as_str() == "true" => return true,
            Value::String(text) if text.as_str() == "false" => {}
            _ => self.add(place, "is not a boolean.", "true or false", "write true or false"),
        }
        false
    }

    /// A list of names, in the order of the alphabet: the order has no meaning.
    fn list(&mut self, value: &Value, place: &PathRef<'_>) -> Vec<String> {
        let Value::List(items) = value.inner() else {
            if matches!(value.inner(), Value::Unknown(_) | Value::Dynamic(..)) {
                self.has_unknown = true;
            } else {
                self.add(place, "is not a list.", "a list of names", "write the names in square brackets");
            }
            return Vec::new();
        };
        if items.is_empty() {
            self.add(place, "is empty.", "at least one name", "name the objects, or remove the key");
        }
        if items.iter().any(|item| item.inner().is_null()) {
            self.add(place, "has a null.", "names", "remove the null");
            return Vec::new();
        }
        let mut names: Vec<String> = items.iter().filter_map(|item| self.text(item, place)).collect();
        names.sort();
        names.dedup();
        names
    }
}
