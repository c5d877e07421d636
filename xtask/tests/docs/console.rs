//! The way from the console names arguments that exist, and none is left without its field.

use std::collections::BTreeSet;

use xtask::docs::schema::{Attribute, Block};

use crate::{made, sources};

/// A guide from the console of a cloud.
struct Guide {
    page: &'static str,
    /// The resource of the arguments without a prefix.
    task: &'static str,
    /// The heading at which the fields of the console end.
    end: &'static str,
    /// The page with the keys of `objects`, which the schema does not have.
    objects: &'static str,
    /// Resources each of whose arguments has a field, except these arguments.
    complete: &'static [(&'static str, &'static [&'static str])],
}

/// What no console has a field for, or the same one as for `source`.
const OF_TERRAFORM: [&str; 2] = ["timeouts", "destination"];

const GUIDES: [Guide; 2] = [
    Guide {
        page: "docs/guides/from-the-console.md",
        task: "dts_migration_task",
        end: "## API values of the arguments",
        objects: "docs/resources/migration_task.md",
        complete: &[(
            "dts_migration_task",
            &["checkpoint", "reserve", "allow_restart", "restart_on_loss", "on_destroy"],
        )],
    },
    Guide {
        page: "docs/guides/tencent-from-the-console.md",
        task: "dts_tencent_migration_task",
        end: "## The complete configuration",
        objects: "docs/resources/tencent_migration_task.md",
        complete: &[
            ("dts_tencent_migration_task", &["wait_for", "on_destroy"]),
            ("dts_tencent_migration_instance", &["restart_on_loss"]),
            ("dts_cam_role_trust", &["description", "session_duration", "force_detach_policies"]),
            ("dts_cam_assume_role_grant", &["force_detach"]),
        ],
    },
];

/// What stands between the bars of a row.
fn cells(line: &str) -> Vec<&str> {
    line.split('|').skip(1).map(str::trim).collect()
}

/// The arguments that the column *Terraform* of a guide names, as dotted paths with the resource first.
fn named(guide: &Guide) -> BTreeSet<String> {
    let page = made().remove(guide.page).unwrap();
    let (fields, _) = page.split_once(guide.end).unwrap();
    let mut column = 0;
    let mut found = BTreeSet::new();
    for cells in fields.lines().filter(|line| line.starts_with('|')).map(cells) {
        if let Some(heading) = cells.iter().position(|cell| *cell == "Terraform") {
            column = heading;
            continue;
        }
        if cells[column].starts_with("provider: ") || cells[column].contains(": ") {
            continue;
        }
        let codes = cells[column].split('`').skip(1).step_by(2);
        found.extend(
            codes.map(|code| if code.starts_with("dts_") { code.to_owned() } else { format!("{}.{code}", guide.task) }),
        );
    }
    found
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
fn every_argument_the_guides_name_exists() {
    let sources = sources();
    let mut all = BTreeSet::new();
    for (name, schema) in &sources.provider.resources {
        all.insert(name.clone());
        paths(&schema.block, name, &mut all);
    }
    for guide in &GUIDES {
        let named = named(guide);
        let page = made().remove(guide.objects).unwrap();
        let is_key = |path: &str| {
            path.starts_with(&format!("{}.objects.", guide.task))
                && path.rsplit('.').next().is_some_and(|key| page.contains(&format!("`{key}`")))
        };
        let unknown: Vec<&String> = named.difference(&all).filter(|path| !is_key(path)).collect();
        assert!(unknown.is_empty(), "{}: {unknown:?}", guide.page);
        assert!(named.len() > 50, "{}: {named:?}", guide.page);
    }
}

#[test]
fn every_argument_has_its_field() {
    let sources = sources();
    for guide in &GUIDES {
        let named = named(guide);
        for (resource, no_field) in guide.complete {
            let block = &sources.provider.resources[*resource].block;
            let settable = block.attributes.iter().filter(|(_, attribute)| attribute.required || attribute.optional);
            for name in settable.map(|(name, _)| name).chain(block.blocks.keys()) {
                let path = format!("{resource}.{name}");
                let is_named = named.iter().any(|named| *named == path || named.starts_with(&format!("{path}.")));
                let has_none = no_field.contains(&name.as_str()) || OF_TERRAFORM.contains(&name.as_str());
                assert!(is_named != has_none, "{}: {path}: named {is_named}, without a field {has_none}", guide.page);
            }
        }
    }
}
