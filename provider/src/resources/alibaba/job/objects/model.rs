//! The selection of objects.

use tfplugin::{
    Model,
    model::{Attr, Map},
    validate::not_empty,
};

use crate::rules::alibaba as rules;

/// A database to migrate.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Database {
    /// Its name at the destination. Default: as at the source.
    #[attr(optional, validate(not_empty()))]
    pub(crate) rename: Attr<String>,
    /// Tables (MongoDB: collections) to migrate, by their name at the source. Default: the whole database, unless objects of other kinds are named.
    #[attr(optional)]
    pub(crate) tables: Attr<Map<Table>>,
    /// Objects of other kinds to migrate: kind → name at the source → name at the destination, as in `{ views = { totals = "totals" } }`. Kinds: `views`, `procedures`, `functions`, `synonyms`, `sequences`, `packages`, `types`, `rules`, `defaults`, `plans`, `domains`, `aggregates`, `operators`, `extensions`, `jobs`.
    #[attr(optional, validate(rules::object_kinds()))]
    pub(crate) other_objects: Attr<Map<Map<String>>>,
    /// Data changes (DML) incremental migration carries over for this database, in DTS's own notation. Default: all.
    #[attr(optional, validate(not_empty()))]
    pub(crate) dml_op: Attr<String>,
    /// Schema changes (DDL) incremental migration carries over for this database, in DTS's own notation. Default: all.
    #[attr(optional, validate(not_empty()))]
    pub(crate) ddl_op: Attr<String>,
}

/// A table to migrate.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Table {
    /// Its name at the destination. Default: as at the source.
    #[attr(optional, validate(not_empty()))]
    pub(crate) rename: Attr<String>,
    /// Condition rows must meet, as after `WHERE` (MongoDB: a JSON object). Default: all rows.
    #[attr(optional, validate(not_empty()))]
    pub(crate) filter: Attr<String>,
    /// Columns to migrate, by their name at the source. Default: all.
    #[attr(optional)]
    pub(crate) columns: Attr<Map<Column>>,
    /// Data changes (DML) incremental migration carries over for this table, in DTS's own notation. Default: all.
    #[attr(optional, validate(not_empty()))]
    pub(crate) dml_op: Attr<String>,
    /// Schema changes (DDL) incremental migration carries over for this table, in DTS's own notation. Default: all.
    #[attr(optional, validate(not_empty()))]
    pub(crate) ddl_op: Attr<String>,
}

/// A column to migrate.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Column {
    /// Its name at the destination. Default: as at the source.
    #[attr(optional, validate(not_empty()))]
    pub(crate) rename: Attr<String>,
    /// Its type, as the database writes it, where DTS asks for one.
    #[attr(optional, validate(not_empty()))]
    pub(crate) r#type: Attr<String>,
}
