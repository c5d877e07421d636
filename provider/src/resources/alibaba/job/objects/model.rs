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
    /// Name at the destination. Default: the name at the source.
    #[attr(optional, validate(not_empty()))]
    pub(crate) rename: Attr<String>,
    /// Tables (MongoDB: collections) to migrate, by their name at the source. Default: the complete database, unless `other_objects` is set.
    #[attr(optional, null_elements)]
    pub(crate) tables: Attr<Map<Table>>,
    /// Objects of other kinds to migrate. The keys are kinds; the value of each is a map from names at the source to names at the destination, as in `{ views = { totals = "totals" } }`.
    #[attr(optional, null_elements, validate(rules::object_kinds()))]
    pub(crate) other_objects: Attr<Map<Map<String>>>,
    /// Data changes (DML) of this database that incremental migration copies, in the notation of DTS. Default: all.
    #[attr(optional, validate(not_empty()))]
    pub(crate) dml_op: Attr<String>,
    /// Schema changes (DDL) of this database that incremental migration copies, in the notation of DTS. Default: all.
    #[attr(optional, validate(not_empty()))]
    pub(crate) ddl_op: Attr<String>,
}

/// A table to migrate.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Table {
    /// Name at the destination. Default: the name at the source.
    #[attr(optional, validate(not_empty()))]
    pub(crate) rename: Attr<String>,
    /// Filter condition, as after `WHERE` (MongoDB: a JSON object). Default: all rows.
    #[attr(optional, validate(not_empty()))]
    pub(crate) filter: Attr<String>,
    /// Columns to migrate, by their name at the source. Default: all.
    #[attr(optional, null_elements)]
    pub(crate) columns: Attr<Map<Column>>,
    /// Data changes (DML) of this table that incremental migration copies, in the notation of DTS. Default: all.
    #[attr(optional, validate(not_empty()))]
    pub(crate) dml_op: Attr<String>,
    /// Schema changes (DDL) of this table that incremental migration copies, in the notation of DTS. Default: all.
    #[attr(optional, validate(not_empty()))]
    pub(crate) ddl_op: Attr<String>,
}

/// A column to migrate.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Column {
    /// Name at the destination. Default: the name at the source.
    #[attr(optional, validate(not_empty()))]
    pub(crate) rename: Attr<String>,
    /// Data type, as the database spells it, if DTS requires one.
    #[attr(optional, validate(not_empty()))]
    pub(crate) r#type: Attr<String>,
}
