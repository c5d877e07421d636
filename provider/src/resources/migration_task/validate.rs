//! Rules across the arguments of a task. Unknown values are passed over.

use tfplugin::{diagnostic::Diagnostics, model::Set, path::AttributePath};

use super::{
    endpoint::{Side, check_passwords},
    model::TaskModel,
};

/// Runs all.
pub(super) fn validate(config: &TaskModel, out: &mut Diagnostics) {
    for (side, end) in [(Side::Source, &config.source), (Side::Destination, &config.destination)] {
        if let Some(end) = end.get() {
            check_passwords(side, end, out);
        }
    }
    migration_types(config, out);
    objects(config, out);
    retry(config, out);
}

fn migration_types(config: &TaskModel, out: &mut Diagnostics) {
    if config.migration_types.get().is_some_and(|types| types.0.is_empty()) {
        out.error(
            AttributePath::of(&["migration_types"]),
            "Nothing to migrate",
            "migration_types is empty. Write [\"schema\", \"full\"] to copy once, or [\"schema\", \"full\", \"incremental\"] to copy and then follow changes until the cut-over.",
        );
    }
    let full_alone = config.migration_types.get().filter(|types| !types.has_unknown()).is_some_and(|types| {
        let has = |kind: &str| Set::known(types).any(|one| one == kind);
        has("incremental") && has("schema") && !has("full")
    });
    if full_alone {
        out.error(
            AttributePath::of(&["migration_types"]),
            "Schema and incremental migration without full migration",
            "migration_types has schema and incremental: the tables would be made and stay empty but for new changes. Add \"full\", or leave out \"schema\" where the destination already holds the data.",
        );
    }
}

fn objects(config: &TaskModel, out: &mut Diagnostics) {
    let path = AttributePath::of(&["objects"]);
    let Some(selection) = config.objects.get() else { return };
    if selection.0.is_empty() {
        out.error(
            path.clone(),
            "Nothing to migrate",
            "objects is empty. Write objects = { \"database\" = {} } to migrate a whole database.",
        );
    }
    for (name, database) in &selection.0 {
        let tables = database.get().and_then(|database| database.tables.get());
        let empty_table = tables.and_then(|tables| tables.0.iter().find(|(_, table)| table.is_null()));
        if database.is_null() || empty_table.is_some() {
            let table = empty_table.map(|(table, _)| format!(".tables[{table:?}]")).unwrap_or_default();
            out.error(
                path.clone(),
                "Nothing selected",
                format!("objects[{name:?}]{table} is null. Write {{}} to migrate it whole, or leave it out."),
            );
        }
    }
    for (name, database) in selection.known() {
        if database.tables.get().is_some_and(|tables| tables.0.is_empty()) {
            out.error(
                path.clone(),
                "No tables",
                format!("objects[{name:?}].tables is empty: nothing of the database would be migrated. Name tables, or leave out tables to migrate the whole database."),
            );
        }
    }
}

fn retry(config: &TaskModel, out: &mut Diagnostics) {
    let Some(retry) = config.retry.get() else { return };
    if retry.connection_minutes.is_unknown() || retry.other_minutes.is_unknown() {
        return;
    }
    let (connection, other) = (retry.connection_minutes.or(720), retry.other_minutes.or(10));
    if other >= connection {
        out.error(
            AttributePath::of(&["retry", "other_minutes"]),
            "Retry times do not fit",
            format!("retry.other_minutes is {other} and retry.connection_minutes {connection}; DTS demands that other_minutes is the smaller one. Write at most {}.", connection.saturating_sub(1)),
        );
    }
}

#[cfg(test)]
mod tests {
    use tfplugin::model::{Attr, Map};

    use super::{
        super::model::{Database, Retry},
        *,
    };

    fn found(config: &TaskModel) -> Vec<String> {
        let mut out = Diagnostics::new();
        validate(config, &mut out);
        out.into_iter().map(|diagnostic| diagnostic.summary).collect()
    }

    fn types(types: &[&str]) -> TaskModel {
        TaskModel {
            migration_types: Attr::Known(types.iter().map(|one| (*one).to_owned()).collect()),
            ..TaskModel::default()
        }
    }

    #[test]
    fn migration_types_must_make_sense_together() {
        assert_eq!(found(&types(&[])), ["Nothing to migrate"]);
        assert_eq!(
            found(&types(&["schema", "incremental"])),
            ["Schema and incremental migration without full migration"]
        );
        for good in [&["schema", "full"][..], &["schema", "full", "incremental"], &["incremental"]] {
            assert!(found(&types(good)).is_empty(), "{good:?}");
        }
        let unknown = TaskModel { migration_types: Attr::Unknown, ..TaskModel::default() };
        assert!(found(&unknown).is_empty());
    }

    #[test]
    fn an_empty_selection_is_refused() {
        let with = |selection: Map<Database>| TaskModel { objects: Attr::Known(selection), ..TaskModel::default() };
        assert_eq!(found(&with(Map::default())), ["Nothing to migrate"]);
        let database = |tables| [("shop".to_owned(), Database { tables, ..Database::default() })].into_iter().collect();
        assert_eq!(found(&with(database(Attr::Known(Map::default())))), ["No tables"]);
        assert!(found(&with(database(Attr::Null))).is_empty());
        let null_database = Map([("shop".to_owned(), Attr::Null)].into());
        assert_eq!(found(&with(null_database)), ["Nothing selected"]);
    }

    #[test]
    fn other_retries_are_shorter_than_connection_retries() {
        let retry = |connection: Attr<i64>, other: Attr<i64>| TaskModel {
            retry: Attr::Known(Retry { connection_minutes: connection, other_minutes: other }),
            ..TaskModel::default()
        };
        assert_eq!(found(&retry(10.into(), Attr::Null)), ["Retry times do not fit"]);
        assert!(found(&retry(11.into(), Attr::Null)).is_empty());
        assert!(found(&retry(Attr::Unknown, 1440.into())).is_empty());
    }
}
