//! The tables of data synchronization in `schemas/alibaba`, which are in no program yet.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::path::Path;

use toml::{Table, Value};

fn rows(file: &str, key: &str) -> Vec<Table> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/alibaba").join(file);
    let mut table: Table = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let Some(Value::Array(rows)) = table.remove(key) else { panic!("{file} has no {key}") };
    rows.into_iter().map(|row| row.try_into().unwrap()).collect()
}

fn text<'a>(row: &'a Table, column: &str) -> &'a str {
    row.get(column).and_then(Value::as_str).unwrap_or_else(|| panic!("no text {column}: {row:?}"))
}

/// The pairs of a table, each with its document and once.
fn pairs(file: &str, columns: &[&str]) -> BTreeSet<(String, String)> {
    let rows = rows(file, "pair");
    for row in &rows {
        assert!(!text(row, "document").is_empty() && text(row, "seen").len() == 10, "{row:?}");
        let known = |column: &str| ["source", "destination", "note", "document", "seen"].contains(&column);
        assert!(row.keys().all(|column| known(column) || columns.contains(&column.as_str())), "{row:?}");
        assert!(columns.iter().all(|column| row.contains_key(*column)), "{row:?}");
    }
    let found: BTreeSet<_> =
        rows.iter().map(|row| (text(row, "source").to_owned(), text(row, "destination").to_owned())).collect();
    assert_eq!(found.len(), rows.len(), "{file}: a pair is there twice");
    found
}

#[test]
fn a_pair_of_two_directions_has_known_engines_and_its_opposite() {
    let columns = ["self_managed", "cross_account", "upgrade", "conflict_policies"];
    let found = pairs("two_way_pairs.toml", &columns);
    let engines = rows("engines.toml", "engine");
    let engines: BTreeSet<&str> = engines.iter().map(|row| text(row, "engine")).collect();
    for (source, destination) in &found {
        assert!(engines.contains(source.as_str()) && engines.contains(destination.as_str()), "{source} {destination}");
        assert!(found.contains(&(destination.clone(), source.clone())), "{destination} {source}");
    }
    // Only two databases of the same kind can both belong to other accounts.
    let across = rows("two_way_pairs.toml", "pair").into_iter().filter(|row| row["cross_account"] == true.into());
    let across: Vec<String> =
        across.map(|row| format!("{} {}", text(&row, "source"), text(&row, "destination"))).collect();
    assert_eq!(across, ["mysql mysql", "polardb_mysql polardb_mysql", "redis redis", "mongodb mongodb"]);
}

#[test]
fn a_pair_of_one_direction_has_its_initial_phases() {
    assert!(pairs("synchronization_pairs.toml", &["initial_phases"]).len() > 30);
    for row in rows("synchronization_pairs.toml", "pair") {
        let phases: Vec<&str> = row["initial_phases"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!([&["schema"][..], &["full"], &["schema", "full"]].contains(&&phases[..]), "{row:?}");
    }
}

#[test]
fn the_classes_are_sorted_by_speed() {
    let rows = rows("synchronization_classes.toml", "class");
    let speed: Vec<_> = rows.iter().map(|row| (row["rank"].as_integer(), row["max_rps"].as_integer())).collect();
    assert!(speed.is_sorted() && rows.len() == 9);
    assert!(rows.iter().all(|row| !text(row, "source").is_empty() && text(row, "seen").len() == 10));
}
