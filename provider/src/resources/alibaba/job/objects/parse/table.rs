//! Tables and columns.

use std::collections::BTreeMap;

use tfplugin::{
    model::{Attr, Map},
    path::PathRef,
};

use super::{
    Form, Parser, ProblemKind,
    keys::Level,
    node::{Kind, Node},
    problem::quoted,
};
use crate::resources::alibaba::job::objects::model::{Column, Table};

impl Parser {
    pub(super) fn tables(&mut self, node: Node<'_>, place: &PathRef<'_>) -> Attr<Map<Table>> {
        let fix = "name the tables, or select the complete database instead";
        self.parts(node, place, fix, Self::table)
    }

    fn columns(&mut self, node: Node<'_>, place: &PathRef<'_>) -> Attr<Map<Column>> {
        let key = if self.form == Form::Hcl { "columns" } else { "column" };
        let fix = format!("name the columns, or remove {key} to migrate all of them");
        self.parts(node, place, &fix, Self::column)
    }

    /// A map of tables or columns.
    fn parts<T>(
        &mut self,
        node: Node<'_>,
        place: &PathRef<'_>,
        if_empty: &str,
        parse: impl Fn(&mut Self, &str, Node<'_>, &PathRef<'_>) -> Attr<T>,
    ) -> Attr<Map<T>> {
        match node.kind() {
            Kind::Unknown => return Attr::Unknown,
            Kind::Null if self.form == Form::Hcl => return Attr::Null,
            Kind::Map => {}
            _ => {
                self.not_an_object(node, place, "{}");
                return Attr::Null;
            }
        }
        let items = node.items();
        if items.is_empty() {
            self.empty(place, if_empty);
            // Nothing is not everything.
            return if self.form == Form::Hcl { Attr::Known(Map(BTreeMap::new())) } else { Attr::Null };
        }
        Attr::Known(self.named(items, place, parse))
    }

    fn table(&mut self, name: &str, node: Node<'_>, place: &PathRef<'_>) -> Attr<Table> {
        if let Some(other) = self.other_part(name, node, place, "table") {
            return other;
        }
        let mut table = Table::default();
        for (key, item) in node.items() {
            let inside = place.attribute(key);
            match (key, self.form) {
                ("rename", Form::Hcl) | ("name", Form::Json) => table.rename = self.rename(name, item, &inside),
                ("filter", _) => table.filter = self.filter(item, &inside),
                ("columns", Form::Hcl) | ("column", Form::Json) => table.columns = self.columns(item, &inside),
                ("dml_op", _) => table.dml_op = self.text(item, &inside),
                ("ddl_op", _) => table.ddl_op = self.text(item, &inside),
                ("all", Form::Json) => _ = self.boolean(item, &inside),
                ("state", Form::Json) => {}
                _ => self.unknown_key(Level::Table, key, place),
            }
        }
        Attr::Known(table)
    }

    fn column(&mut self, name: &str, node: Node<'_>, place: &PathRef<'_>) -> Attr<Column> {
        if let Some(other) = self.other_part(name, node, place, "column") {
            return other;
        }
        let mut column = Column::default();
        for (key, item) in node.items() {
            let inside = place.attribute(key);
            match (key, self.form) {
                ("rename", Form::Hcl) | ("name", Form::Json) => column.rename = self.rename(name, item, &inside),
                ("type", _) => column.r#type = self.text(item, &inside),
                ("state", Form::Json) => {}
                _ => self.unknown_key(Level::Column, key, place),
            }
        }
        Attr::Known(column)
    }

    /// A table or column that is not an object.
    fn other_part<T>(&mut self, name: &str, node: Node<'_>, place: &PathRef<'_>, what: &str) -> Option<Attr<T>> {
        let kind = node.kind();
        let fix = match (kind, self.form, node.text()) {
            (Kind::Map, ..) => return None,
            (Kind::Unknown, ..) => return Some(Attr::Unknown),
            (Kind::Text, Form::Hcl, Some(text)) if text != name && !text.is_empty() => {
                format!("write {{ rename = {} }}", quoted(&text))
            }
            (_, Form::Hcl, _) => format!("write {{}} to migrate the complete {what}, or remove the key"),
            (_, Form::Json, _) => format!("write {{\"name\":{}}}", quoted(name)),
        };
        self.add(ProblemKind::Type, place, &format!("is {}.", kind.words()), "an object", fix);
        Some(Attr::Null)
    }

    fn filter(&mut self, node: Node<'_>, place: &PathRef<'_>) -> Attr<String> {
        // The condition of MongoDB, which the JSON has as an object.
        if let Some(text) = node.object_text() {
            return Attr::Known(text);
        }
        let filter = self.text(node, place);
        if let Some(text) = filter.as_str()
            && let Some((word, condition)) = text.trim_start().split_once(char::is_whitespace)
            && word.eq_ignore_ascii_case("where")
        {
            let fix = format!("write {}", quoted(condition.trim_start()));
            let allowed = "a condition without the word WHERE, which DTS adds";
            self.add(ProblemKind::Filter, place, "begins with WHERE.", allowed, fix);
        }
        filter
    }
}
