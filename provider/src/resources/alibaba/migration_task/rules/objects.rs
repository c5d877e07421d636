//! The selection: something in it, nothing twice, not too much.

use std::collections::{BTreeMap, HashMap};

use tfplugin::{
    diagnostic::Diagnostics,
    model::{Attr, Map},
    path::AttributePath,
};

use crate::{
    facts::alibaba::limit,
    resources::alibaba::{
        job::objects::{Database, Table, from_wire, to_wire},
        migration_task::schema::model::TaskModel,
    },
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 5] = [&ONE_OF, &EMPTY, &TARGET_TWICE, &RENAMED, &SIZE];

static ONE_OF: Rule = Rule::validate(
    "objects-once",
    "One of objects and objects_json must be set",
    "A task needs either `objects` or `objects_json`, not both.",
);
static EMPTY: Rule =
    Rule::validate("objects-empty", "The selection is empty", "`objects`, and every map in it, must select something.");
static TARGET_TWICE: Rule = Rule::validate(
    "objects-target-twice",
    "Two objects have the same name at the destination",
    "Two databases, tables or columns must not have the same name at the destination.",
);
static RENAMED: Rule = Rule::validate(
    "renamed-tables",
    "Too many tables in a task that renames",
    "A task that selects tables and renames some of them can have at most 1,000 tables.",
);
static SIZE: Rule = Rule::validate(
    "objects-size",
    "Too many objects for one task",
    "The selection, including its filters, can have at most 1 MB as JSON.",
);

fn objects_path() -> AttributePath {
    AttributePath::of(&["objects"])
}

pub(super) fn check(config: &TaskModel, out: &mut Diagnostics) {
    one_of(config, out);
    if let Some(json) = config.objects_json.as_str() {
        size("objects_json", json.len(), out);
        if let Some(selection) = from_wire(json) {
            let mut found = Diagnostics::new();
            targets(&selection.objects, &mut found);
            renamed(&selection.objects, &mut found);
            out.extend(found.into_iter().map(|one| one.at(AttributePath::of(&["objects_json"]))));
        }
    }
    if let Some(selection) = config.objects.get() {
        check_selection(selection, out);
    }
}

/// What is wrong with a selection, wherever it stands.
pub(crate) fn check_selection(selection: &Map<Database>, out: &mut Diagnostics) {
    empty(selection, out);
    targets(selection, out);
    renamed(selection, out);
    if let Some(wire) = to_wire(selection) {
        size("objects", wire.len(), out);
    }
}

