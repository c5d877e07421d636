//! The selection: its keys and types, something in it, nothing twice, not too much.

use std::collections::{BTreeMap, HashMap};

use tfplugin::{
    diagnostic::Diagnostics,
    model::{Attr, Map},
    path::AttributePath,
};

use super::filters;
use crate::{
    facts::alibaba::{limit, object_kinds},
    resources::alibaba::{
        job::objects::{Database, Form, Objects, ProblemKind, Selection, Table, from_json, line_of, to_wire},
        migration_task::schema::model::TaskModel,
    },
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 11] =
    [&DESTINATION_NAME, &ONE_OF, &KEY, &KIND, &TYPE, &NAME, &WAY, &EMPTY, &TARGET_TWICE, &RENAMED, &SIZE];

static ONE_OF: Rule = Rule::validate(
    "objects-once",
    "One of objects and objects_json must be set",
    "A task needs either `objects` or `objects_json`, not both.",
);
static KEY: Rule = Rule::validate(
    "objects-key",
    "Unknown key in the objects",
    "`objects` must have only the keys of a database, a table and a column at their places; `objects_json` must not have misspelled keys.",
);
static KIND: Rule = Rule::validate(
    "object-kind-known",
    "Unknown kind of objects",
    "`other_objects`, and a database of `objects_json`, must have only kinds of objects that DTS migrates.",
);
static TYPE: Rule = Rule::validate(
    "objects-type",
    "A value of the wrong type in the objects",
    "Every value in `objects` and `objects_json` must have the type of its key.",
);
static NAME: Rule = Rule::validate(
    "objects-name",
    "Invalid name in the objects",
    "The names of the objects, at the source and at the destination, must not be empty, and must not begin or end with white space.",
);
static WAY: Rule = Rule::validate(
    "objects-way",
    "Either the complete database or named objects",
    "Each database needs exactly one of `all = true` and named objects (`tables`, `other_objects`).",
);
static EMPTY: Rule =
    Rule::validate("objects-empty", "The selection is empty", "`objects`, and every map in it, must select something.");
static TARGET_TWICE: Rule = Rule::validate(
    "objects-target-twice",
    "Two objects have the same name at the destination",
    "Two databases, tables, columns or other objects of one kind must not have the same name at the destination.",
);
static RENAMED: Rule = Rule::validate(
    "renamed-tables",
    "Too many tables in a task that renames tables or columns",
    "A task that selects tables and renames some of them can have at most 1,000 tables.",
);
static SIZE: Rule = Rule::validate(
    "objects-size",
    "Too many objects for one task",
    "The selection, including its filters, can have at most 1 MB as JSON.",
);

static DESTINATION_NAME: Rule = Rule::warning(
    "destination-name",
    "DTS may be unable to create a database of this name",
    "DTS creates only databases whose names have letters, digits, `_` and `-`.",
);

fn objects_path() -> AttributePath {
    AttributePath::of(&["objects"])
}

/// The selection of a task in its form, if it is known; that of a JSON text is parsed.
pub(super) fn with_selection(config: &TaskModel, check: impl FnOnce(Form, &Selection)) {
    if let Some(objects) = config.objects.get() {
        check(Form::Hcl, objects.selection());
    } else if let Some(selection) = config.objects_json.as_str().and_then(from_json) {
        check(Form::Json, &selection);
    }
}

pub(super) fn check(config: &TaskModel, out: &mut Diagnostics) {
    one_of(config, out);
    if let Some(json) = config.objects_json.as_str() {
        size("objects_json", json.len(), out);
        if let Some(selection) = from_json(json) {
            Found { form: Form::Json, out }.check(&selection);
            filters::check(Form::Json, &selection, config, out);
        }
    }
    if let Some(objects) = config.objects.get() {
        check_selection(objects, out);
        filters::check(Form::Hcl, objects.selection(), config, out);
    }
}

/// Whether a table of the selection has a row filter.
pub(in crate::resources::alibaba) fn has_row_filter(config: &TaskModel) -> bool {
    let mut found = false;
    with_selection(config, |_, selection| {
        let mut tables = selection.databases.known().filter_map(|(_, one)| one.tables.get()).flat_map(Map::known);
        found = tables.any(|(_, table)| !table.filter.is_null());
    });
    found
}

/// Whether `objects_json` has keys that `objects` does not have, such as the policies for conflicts of single tables.
pub(in crate::resources::alibaba) fn has_keys_of_json(config: &TaskModel) -> bool {
    let selection = config.objects_json.as_str().and_then(from_json);
    selection.is_some_and(|selection| !selection.complete)
}

/// What is wrong with a selection, wherever it stands.
pub(crate) fn check_selection(objects: &Objects, out: &mut Diagnostics) {
    let selection = objects.selection();
    Found { form: Form::Hcl, out }.check(selection);
    if let Some(wire) = to_wire(&selection.databases) {
        size("objects", wire.len(), out);
    }
}

