//! Databases.

use tfplugin::{
    model::{Attr, Map},
    path::PathRef,
};

use super::{
    Form, Parser, ProblemKind,
    keys::{Level, object_kind},
    node::{Kind, Node},
    problem::{hcl_key, quoted},
};
use crate::{facts::alibaba::object_kinds, resources::alibaba::job::objects::model::Database};

/// Whether a text in place of a database may be its name at the destination, and is no word for all of it.
fn is_another_name(text: &str, name: &str) -> bool {
    !text.is_empty() && text != name && !["all", "*", "true"].contains(&text.to_lowercase().as_str())
}

/// What a database names.
#[derive(Default)]
struct Named {
    /// The arguments or keys that name objects.
    keys: Vec<String>,
    /// Whether another problem of the database is reported already.
    reported: bool,
}

impl Parser {
    pub(super) fn database(&mut self, name: &str, node: Node<'_>, place: &PathRef<'_>) -> Attr<Database> {
        match node.kind() {
            Kind::Unknown => return Attr::Unknown,
            Kind::Map => {}
            kind => {
                let fix = match (self.form, node.text()) {
                    (Form::Hcl, Some(text)) if kind == Kind::Text && is_another_name(&text, name) => {
                        format!(
                            "write {{ all = true }} to migrate the complete database, or {{ all = true, rename = {} }} to also give \
                             it this name at the destination",
                            quoted(&text)
                        )
                    }
                    (Form::Hcl, _) => "write { all = true } to migrate the complete database".to_owned(),
                    (Form::Json, _) => format!("write {{\"name\":{},\"all\":true}}", quoted(name)),
                };
                self.add(ProblemKind::Type, place, &format!("is {}.", kind.words()), "an object", fix);
                return Attr::Null;
            }
        }
        let before = self.problems.len();
        let (mut database, mut named) = match self.form {
            Form::Hcl => self.hcl_database(name, node, place),
            Form::Json => self.json_database(name, node, place),
        };
        named.reported = self.problems.len() > before;
        self.way(name, &database, &named, place);
        if self.form == Form::Json {
            // The default of DTS is the complete database.
            let complete = database.all == Attr::Known(true) || (database.all.is_null() && named.keys.is_empty());
            database.all = if complete { true.into() } else { Attr::Null };
            if complete {
                (database.tables, database.other_objects) = (Attr::Null, Attr::Null);
            }
        }
        Attr::Known(database)
    }

    fn hcl_database(&mut self, name: &str, node: Node<'_>, place: &PathRef<'_>) -> (Database, Named) {
        let (mut database, mut named) = (Database::default(), Named::default());
        for (key, item) in node.items() {
            let inside = place.attribute(key);
            if matches!(key, "tables" | "other_objects") && item.kind() != Kind::Null {
                named.keys.push(key.to_owned());
            }
            match key {
                "all" => database.all = self.boolean(item, &inside),
                "rename" => database.rename = self.rename(name, item, &inside),
                "tables" => database.tables = self.tables(item, &inside),
                "other_objects" => database.other_objects = self.other_objects(item, &inside),
                "dml_op" => database.dml_op = self.text(item, &inside),
                "ddl_op" => database.ddl_op = self.text(item, &inside),
                _ => self.unknown_key(Level::Database, key, place),
            }
        }
        (database, named)
    }

    fn json_database(&mut self, name: &str, node: Node<'_>, place: &PathRef<'_>) -> (Database, Named) {
        let (mut database, mut named) = (Database::default(), Named::default());
        let mut others: Map<Map<String>> = Map::default();
        for (key, item) in node.items() {
            let inside = place.attribute(key);
            let kind = object_kinds().iter().find(|kind| kind.container == key);
            if key == "Table" || kind.is_some() {
                named.keys.push(key.to_owned());
            }
            match (key, kind) {
                ("all", _) => database.all = self.boolean(item, &inside),
                ("name", _) => database.rename = self.rename(name, item, &inside),
                ("Table", _) => database.tables = self.tables(item, &inside),
                ("dml_op", _) => database.dml_op = self.text(item, &inside),
                ("ddl_op", _) => database.ddl_op = self.text(item, &inside),
                ("state", _) => {}
                (_, Some(kind)) => {
                    if let Attr::Known(names) = self.json_names(item, &inside) {
                        others.0.insert(kind.argument.to_owned(), Attr::Known(names));
                    }
                }
                // Objects of a kind that DTS does not have would not be migrated.
                _ if item.kind() == Kind::Map && Level::Database.meant(self.form, key).is_none() => {
                    self.unknown_object_kind(key, place);
                }
                _ => self.unknown_key(Level::Database, key, place),
            }
        }
        if !others.0.is_empty() {
            database.other_objects = Attr::Known(others);
        }
        (database, named)
    }

