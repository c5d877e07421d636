//! The paths that the items of a module name.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Item, UseTree, spanned::Spanned, visit::Visit};

/// A path that a module names, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Import {
    /// The segments, from `crate`, `self`, `super` or the name of a child module on.
    pub(super) path: Vec<String>,
    /// The line in the module's file.
    pub(super) line: usize,
}

/// The attributes of an item.
pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// The imports of a module, and the names its `use` items bring in. Items of child modules are not included.
pub(super) fn of_items(items: &[Item], children: &[String]) -> (Vec<Import>, BTreeMap<String, Vec<String>>) {
    let mut visitor = Paths { children, imports: Vec::new(), names: BTreeMap::new() };
    for item in items.iter().filter(|item| !matches!(item, Item::Mod(_))) {
        visitor.visit_item(item);
    }
    (visitor.imports, visitor.names)
}

struct Paths<'a> {
    children: &'a [String],
    imports: Vec<Import>,
    names: BTreeMap<String, Vec<String>>,
}

impl Paths<'_> {
    fn add(&mut self, path: Vec<String>, line: usize) {
        let begins_here = path
            .first()
            .is_some_and(|first| matches!(first.as_str(), "crate" | "self" | "super") || self.children.contains(first));
        if begins_here && path.len() > 1 {
            self.imports.push(Import { path, line });
        }
    }

    fn add_use(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: String| before.iter().cloned().chain([name]).collect::<Vec<String>>();
        match tree {
            UseTree::Path(path) => self.add_use(&path.tree, &with(path.ident.to_string())),
            UseTree::Group(group) => group.items.iter().for_each(|item| self.add_use(item, before)),
            UseTree::Glob(glob) => self.add(before.to_vec(), glob.span().start().line),
            UseTree::Name(name) => self.add_name(name.ident.to_string(), name.ident.to_string(), before, tree),
            UseTree::Rename(renamed) => {
                self.add_name(renamed.ident.to_string(), renamed.rename.to_string(), before, tree);
            }
        }
    }

    fn add_name(&mut self, name: String, bound: String, before: &[String], tree: &UseTree) {
        let (path, bound) = match (name.as_str(), before.last()) {
            ("self", Some(last)) if bound == "self" => (before.to_vec(), last.clone()),
            ("self", _) => (before.to_vec(), bound),
            _ => (before.iter().cloned().chain([name]).collect(), bound),
        };
        self.names.insert(bound, path.clone());
        self.add(path, tree.span().start().line);
    }

    /// Paths in the input of a macro, which is not parsed: `crate::…` and `super::…`.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut line = 0;
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) if path.is_empty() || colons == 2 => {
                    if path.is_empty() {
                        line = ident.span().start().line;
                    }
                    path.push(ident.to_string());
                    colons = 0;
                    continue;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() => {
                    colons += 1;
                    continue;
                }
                TokenTree::Ident(ident) => {
                    self.add(std::mem::replace(&mut path, vec![ident.to_string()]), line);
                    line = ident.span().start().line;
                    colons = 0;
                    continue;
                }
                TokenTree::Group(group) => self.add_tokens(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            self.add(std::mem::take(&mut path), line);
            colons = 0;
        }
        self.add(path, line);
    }
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if item.leading_colon.is_none() {
            self.add_use(&item.tree, &[]);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if path.leading_colon.is_none() {
            self.add(segments, path.span().start().line);
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {
        // `pub(in crate::a)` says who may see an item; it imports nothing.
    }

    fn visit_macro(&mut self, invoked: &'ast syn::Macro) {
        self.visit_path(&invoked.path);
        self.add_tokens(invoked.tokens.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        let file = syn::parse_file(text).unwrap();
        of_items(&file.items, &["child".to_owned()]).0.iter().map(|import| import.path.join("::")).collect()
    }

    #[test]
    fn every_form_of_a_path_is_found() {
        assert_eq!(
            paths("use crate::a::{self, B, c::D as E, f::*};"),
            ["crate::a", "crate::a::B", "crate::a::c::D", "crate::a::f"]
        );
        assert_eq!(
            paths("fn f(x: super::T) -> crate::U<super::V> { child::run(); other::run() }"),
            ["super::T", "crate::U", "super::V", "child::run"]
        );
        assert_eq!(paths("fn f() { m!(a, crate::b::C => { super::d() }) }"), ["crate::b::C", "super::d"]);
        assert_eq!(paths("pub(in crate::a) struct S; use ::crate_elsewhere::x; use std::fmt;"), [""; 0]);
    }

    #[test]
    fn names_lead_to_their_paths() {
        let file = syn::parse_file("use super::a::{self, B as C}; pub use child::D;").unwrap();
        let names = of_items(&file.items, &["child".to_owned()]).1;
        let of = |name: &str| names[name].join("::");
        assert_eq!([of("a"), of("C"), of("D")], ["super::a", "super::a::B", "child::D"]);
    }
}