/// A warning for each database that the precheck item CHECK_DB_AVA would not accept.
pub(super) fn destination_names(config: &TaskModel, out: &mut Diagnostics) {
    // Kafka has topics.
    if config.destination.get().is_some_and(|end| end.engine.as_str() == Some("kafka")) {
        return;
    }
    let created = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    with_selection(config, |form, selection| {
        for (name, database) in selection.databases.known() {
            let Some(target) = target(name, &database.rename) else { continue };
            let Some(other) = target.chars().find(|c| !created(*c)) else { continue };
            let place = place(form, &[name]);
            let key = if form == Form::Hcl { "rename" } else { "name" };
            out.push(DESTINATION_NAME.broken(
                line_of(&place, form),
                &Violation {
                    found: format!(
                        "At the destination, {place} has the name {target:?}. This name contains {other:?}, so the precheck item CHECK_DB_AVA may fail."
                    ),
                    allowed: String::new(),
                    fix: format!("set {key} to a name of letters, digits, \"_\" and \"-\""),
                },
            ));
        }
    });
}

fn one_of(config: &TaskModel, out: &mut Diagnostics) {
    // What is unknown may turn out null.
    let (found, fix) = if config.objects.is_known() && config.objects_json.is_known() {
        ("Both objects and objects_json are set.", "remove objects or objects_json")
    } else if config.objects.is_null() && config.objects_json.is_null() {
        (
            "Neither objects nor objects_json is set, so no data is selected.",
            "set objects, for example objects = { orders = { all = true } } for a complete database",
        )
    } else {
        return;
    };
    let path = if config.objects_json.is_null() { objects_path() } else { AttributePath::of(&["objects_json"]) };
    out.push(ONE_OF.broken(
        path,
        &Violation {
            found: found.to_owned(),
            allowed: "either objects, or objects_json for what objects cannot express".to_owned(),
            fix: fix.to_owned(),
        },
    ));
}

/// Collects what is wrong with a selection of one form.
struct Found<'o> {
    form: Form,
    out: &'o mut Diagnostics,
}

/// A place in a selection: the keys and names from the argument on.
fn place(form: Form, steps: &[&str]) -> AttributePath {
    let (tables, columns) = if form == Form::Hcl { ("tables", "columns") } else { ("Table", "column") };
    let root = AttributePath::of(&[form.argument()]);
    let levels = ["", tables, columns];
    steps.iter().zip(levels).fold(
        root,
        |path, (name, level)| {
            if level.is_empty() { path.key(name) } else { path.attribute(level).key(name) }
        },
    )
}