    /// Exactly one way: the complete database, or named objects.
    fn way(&mut self, name: &str, database: &Database, named: &Named, place: &PathRef<'_>) {
        let keys = named.keys.join(" and ");
        let allowed = match self.form {
            Form::Hcl => "all = true for a complete database, or tables or other_objects, or both of them",
            Form::Json => {
                "\"all\":true for a complete database, or \"all\":false with \"Table\" or other kinds of objects"
            }
        };
        let (found, fix) = match (&database.all, named.keys.is_empty(), self.form) {
            (Attr::Known(true), false, Form::Hcl) => (
                format!("has all = true, and also {keys}."),
                format!(
                    "remove the key \"all\" to migrate only the objects in {keys}, or remove {keys} to migrate the complete database"
                ),
            ),
            (Attr::Known(true), false, Form::Json) => (
                format!("has \"all\":true, and also {keys}."),
                format!("write \"all\":false to migrate only these objects, or remove {keys}"),
            ),
            (Attr::Null, false, Form::Json) => (
                format!("has {keys} but not \"all\", and DTS then uses \"all\":true."),
                "write \"all\":false to migrate only these objects".to_owned(),
            ),
            (Attr::Known(false), true, Form::Json) => (
                "has \"all\":false and names no objects, so that nothing of it is selected.".to_owned(),
                "write \"all\":true to migrate the complete database, or name its objects".to_owned(),
            ),
            (Attr::Known(false) | Attr::Null, true, Form::Hcl) if !named.reported => (
                "selects nothing: it has neither all = true, nor tables, nor other_objects.".to_owned(),
                complete_line(name, database),
            ),
            _ => return,
        };
        self.add(ProblemKind::Way, place, &found, allowed, fix);
    }

    fn other_objects(&mut self, node: Node<'_>, place: &PathRef<'_>) -> Attr<Map<Map<String>>> {
        match node.kind() {
            Kind::Unknown => return Attr::Unknown,
            Kind::Null => return Attr::Null,
            Kind::Map => {}
            _ => {
                self.not_an_object(node, place, "{ … }");
                return Attr::Null;
            }
        }
        let mut kinds = Map::default();
        for (kind, item) in node.items().into_iter().filter(|(_, item)| item.kind() != Kind::Null) {
            if object_kinds().iter().any(|known| known.argument == kind) {
                kinds.0.insert(kind.to_owned(), self.names(item, &place.attribute(kind)));
            } else {
                self.unknown_object_kind(kind, place);
                return Attr::Null;
            }
        }
        if kinds.0.is_empty() {
            self.empty(place, "name the objects, or remove other_objects");
        }
        Attr::Known(kinds)
    }

    fn unknown_object_kind(&mut self, key: &str, place: &PathRef<'_>) {
        let valid: Vec<&str> = match self.form {
            Form::Hcl => object_kinds().iter().map(|kind| kind.argument).collect(),
            Form::Json => object_kinds().iter().map(|kind| kind.container).collect(),
        };
        let fix = match (key.to_lowercase().as_str(), object_kind(key)) {
            ("table" | "tables", _) => "write tables = { … } beside other_objects".to_owned(),
            (_, Some((argument, _))) if self.form == Form::Hcl => format!("write {argument:?}"),
            _ => "use one of these kinds".to_owned(),
        };
        let found = format!("has the key {}, which is not a kind of objects.", quoted(key));
        self.add(ProblemKind::ObjectKind, place, &found, &valid.join(", "), fix);
    }

    /// The names of the objects of a kind, as `objects` has them.
    fn names(&mut self, node: Node<'_>, place: &PathRef<'_>) -> Attr<Map<String>> {
        match node.kind() {
            Kind::Unknown => return Attr::Unknown,
            Kind::Map => {}
            _ => {
                self.not_an_object(node, place, "<name>");
                return Attr::Null;
            }
        }
        let items = node.items();
        if items.is_empty() {
            self.empty(place, "name the objects, or remove the kind");
        }
        Attr::Known(self.named(items, place, |parser, name, item, place| match item.kind() {
            Kind::Null | Kind::Map | Kind::List => {
                let fix =
                    format!("write the name at the destination, for example {} = {}", hcl_key(name), quoted(name));
                parser.add(ProblemKind::Type, place, &format!("is {}.", item.kind().words()), "text", fix);
                Attr::Null
            }
            _ => parser.rename(name, item, place),
        }))
    }

    /// The names of the objects of a kind, as the JSON has them.
    fn json_names(&mut self, node: Node<'_>, place: &PathRef<'_>) -> Attr<Map<String>> {
        if node.kind() != Kind::Map {
            self.not_an_object(node, place, "{ … }");
            return Attr::Null;
        }
        let items = node.items();
        if items.is_empty() {
            self.empty(place, "name the objects, or remove the key");
            return Attr::Null;
        }
        Attr::Known(self.named(items, place, |parser, name, item, place| {
            if item.kind() != Kind::Map {
                parser.not_an_object(item, place, "{ … }");
                return Attr::Null;
            }
            let mut target = name.to_owned();
            for (key, item) in item.items() {
                let inside = place.attribute(key);
                match key {
                    "name" => target = parser.rename(name, item, &inside).or(target),
                    "all" => _ = parser.boolean(item, &inside),
                    "dml_op" | "ddl_op" => {
                        parser.complete = false;
                        parser.text(item, &inside);
                    }
                    "state" => {}
                    _ => parser.unknown_key(Level::Other, key, place),
                }
            }
            Attr::Known(target)
        }))
    }
}

/// The line that selects the complete database, with what the database has already.
fn complete_line(name: &str, database: &Database) -> String {
    let rename = database.rename.as_str().map(|rename| format!(", rename = {}", quoted(rename))).unwrap_or_default();
    let others = if database.dml_op.is_null() && database.ddl_op.is_null() { "" } else { ", …" };
    format!(
        "write {} = {{ all = true{rename}{others} }} to migrate the complete database, or name its tables",
        hcl_key(name)
    )
}
