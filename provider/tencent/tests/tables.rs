//! Every row of the tables in `schemas/tencent` has its source, is there once, and names what exists.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn rows(file: &str, key: &str) -> Vec<Table> {
    let path = root().join("schemas/tencent").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let mut table: Table = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let Some(Value::Array(rows)) = table.remove(key) else { panic!("{file} has no {key}") };
    assert!(table.is_empty(), "{file} has other tables: {:?}", table.keys().collect::<Vec<_>>());
    rows.into_iter().map(|row| row.try_into().unwrap()).collect()
}

fn text<'a>(row: &'a Table, column: &str) -> &'a str {
    row.get(column).and_then(Value::as_str).unwrap_or_else(|| panic!("no text {column}: {row:?}"))
}

fn texts(row: &Table, column: &str) -> Vec<String> {
    row[column].as_array().unwrap().iter().map(|value| value.as_str().unwrap().to_owned()).collect()
}

fn names(file: &str, key: &str, column: &str) -> BTreeSet<String> {
    rows(file, key).iter().map(|row| text(row, column).to_owned()).collect()
}

/// File, key, identifying column, and the columns a row may have beside `note`, `source` and `seen`.
const TABLES: [(&str, &str, &str, &[&str]); 8] = [
    (
        "engines.toml",
        "engine",
        "engine",
        &["engine", "name", "source_side", "target_side", "cross_account", "node_types", "migrate_types"],
    ),
    ("links.toml", "link", "link", &["link", "sources", "destinations", "migrate_types"]),
    ("instance_classes.toml", "class", "class", &["class", "rank", "purchase"]),
    ("policies.toml", "policy", "policy", &["policy", "engines", "confirmed"]),
    ("check_items.toml", "item", "step_id", &["step_id", "order", "checks", "repair", "block"]),
    ("regions.toml", "region", "region", &["region", "name", "partition"]),
    ("limits.toml", "limit", "name", &["name", "unit", "min", "max", "default"]),
    ("unconfirmed.toml", "unconfirmed", "id", &["id", "what", "assumed", "where", "confirmed_by", "shown_by_run"]),
];

#[test]
fn every_row_has_its_source_and_is_there_once() {
    for (file, key, id, columns) in TABLES {
        let rows = rows(file, key);
        assert_eq!(names(file, key, id).len(), rows.len(), "{file}: a row is there twice");
        for row in &rows {
            assert!(!text(row, "source").is_empty() && text(row, "seen").len() == 10, "{file}: {row:?}");
            let known = |column: &str| columns.contains(&column) || ["note", "source", "seen"].contains(&column);
            let unknown: Vec<_> = row.keys().filter(|column| !known(column)).collect();
            assert!(unknown.is_empty(), "{file} {}: {unknown:?}", text(row, id));
        }
    }
}

#[test]
fn engines_have_known_values_and_policies_name_engines() {
    let engines = names("engines.toml", "engine", "engine");
    for row in rows("engines.toml", "engine") {
        let cross_account = text(&row, "cross_account");
        assert!(["yes", "ticket", "unconfirmed"].contains(&cross_account), "{cross_account}");
        assert!(row["source_side"] == Value::Boolean(true) || row["target_side"] == Value::Boolean(true));
        let types = texts(&row, "migrate_types");
        assert!(
            types.iter().all(|kind| ["structure", "full", "fullAndIncrement"].contains(&kind.as_str())),
            "{types:?}"
        );
    }
    for row in rows("policies.toml", "policy") {
        assert!(texts(&row, "engines").iter().all(|engine| engines.contains(engine)), "{row:?}");
    }
}

#[test]
fn what_is_not_confirmed_names_places_that_exist() {
    for row in rows("unconfirmed.toml", "unconfirmed") {
        for place in texts(&row, "where") {
            assert!(root().join(&place).exists(), "{}: {place}", text(&row, "id"));
        }
        for column in ["what", "assumed", "confirmed_by"] {
            assert!(!text(&row, column).ends_with('.'), "{} {column}", text(&row, "id"));
        }
    }
}

#[test]
fn ranges_are_ranges_and_partitions_follow_the_region() {
    for row in rows("limits.toml", "limit") {
        let number = |column: &str| row.get(column).and_then(Value::as_integer);
        assert!(number("min").unwrap_or(0) <= number("max").unwrap_or(i64::MAX), "{row:?}");
        assert!(number("min").is_some() || number("max").is_some(), "{row:?}");
    }
    for row in rows("regions.toml", "region") {
        let finance = text(&row, "region").ends_with("-fsi");
        assert_eq!(text(&row, "partition"), if finance { "finance" } else { "public" });
    }
}
