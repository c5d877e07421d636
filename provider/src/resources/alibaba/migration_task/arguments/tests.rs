use std::collections::BTreeSet;

use alibaba::dts::JobStatus;

use super::*;

/// Written by the acceptance tests of the transition matrix, and the source of the documentation's page about changes.
const MEASURED: &str = include_str!("../../../../../../acceptance-tests/suite/measured/changes.toml");

/// Statuses of a job that has started.
const STARTED: [JobStatus; 8] = [
    JobStatus::Migrating,
    JobStatus::Suspending,
    JobStatus::Retrying,
    JobStatus::MigrationFailed,
    JobStatus::Upgrade,
    JobStatus::Downgrade,
    JobStatus::Locked,
    JobStatus::Finished,
];

#[test]
fn an_argument_is_named_by_the_one_that_is_set() {
    let task = |end: Endpoint| TaskModel { source: end.into(), ..TaskModel::default() };
    let name = |path: &str, task: &TaskModel| Argument::named(path).name(task);
    let stored = task(Endpoint { password: "x".into(), ..Endpoint::default() });
    assert_eq!(name("source.password", &stored), "source.password");
    assert_eq!(name("source.password", &task(Endpoint::default())), "source.password_wo_version");
    assert_eq!(name("objects", &TaskModel { objects_json: "{}".into(), ..TaskModel::default() }), "objects_json");
    assert_eq!(Argument::Rerun.path(&TaskModel::default()), AttributePath::of(&["precheck", "rerun"]));
    let key = Argument::ReserveKey("any.key".to_owned()).path(&TaskModel::default());
    assert_eq!(key, AttributePath::of(&["reserve"]).key("any.key"));
}

#[test]
fn every_path_is_in_the_table_once() {
    let task = task_rows().map(|row| row.path.to_owned());
    let ends = endpoint::ROWS.iter().map(|row| format!("source.{}", row.path));
    let all: Vec<String> = task.chain(ends).collect();
    let different: std::collections::BTreeSet<&String> = all.iter().collect();
    assert_eq!(different.len(), all.len(), "{all:?}");
}

/// The arguments of the table, and `precheck.rerun`, by their path.
fn all() -> Vec<(String, Option<Call>)> {
    // No call changes the objects of a migration.
    let change = |row: &Row<TaskModel>| row.change.filter(|call| *call != Call::Objects);
    let of_task =
        task_rows().filter(|row| !row.path.starts_with("two_way.")).map(|row| (row.path.to_owned(), change(row)));
    // The row of the block `wire` only reads it: its arguments belong to the rows of engine and access method.
    let named = endpoint::ROWS.iter().filter(|row| row.path != "wire");
    let of_side = |side: Side| named.clone().map(move |row| (format!("{}.{}", side.block(), row.path), row.change));
    let rerun = [("precheck.rerun".to_owned(), None)];
    of_task.chain(of_side(Side::Source)).chain(of_side(Side::Destination)).chain(rerun).collect()
}

/// The row of a measured argument: of a block or map that is one row, each argument is measured.
fn row_of(measured: &str) -> Option<(String, Option<Call>)> {
    let measured = match measured {
        "objects_json" => "objects".to_owned(),
        // Two arguments that are sent as one value are one row.
        _ => measured
            .replace(".password_wo_version", ".password")
            .replace(".password_wo", ".password")
            .replace(".wire.engine", ".engine")
            .replace(".wire.instance_type", ".access_method"),
    };
    let has = |path: &str| measured.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    all().into_iter().find(|(path, _)| has(path))
}

/// How a change in a status after the start ends, by the table.
fn expected(call: Option<Call>, status: &JobStatus) -> &'static str {
    let row = CallRow::all().iter().find(|row| Some(row.call) == call);
    match row {
        None => "refused: late-change",
        Some(row) if row.statuses.contains(status) => "in place: ",
        Some(_) => "refused: change-in-status",
    }
}

#[test]
fn the_measured_changes_are_those_of_the_table() {
    let measured: toml::Table = MEASURED.parse().unwrap();
    let mut seen = BTreeSet::new();
    for change in measured["change"].as_array().unwrap() {
        let text = |key: &str| change.get(key).and_then(toml::Value::as_str);
        let (Some("dts_migration_task"), Some(name)) = (text("resource"), text("argument")) else { continue };
        let Some((path, call)) = row_of(name) else {
            assert_eq!(text("Migrating"), Some("in place, nothing to call"), "{name} has no row");
            continue;
        };
        seen.insert(path);
        for status in &STARTED {
            // Another access method comes with another instance, host or VPC.
            let found = text(status.as_str()).unwrap().replace("change-in-status, late-change", "late-change");
            assert!(found.starts_with(expected(call, status)), "{name} at {status}: {found}");
        }
    }
    let missing: Vec<String> = all().into_iter().map(|(path, _)| path).filter(|path| !seen.contains(path)).collect();
    assert_eq!(missing, [""; 0], "not measured");
}