fn one_of(config: &TaskModel, out: &mut Diagnostics) {
    // What is unknown may turn out null.
    let (found, fix) = if config.objects.is_known() && config.objects_json.is_known() {
        ("Both objects and objects_json are set.", "remove objects or objects_json")
    } else if config.objects.is_null() && config.objects_json.is_null() {
        (
            "Neither objects nor objects_json is set, so no data is selected.",
            "set objects, for example objects = { \"database\" = {} } for a complete database",
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

fn nothing(place: &str, what: &str, fix: &str) -> tfplugin::diagnostic::Diagnostic {
    EMPTY.broken(
        objects_path(),
        &Violation {
            found: format!("{place} {what}."),
            allowed: "at least one object in each map".to_owned(),
            fix: fix.to_owned(),
        },
    )
}

fn empty(selection: &Map<Database>, out: &mut Diagnostics) {
    if selection.0.is_empty() {
        out.push(nothing(
            "objects",
            "is empty",
            "name at least one database, for example objects = { \"database\" = {} }",
        ));
    }
    for (name, database) in &selection.0 {
        let place = format!("objects[{name:?}]");
        let Attr::Known(database) = database else {
            if database.is_null() {
                out.push(nothing(&place, "is null", "set {} to migrate the complete database, or remove the key"));
            }
            continue;
        };
        match &database.tables {
            Attr::Known(tables) if tables.0.is_empty() => {
                out.push(nothing(
                    &format!("{place}.tables"),
                    "is empty",
                    "name the tables, or remove tables to migrate the complete database",
                ));
            }
            Attr::Known(tables) => in_tables(&place, tables, out),
            _ => {}
        }
        if database.other_objects.get().is_some_and(|kinds| {
            kinds.0.values().any(|names| {
                names.get().is_some_and(|names| names.0.is_empty() || names.0.values().any(Attr::is_null))
                    || names.is_null()
            }) || kinds.0.is_empty()
        }) {
            out.push(nothing(
                &format!("{place}.other_objects"),
                "has a kind without names",
                "name the objects, or remove the kind",
            ));
        }
    }
}

fn in_tables(place: &str, tables: &Map<Table>, out: &mut Diagnostics) {
    for (name, table) in &tables.0 {
        let place = || format!("{place}.tables[{name:?}]");
        match table {
            Attr::Null => {
                out.push(nothing(&place(), "is null", "set {} to migrate the complete table, or remove the key"))
            }
            Attr::Known(table) if table.columns.get().is_some_and(|columns| columns.0.values().any(Attr::is_null)) => {
                out.push(nothing(
                    &format!("{}.columns", place()),
                    "contains null",
                    "set {} to migrate the column without another name",
                ));
            }
            Attr::Known(table) if table.columns.get().is_some_and(|columns| columns.0.is_empty()) => {
                out.push(nothing(
                    &format!("{}.columns", place()),
                    "is empty",
                    "name the columns, or remove columns to migrate all of them",
                ));
            }
            _ => {}
        }
    }
}

/// The destination's full name of everything, and who has it.
fn targets(selection: &Map<Database>, out: &mut Diagnostics) {
    let mut databases: BTreeMap<&str, Vec<(&str, &Database)>> = BTreeMap::new();
    for (name, database) in selection.known() {
        if let Some(target) = target(name, &database.rename) {
            databases.entry(target).or_default().push((name, database));
        }
    }
    for (target, sources) in databases {
        // Databases may be merged as long as their tables differ.
        let whole = sources.iter().find(|(_, database)| database.tables.is_null() && database.other_objects.is_null());
        if sources.len() > 1 && whole.is_some() {
            let names: Vec<String> = sources.iter().map(|(name, _)| format!("objects[{name:?}]")).collect();
            out.push(twice(&names.join(" and "), "database", target));
        } else {
            tables_of(target, &sources, out);
        }
    }
}

fn tables_of(database_target: &str, sources: &[(&str, &Database)], out: &mut Diagnostics) {
    let tables = || sources.iter().flat_map(|(_, content)| content.tables.get()).flat_map(Map::known);
    // Names of one map differ by themselves.
    let differ = sources.len() == 1 && tables().all(|(_, table)| table.rename.is_null());
    let mut seen: HashMap<&str, (&str, &str)> = HashMap::new();
    for (database, content) in sources {
        for (name, table) in content.tables.get().into_iter().flat_map(Map::known) {
            columns_of(database, name, table, out);
            let Some(table_target) = target(name, &table.rename).filter(|_| !differ) else { continue };
            if let Some((first_database, first)) = seen.insert(table_target, (database, name)) {
                let both =
                    format!("objects[{first_database:?}].tables[{first:?}] and objects[{database:?}].tables[{name:?}]");
                out.push(twice(&both, "table", &format!("{database_target}.{table_target}")));
            }
        }
    }
}

fn columns_of(database: &str, table: &str, content: &Table, out: &mut Diagnostics) {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    for (name, column) in content.columns.get().into_iter().flat_map(Map::known) {
        let Some(column_target) = target(name, &column.rename) else { continue };
        if let Some(first) = seen.insert(column_target, name) {
            let both = format!("The columns {first:?} and {name:?} of objects[{database:?}].tables[{table:?}]");
            out.push(twice(&both, "column", column_target));
        }
    }
}

fn target<'n>(name: &'n str, rename: &'n Attr<String>) -> Option<&'n str> {
    match rename {
        Attr::Null => Some(name),
        Attr::Unknown => None,
        Attr::Known(rename) => Some(rename),
    }
}

fn twice(both: &str, kind: &str, target: &str) -> tfplugin::diagnostic::Diagnostic {
    TARGET_TWICE.broken(
        objects_path(),
        &Violation {
            found: format!("{both} would both be the {kind} {target:?} at the destination."),
            allowed: "a different name for each object".to_owned(),
            fix: "set another value for rename on one of them".to_owned(),
        },
    )
}

fn renamed(selection: &Map<Database>, out: &mut Diagnostics) {
    let most = limit("objects.renamed_tables").max;
    let tables = || selection.known().filter_map(|(_, database)| database.tables.get()).flat_map(Map::known);
    let count = tables().count();
    if i64::try_from(count).is_ok_and(|count| count <= most) {
        return;
    }
    let renames = tables().any(|(name, table)| {
        let differs = |name: &str, rename: &Attr<String>| rename.as_str().is_some_and(|rename| rename != name);
        differs(name, &table.rename)
            || table
                .columns
                .get()
                .is_some_and(|columns| columns.known().any(|(name, column)| differs(name, &column.rename)))
    });
    if renames {
        out.push(
            RENAMED.broken(
                objects_path(),
                &Violation {
                    found: format!("objects selects {count} tables and renames some of them or of their columns."),
                    allowed: format!("at most {most} tables in a task that renames"),
                    fix: "divide the tables among several tasks, select complete databases, or remove the renames"
                        .to_owned(),
                },
            ),
        );
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
