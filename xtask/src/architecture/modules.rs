//! The modules of a crate, read from its source files.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::Context;
use syn::{Attribute, Item, ItemMod, Meta};

use super::imports::{self, Import};

/// The path of a module from the crate's root: `["a", "b"]` for `crate::a::b`.
pub(super) type ModulePath = Vec<String>;

/// A module: what it imports, and which names it has by import.
#[derive(Default)]
pub(super) struct Module {
    /// The file it is in.
    pub(super) file: PathBuf,
    /// Every path the module names that begins with `crate`, `self` or `super`, or with one of its child modules.
    pub(super) imports: Vec<Import>,
    /// Names that are imported: the name in this module, and the path it stands for.
    pub(super) names: BTreeMap<String, Vec<String>>,
}

/// All modules of a crate.
pub(super) type Modules = BTreeMap<ModulePath, Module>;

/// Reads the modules of a crate from its root file. Modules for tests only are left out.
pub(super) fn of_crate(root: &Path) -> anyhow::Result<Modules> {
    let mut modules = Modules::new();
    let folder = root.parent().unwrap_or(Path::new("."));
    read_file(root, folder, ModulePath::new(), &mut modules)?;
    Ok(modules)
}

fn read_file(file: &Path, folder: &Path, path: ModulePath, modules: &mut Modules) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let parsed = syn::parse_file(&text).with_context(|| format!("cannot parse {}", file.display()))?;
    read_items(parsed.items, file, folder, path, modules)
}

fn read_items(
    items: Vec<Item>,
    file: &Path,
    folder: &Path,
    path: ModulePath,
    modules: &mut Modules,
) -> anyhow::Result<()> {
    let items: Vec<Item> =
        items.into_iter().filter(|item| !imports::attributes(item).iter().any(is_for_tests)).collect();
    let children: Vec<String> = items.iter().filter_map(|item| Some(module(item)?.ident.to_string())).collect();
    let (imports, names) = imports::of_items(&items, &children);
    modules.insert(path.clone(), Module { file: file.to_owned(), imports, names });
    for child in items.into_iter().filter_map(|item| if let Item::Mod(module) = item { Some(module) } else { None }) {
        let name = child.ident.to_string();
        let below = folder.join(&name);
        let child_path: ModulePath = path.iter().cloned().chain([name.clone()]).collect();
        match child.content {
            Some((_, items)) => read_items(items, file, &below, child_path, modules)?,
            None => {
                let beside = folder.join(format!("{name}.rs"));
                let file = if beside.is_file() { beside } else { below.join("mod.rs") };
                read_file(&file, &below, child_path, modules)?;
            }
        }
    }
    Ok(())
}

fn module(item: &Item) -> Option<&ItemMod> {
    if let Item::Mod(module) = item { Some(module) } else { None }
}

/// Whether an attribute is `#[cfg(test)]`, or a `cfg` that can hold only in tests and fuzz builds.
fn is_for_tests(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let condition = list.tokens.to_string();
    list.path.is_ident("cfg") && !condition.contains("not") && (condition == "test" || condition.contains("fuzzing"))
}
