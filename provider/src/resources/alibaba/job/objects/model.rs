//! The selection of objects.

use tfplugin::model::{Attr, Map};

use super::problem::Problem;

/// What is selected, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Selection {
    /// The databases by their name at the source. What a problem is about is not part of it.
    pub(crate) databases: Map<Database>,
    /// What is wrong.
    pub(crate) problems: Vec<Problem>,
    /// Whether `objects` can express everything: the JSON can have keys that only `objects_json` can express.
    pub(crate) complete: bool,
}

/// A database to migrate.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Database {
    /// Whether the complete database is selected.
    pub(crate) all: Attr<bool>,
    /// Name at the destination. Null: the name at the source.
    pub(crate) rename: Attr<String>,
    /// Tables (MongoDB: collections), by their name at the source.
    pub(crate) tables: Attr<Map<Table>>,
    /// Kinds of other objects, each with names at the source and names at the destination.
    pub(crate) other_objects: Attr<Map<Map<String>>>,
    /// Data changes (DML) that incremental migration copies.
    pub(crate) dml_op: Attr<String>,
    /// Schema changes (DDL) that incremental migration copies.
    pub(crate) ddl_op: Attr<String>,
}

impl Database {
    /// Whether the complete database is selected.
    pub(crate) fn is_complete(&self) -> bool {
        self.all == Attr::Known(true)
    }
}

/// A table to migrate.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    /// Name at the destination. Null: the name at the source.
    pub(crate) rename: Attr<String>,
    /// Filter condition, as after `WHERE` (MongoDB: a JSON object). Null: all rows.
    pub(crate) filter: Attr<String>,
    /// Columns, by their name at the source. Null: all.
    pub(crate) columns: Attr<Map<Column>>,
    /// Data changes (DML) that incremental migration copies.
    pub(crate) dml_op: Attr<String>,
    /// Schema changes (DDL) that incremental migration copies.
    pub(crate) ddl_op: Attr<String>,
}

/// A column to migrate.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Column {
    /// Name at the destination. Null: the name at the source.
    pub(crate) rename: Attr<String>,
    /// Data type, as the database spells it, if DTS requires one.
    pub(crate) r#type: Attr<String>,
}
