//! Circles between the modules of a crate.
//!
//! At each level of the module tree, a child module with all that is below it is one node, and an import from one
//! child's tree into another's is an arrow. The arrows of a level must not form a circle. An import between a module and one
//! of its descendants is not an arrow: a parent is the interface of its children.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::modules::{ModulePath, Modules};

/// How many names an import may be followed through.
const MAX_STEPS: usize = 16;

/// Modules of one level that import each other.
pub(super) struct Circle {
    /// The modules, as `crate::a::b`, sorted.
    pub(super) modules: Vec<String>,
    /// An import for each arrow: from, to, file, line.
    arrows: Vec<(String, String, String)>,
}

impl Circle {
    /// A sentence with one import for each arrow.
    pub(super) fn describe(&self, package: &str, root: &Path) -> String {
        let mut text = format!("{package}: these modules import each other: {}", self.modules.join(", "));
        for (from, to, place) in &self.arrows {
            let place = place.strip_prefix(&format!("{}/", root.display())).unwrap_or(place);
            text.push_str(&format!("\n    {from} -> {to}   {place}"));
        }
        text
    }
}

/// The arrows of one level: (from, to) and the place of one import.
type Arrows = BTreeMap<(String, String), String>;

/// All circles of a crate.
pub(super) fn find(modules: &Modules) -> Vec<Circle> {
    let mut levels: BTreeMap<ModulePath, Arrows> = BTreeMap::new();
    for (path, module) in modules {
        for import in &module.imports {
            let Some(target) = resolve(modules, path, &import.path, MAX_STEPS) else { continue };
            let common = path.iter().zip(&target).take_while(|(a, b)| a == b).count();
            if common < path.len() && common < target.len() {
                let arrow = (path[common].clone(), target[common].clone());
                let place = format!("{}:{}", module.file.display(), import.line);
                levels.entry(path[..common].to_vec()).or_default().entry(arrow).or_insert(place);
            }
        }
    }
    levels.iter().flat_map(|(level, arrows)| circles_of(level, arrows)).collect()
}

/// The module in which a path ends. Names that a module imports are followed to the module they come from.
fn resolve(modules: &Modules, from: &ModulePath, path: &[String], steps: usize) -> Option<ModulePath> {
    let mut at: ModulePath = from.clone();
    let mut rest = path;
    match rest.first().map(String::as_str) {
        Some("crate") => {
            at.clear();
            rest = &rest[1..];
        }
        Some("self") => rest = &rest[1..],
        _ => {}
    }
    while rest.first().is_some_and(|segment| segment == "super") {
        at.pop()?;
        rest = &rest[1..];
    }
    while let Some(segment) = rest.first() {
        let mut below = at.clone();
        below.push(segment.clone());
        if modules.contains_key(&below) {
            at = below;
            rest = &rest[1..];
            continue;
        }
        if let Some(target) = modules.get(&at).and_then(|module| module.names.get(segment)) {
            let is_of_crate = matches!(target.first().map(String::as_str), Some("crate" | "self" | "super"))
                || target.first().is_some_and(|first| modules.contains_key(&child(&at, first)));
            // A name from another crate: the module that imports it is where the path ends.
            if !is_of_crate || steps == 0 || target.as_slice() == path {
                return Some(at);
            }
            let through: Vec<String> = target.iter().chain(&rest[1..]).cloned().collect();
            return resolve(modules, &at, &through, steps - 1);
        }
        break;
    }
    Some(at)
}

fn child(path: &ModulePath, name: &str) -> ModulePath {
    path.iter().cloned().chain([name.to_owned()]).collect()
}

fn circles_of(level: &ModulePath, arrows: &Arrows) -> Vec<Circle> {
    let nodes: BTreeSet<&String> = arrows.keys().flat_map(|(from, to)| [from, to]).collect();
    let reach: BTreeMap<&String, BTreeSet<&String>> =
        nodes.iter().map(|node| (*node, reachable(node, arrows))).collect();
    let mut left: BTreeSet<&String> = nodes.into_iter().filter(|node| reach[*node].contains(*node)).collect();
    let mut circles = Vec::new();
    while let Some(first) = left.pop_first() {
        let mut members: Vec<&String> = left
            .iter()
            .copied()
            .filter(|other| reach[first].contains(*other) && reach[*other].contains(first))
            .collect();
        members.push(first);
        members.sort();
        left.retain(|node| !members.contains(node));
        let name = |module: &String| {
            ["crate".to_owned()].iter().chain(level).chain([module]).cloned().collect::<Vec<_>>().join("::")
        };
        let of_circle = |from: &String, to: &String| members.contains(&from) && members.contains(&to);
        circles.push(Circle {
            modules: members.iter().map(|module| name(module)).collect(),
            arrows: arrows
                .iter()
                .filter(|((from, to), _)| of_circle(from, to))
                .map(|((from, to), place)| (from.clone(), to.clone(), place.clone()))
                .collect(),
        });
    }
    circles
}

fn reachable<'a>(from: &String, arrows: &'a Arrows) -> BTreeSet<&'a String> {
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        for (_, to) in arrows.keys().filter(|(start, _)| start == node) {
            if found.insert(to) {
                open.push(to);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, path::PathBuf};

    use super::{
        super::{imports, modules::Module},
        *,
    };

    /// Modules from their paths and texts.
    fn modules(texts: &[(&str, &str)]) -> Modules {
        let path = |name: &str| name.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let parse = |name: &str, text: &str| {
            let below =
                |other: &&str| path(other).len() == path(name).len() + 1 && path(other).starts_with(&path(name));
            let children: Vec<String> =
                texts.iter().map(|(other, _)| *other).filter(below).filter_map(|other| path(other).pop()).collect();
            let (imports, names) = imports::of_items(&syn::parse_file(text).unwrap().items, &children);
            Module { file: PathBuf::from(format!("{name}.rs")), imports, names }
        };
        texts.iter().map(|(name, text)| (path(name), parse(name, text))).collect::<BTreeMap<_, _>>()
    }

    fn found(texts: &[(&str, &str)]) -> Vec<Vec<String>> {
        find(&modules(texts)).into_iter().map(|circle| circle.modules).collect()
    }

    #[test]
    fn two_modules_that_import_each_other_are_a_circle() {
        let circle = [("", ""), ("a", "use crate::b::B;"), ("b", "use super::a::A;")];
        assert_eq!(found(&circle), [["crate::a", "crate::b"]]);
        assert_eq!(found(&[("", ""), ("a", "use crate::b::B;"), ("b", "")]), [[""; 0]; 0]);
    }

    #[test]
    fn a_name_is_followed_through_the_parent_that_imports_it() {
        let root = ("", "mod a; mod b; pub use b::B;");
        assert_eq!(found(&[root, ("a", "use super::B;"), ("b", "use crate::a::A;")]), [["crate::a", "crate::b"]]);
        assert_eq!(found(&[root, ("a", "use super::B;"), ("b", "")]), [[""; 0]; 0]);
    }

    #[test]
    fn folders_count_with_all_that_is_in_them() {
        let modules = [
            ("", ""),
            ("a", ""),
            ("a::deep", "fn f() { crate::b::run(); }"),
            ("b", ""),
            ("b::deep", "fn f() { m!(crate::a::deep::X) }"),
        ];
        assert_eq!(found(&modules), [["crate::a", "crate::b"]]);
    }

    #[test]
    fn a_parent_and_its_child_are_no_circle() {
        assert_eq!(found(&[("", ""), ("a", "mod c; use c::C;"), ("a::c", "use super::A;")]), [[""; 0]; 0]);
    }
}
