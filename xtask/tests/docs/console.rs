//! The way from the console names arguments that exist, and none is left without its field.

use std::collections::BTreeSet;

use xtask::docs::schema::{Attribute, Block};

use crate::{made, sources};

/// What stands between the bars of a row.
fn cells(line: &str) -> Vec<&str> {
    line.split('|').skip(1).map(str::trim).collect()
}

/// The arguments the second column names, as dotted paths with the resource first.
fn named() -> BTreeSet<String> {
    let page = made().remove("docs/guides/from-the-console.md").unwrap();
    let (fields, _) = page.split_once("## API values of the arguments").unwrap();
    let rows = fields.lines().filter(|line| line.starts_with('|')).map(cells);
    let column =
        rows.filter(|cells| cells[0] != "Console" && !cells[1].starts_with("provider: ")).map(|cells| cells[1]);
    let codes = column.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    codes
        .map(|code| if code.starts_with("dts_") { code.to_owned() } else { format!("dts_migration_task.{code}") })
        .collect()
}

fn paths(block: &Block, path: &str, found: &mut BTreeSet<String>) {
    attributes(block.attributes.iter(), path, found);
    for (name, nested) in &block.blocks {
        found.insert(format!("{path}.{name}"));
        paths(&nested.block, &format!("{path}.{name}"), found);
    }
}

fn attributes<'a>(all: impl Iterator<Item = (&'a String, &'a Attribute)>, path: &str, found: &mut BTreeSet<String>) {
    for (name, attribute) in all {
        found.insert(format!("{path}.{name}"));
        if let Some(nested) = &attribute.nested_type {
            attributes(nested.attributes.iter(), &format!("{path}.{name}"), found);
        }
    }
}

#[test]
fn every_argument_the_guide_names_exists() {
    let sources = sources();
    let mut all = BTreeSet::new();
    for (name, schema) in &sources.provider.resources {
        paths(&schema.block, name, &mut all);
    }
    let named = named();
    // The schema does not have the keys of `objects`; the page of the task describes them.
    let page = made().remove("docs/resources/migration_task.md").unwrap();
    let is_key = |path: &str| {
        path.starts_with("dts_migration_task.objects.")
            && path.rsplit('.').next().is_some_and(|key| page.contains(&format!("`{key}`")))
    };
    let unknown: Vec<&String> = named.difference(&all).filter(|path| !is_key(path)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    assert!(named.len() > 50, "{named:?}");
}

/// What the console has no field for, or the same one as for `source`.
const NO_FIELD: [&str; 7] =
    ["checkpoint", "reserve", "timeouts", "destination", "allow_restart", "restart_on_loss", "on_destroy"];

#[test]
fn every_argument_of_a_task_has_its_field() {
    let sources = sources();
    let block = &sources.provider.resources["dts_migration_task"].block;
    let settable = block.attributes.iter().filter(|(_, attribute)| attribute.required || attribute.optional);
    let named = named();
    for name in settable.map(|(name, _)| name).chain(block.blocks.keys()) {
        let path = format!("dts_migration_task.{name}");
        let is_named = named.iter().any(|named| *named == path || named.starts_with(&format!("{path}.")));
        assert!(is_named || NO_FIELD.contains(&name.as_str()), "{name} has no line");
    }
}