impl Found<'_> {
    fn check(&mut self, selection: &Selection) {
        self.problems(selection);
        self.targets(&selection.databases);
        self.renamed(&selection.databases);
    }

    fn problems(&mut self, selection: &Selection) {
        for problem in &selection.problems {
            let rule = match problem.kind {
                ProblemKind::Key => &KEY,
                ProblemKind::ObjectKind => &KIND,
                ProblemKind::Type => &TYPE,
                ProblemKind::Name => &NAME,
                ProblemKind::Way => &WAY,
                ProblemKind::Empty => &EMPTY,
                ProblemKind::Filter => &filters::FORMAT,
            };
            let violation =
                Violation { found: problem.found.clone(), allowed: problem.allowed.clone(), fix: problem.fix.clone() };
            self.out.push(rule.broken(problem.line(self.form), &violation));
        }
    }

    /// The destination's full name of everything, and who has it.
    fn targets(&mut self, databases: &Map<Database>) {
        let mut by_target: BTreeMap<&str, Vec<(&str, &Database)>> = BTreeMap::new();
        for (name, database) in databases.known() {
            if let Some(target) = target(name, &database.rename) {
                by_target.entry(target).or_default().push((name, database));
            }
        }
        for (target, sources) in by_target {
            // Databases may be merged as long as their objects differ.
            let complete = sources.iter().any(|(_, database)| database.is_complete());
            if sources.len() > 1 && complete {
                let places: Vec<AttributePath> = sources.iter().map(|(name, _)| place(self.form, &[name])).collect();
                self.twice(&places, "database", target);
            } else {
                self.tables_of(target, &sources);
                self.others_of(target, &sources);
            }
        }
    }

    fn tables_of(&mut self, database_target: &str, sources: &[(&str, &Database)]) {
        let tables = || sources.iter().flat_map(|(_, content)| content.tables.get()).flat_map(Map::known);
        // Names of one map differ.
        let differ = sources.len() == 1 && tables().all(|(_, table)| table.rename.is_null());
        let mut seen: HashMap<&str, (&str, &str)> = HashMap::new();
        for (database, content) in sources {
            for (name, table) in content.tables.get().into_iter().flat_map(Map::known) {
                self.columns_of(database, name, table);
                let Some(table_target) = target(name, &table.rename).filter(|_| !differ) else { continue };
                if let Some((first_database, first)) = seen.insert(table_target, (database, name)) {
                    let places = [place(self.form, &[first_database, first]), place(self.form, &[database, name])];
                    self.twice(&places, "table", &format!("{database_target}.{table_target}"));
                }
            }
        }
    }

    fn columns_of(&mut self, database: &str, table: &str, content: &Table) {
        let mut seen: HashMap<&str, &str> = HashMap::new();
        for (name, column) in content.columns.get().into_iter().flat_map(Map::known) {
            let Some(column_target) = target(name, &column.rename) else { continue };
            if let Some(first) = seen.insert(column_target, name) {
                let places = [first, name].map(|name| place(self.form, &[database, table, name]));
                self.twice(&places, "column", column_target);
            }
        }
    }

    /// Views, procedures and so on: names of one kind in one database at the destination.
    fn others_of(&mut self, database_target: &str, sources: &[(&str, &Database)]) {
        let mut seen: HashMap<(&str, &str), AttributePath> = HashMap::new();
        for (database, content) in sources {
            for (kind, names) in content.other_objects.get().into_iter().flat_map(Map::known) {
                for (name, target) in names.known() {
                    let place = self.place_of_other(database, kind, name);
                    if let Some(first) = seen.insert((kind, target), place.clone()) {
                        let word = format!("object ({kind})");
                        self.twice(&[first, place], &word, &format!("{database_target}.{target}"));
                    }
                }
            }
        }
    }

    fn place_of_other(&self, database: &str, kind: &str, name: &str) -> AttributePath {
        let database = place(self.form, &[database]);
        match self.form {
            Form::Hcl => database.attribute("other_objects").attribute(kind).key(name),
            Form::Json => {
                let known = object_kinds().iter().find(|known| known.argument == kind);
                database.attribute(known.map_or(kind, |known| known.container)).key(name)
            }
        }
    }

    fn twice(&mut self, places: &[AttributePath], kind: &str, target: &str) {
        let both: Vec<String> = places.iter().map(ToString::to_string).collect();
        let rename = if self.form == Form::Hcl { "rename" } else { "name" };
        // The second of the two is the one that a reader adds.
        let path = places.last().map_or_else(objects_path, |place| line_of(place, self.form));
        self.out.push(TARGET_TWICE.broken(
            path,
            &Violation {
                found: format!("{} would both be the {kind} {target:?} at the destination.", both.join(" and ")),
                allowed: "a different name for each object".to_owned(),
                fix: format!("set another value for {rename} on one of them"),
            },
        ));
    }

    fn renamed(&mut self, databases: &Map<Database>) {
        let most = limit("objects.renamed_tables").max;
        let tables = || databases.known().filter_map(|(_, database)| database.tables.get()).flat_map(Map::known);
        let count = tables().count();
        if i64::try_from(count).is_ok_and(|count| count <= most) || !tables().any(|(name, table)| renames(name, table))
        {
            return;
        }
        let argument = self.form.argument();
        self.out.push(
            RENAMED.broken(
                AttributePath::of(&[argument]),
                &Violation {
                    found: format!("{argument} selects {count} tables and renames some of them or of their columns."),
                    allowed: format!("at most {most} tables in a task that renames tables or columns"),
                    fix: "divide the tables among several tasks, select complete databases, or remove the renames"
                        .to_owned(),
                },
            ),
        );
    }
}

/// Whether a table or one of its columns has another name at the destination.
fn renames(name: &str, table: &Table) -> bool {
    let differs = |name: &str, rename: &Attr<String>| rename.as_str().is_some_and(|rename| rename != name);
    let columns = table.columns.get().into_iter().flat_map(Map::known);
    differs(name, &table.rename) || columns.into_iter().any(|(name, column)| differs(name, &column.rename))
}

fn target<'n>(name: &'n str, rename: &'n Attr<String>) -> Option<&'n str> {
    match rename {
        Attr::Null => Some(name),
        Attr::Unknown => None,
        Attr::Known(rename) => Some(rename),
    }
}

fn size(argument: &str, bytes: usize, out: &mut Diagnostics) {
    let most = limit("objects.bytes").max;
    if i64::try_from(bytes).is_ok_and(|bytes| bytes <= most) {
        return;
    }
    out.push(
        SIZE.broken(
            AttributePath::of(&[argument]),
            &Violation {
                found: format!("{argument} has {bytes} bytes in the JSON format of DTS."),
                allowed: format!("at most {most} bytes"),
                fix: "divide the objects among several tasks, or select complete databases instead of their tables"
                    .to_owned(),
            },
        ),
    );
}
