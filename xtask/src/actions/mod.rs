//! The request and answer structs of the clients, generated.
//!
//! `schemas/<cloud>/actions/*.json` has every parameter and answer key of an action, from the cloud's SDK or API description.
//! `provider/<cloud>/actions/*.toml` selects which of them the client has, with the names and the documentation of the Rust
//! items, what repeating the action does and what its answer must have. The output is checked in, so that a build needs no generator.

mod clouds;
mod facts;
mod names;
mod render;
mod requires;
mod selection;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use self::clouds::{CLOUDS, Cloud};
use crate::repository;

/// Writes the generated files and removes those that are no longer generated.
///
/// # Errors
/// When a selection does not fit the facts, or a file cannot be written.
pub fn write() -> anyhow::Result<()> {
    let generated = generate()?;
    for path in checked_in()?.keys().filter(|path| !generated.contains_key(*path)) {
        fs::remove_file(path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    for (path, text) in &generated {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// The generated files that differ from what would be written.
///
/// # Errors
/// When a selection does not fit the facts, or a file cannot be read.
pub fn check() -> anyhow::Result<Vec<String>> {
    let (generated, checked_in) = (generate()?, checked_in()?);
    let paths: BTreeSet<&PathBuf> = generated.keys().chain(checked_in.keys()).collect();
    let stale = paths.into_iter().filter(|path| generated.get(*path) != checked_in.get(*path));
    Ok(stale
        .map(|path| {
            let path = path.strip_prefix(repository::root()).unwrap_or(path);
            format!("{} is not up to date: run `cargo run -p xtask -- actions`", path.display())
        })
        .collect())
}

/// Path and text of each file.
fn generate() -> anyhow::Result<BTreeMap<PathBuf, String>> {
    let mut files = BTreeMap::new();
    for cloud in &CLOUDS {
        let mut catalogue = Vec::new();
        for service in cloud.services {
            let facts = facts::read(cloud, service)?;
            let selection = selection::read(cloud, service)?;
            let modules = render::service(cloud, service, &selection, &facts)
                .with_context(|| format!("{} does not fit {}", cloud.selection(service), cloud.facts(service)))?;
            let folder = folder(cloud, service);
            files.extend(modules.into_iter().map(|(name, text)| (folder.join(format!("{name}.rs")), text)));
            catalogue.extend(selection.actions.iter().map(|action| (service, action.name.clone())));
        }
        files.insert(catalogue_file(cloud), render::catalogue(cloud, &catalogue));
    }
    Ok(files)
}

fn folder(cloud: &Cloud, service: &str) -> PathBuf {
    repository::root().join(cloud.client()).join("src").join(service).join("generated")
}

fn catalogue_file(cloud: &Cloud) -> PathBuf {
    repository::root().join(cloud.client()).join("src/catalogue/actions.rs")
}

/// Path and text of each file that is there.
fn checked_in() -> anyhow::Result<BTreeMap<PathBuf, String>> {
    let mut paths = Vec::new();
    for cloud in &CLOUDS {
        paths.push(catalogue_file(cloud));
        for service in cloud.services {
            // Before the first generation there is no folder.
            let Ok(entries) = fs::read_dir(folder(cloud, service)) else { continue };
            for entry in entries {
                paths.push(entry?.path());
            }
        }
    }
    let read = |path: PathBuf| Some((fs::read_to_string(&path).ok()?, path));
    Ok(paths.into_iter().filter_map(read).map(|(text, path)| (path, text)).collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_generated_structs_are_up_to_date() {
        let stale = super::check().unwrap();
        assert!(stale.is_empty(), "{stale:#?}");
    }
}
