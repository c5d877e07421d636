//! The blocks of options.

use tfplugin::{
    Model,
    model::{Attr, Set},
    validate::{between, one_of},
};

use crate::{resources::tencent::migration_task::objects::Databases, rules::tencent as rules};

/// What is migrated: everything, or the named databases.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Selection {
    /// Whether all databases are migrated, except those of the system.
    #[attr(optional)]
    pub(crate) all: Attr<bool>,
    /// The databases: an object with their names at the source as its keys. Each is an object with `all = true` for the complete database, or with any of `tables`, `views`, `schemas`, `roles`, `functions`, `procedures`, `triggers` and `events`, and optionally with `rename`.
    #[attr(optional, equal = crate::resources::tencent::migration_task::objects::same_databases)]
    pub(crate) databases: Attr<Databases>,
    /// Further objects of all migrated databases, between databases like MySQL: any of `trigger`, `function`, `procedure` and `event`.
    #[attr(optional, validate(one_of(&["trigger", "function", "procedure", "event"])))]
    pub(crate) advanced_objects: Attr<Set<String>>,
}

/// Comparison of the data in source and destination by DTS.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Consistency {
    /// `full` compares the data, `no_check` does not, and `not_configured` leaves it open.
    #[attr(default = "full", validate(one_of(&["full", "no_check", "not_configured"])))]
    pub(crate) mode: Attr<String>,
    /// `data_check` compares all rows, `sample_data_check` a part of them, `rows_count` their number. Default: `data_check`.
    #[attr(optional, validate(one_of(&["data_check", "sample_data_check", "rows_count"])))]
    pub(crate) method: Attr<String>,
    /// Percentage of the rows that `sample_data_check` compares.
    #[attr(optional, validate(rules::within("consistency.sample_rate")))]
    pub(crate) sample_rate: Attr<i64>,
    /// Threads of the comparison.
    #[attr(optional, validate(rules::within("consistency.thread_count")))]
    pub(crate) thread_count: Attr<i64>,
}

/// Limits of the migration. A limit that is not set is the one of DTS.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct RateLimit {
    /// Threads that read the full data.
    #[attr(optional, validate(rules::within("rate_limit.dump_thread")))]
    pub(crate) dump_threads: Attr<i64>,
    /// Rows per second that are read.
    #[attr(optional, validate(rules::within("rate_limit.dump_rps")))]
    pub(crate) dump_rows_per_second: Attr<i64>,
    /// Threads that write the full data.
    #[attr(optional, validate(rules::within("rate_limit.load_thread")))]
    pub(crate) load_threads: Attr<i64>,
    /// Rows per second that are written.
    #[attr(optional, validate(rules::within("rate_limit.load_rps")))]
    pub(crate) load_rows_per_second: Attr<i64>,
    /// Threads that write the changes.
    #[attr(optional, validate(rules::within("rate_limit.sinker_thread")))]
    pub(crate) sinker_threads: Attr<i64>,
}

/// DDL statements whose failure is skipped.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct SkipDdlErrors {
    /// Patterns of tables: `db.table`, `db.*`, `*.table` or `*`.
    #[attr(required, validate(rules::table_patterns()))]
    pub(crate) tables: Attr<Set<String>>,
    /// Error codes of the database.
    #[attr(required, validate(rules::ddl_error_codes()))]
    pub(crate) error_codes: Attr<Set<i64>>,
}

/// Settings of the check.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Check {
    /// IDs of the steps to skip when they fail, such as `OptimizeCheck`. DTS decides which steps can be skipped.
    #[attr(optional, validate(rules::check_steps()))]
    pub(crate) skip: Attr<Set<String>>,
    /// What happens to foreign keys when `skip` contains `ConstraintCheck`: `shield` does not migrate them, `migrate` does.
    #[attr(optional, validate(one_of(&["shield", "migrate"])))]
    pub(crate) foreign_keys: Attr<String>,
    /// Change this number to run the check again.
    #[attr(optional, validate(between(0..=i64::MAX)))]
    pub(crate) rerun: Attr<i64>,
}
