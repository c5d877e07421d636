//! Options that belong together.

use tfplugin::{
    Model,
    model::{Attr, Set},
    validate::{between, one_of},
};

use crate::rules::alibaba as rules;

/// How long DTS itself retries. Retried time is billed.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Retry {
    /// After a lost connection, in minutes. At least 30 are advised.
    #[attr(default = 720, validate(rules::within("retry.connection_minutes")))]
    pub(crate) connection_minutes: Attr<i64>,
    /// After other failures, in minutes; must be less than `connection_minutes`. At least 10 are advised.
    #[attr(default = 10, validate(rules::within("retry.other_minutes")))]
    pub(crate) other_minutes: Attr<i64>,
}

/// How fast the migration may be.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Throttling {
    /// Limits of full data migration. Needs `full` in `migration_types`.
    #[block]
    pub(crate) full: Attr<FullThrottle>,
    /// Limits of incremental migration. Needs `incremental` in `migration_types`.
    #[block]
    pub(crate) incremental: Attr<IncrementalThrottle>,
}

/// Limits of full data migration.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct FullThrottle {
    /// Queries a second at the source. Default: no limit.
    #[attr(optional, validate(between(1..=i64::MAX)))]
    pub(crate) queries_per_second: Attr<i64>,
    /// Rows a second. Default: no limit.
    #[attr(optional, validate(between(1..=i64::MAX)))]
    pub(crate) rows_per_second: Attr<i64>,
    /// Bytes a second. Default: no limit.
    #[attr(optional, validate(between(1..=i64::MAX)))]
    pub(crate) bytes_per_second: Attr<i64>,
}

/// Limits of incremental migration.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct IncrementalThrottle {
    /// Rows a second. Default: no limit.
    #[attr(optional, validate(between(1..=i64::MAX)))]
    pub(crate) rows_per_second: Attr<i64>,
    /// Bytes a second. Default: no limit.
    #[attr(optional, validate(between(1..=i64::MAX)))]
    pub(crate) bytes_per_second: Attr<i64>,
}

/// Whom DTS tells by text message (China site only).
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Alerts {
    /// Whether to tell of a failure.
    #[attr(optional)]
    pub(crate) on_failure: Attr<bool>,
    /// Numbers to tell of a failure: mobile numbers of mainland China, at most 10.
    #[attr(optional, sensitive, validate(rules::phones()))]
    pub(crate) failure_phones: Attr<Set<String>>,
    /// Whether to tell of a delay. Needs `delay_seconds`.
    #[attr(optional)]
    pub(crate) on_delay: Attr<bool>,
    /// Delay of incremental migration from which on to tell.
    #[attr(optional, validate(rules::within("alerts.delay_seconds")))]
    pub(crate) delay_seconds: Attr<i64>,
    /// Numbers to tell of a delay: mobile numbers of mainland China, at most 10.
    #[attr(optional, sensitive, validate(rules::phones()))]
    pub(crate) delay_phones: Attr<Set<String>>,
}

/// Whether DTS compares the data of both ends. The result is in `progress.verification` of the instance.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Verification {
    /// Compares what full data migration copied. Needs `full` in `migration_types`.
    #[block]
    pub(crate) full: Attr<FullVerification>,
    /// Compares what incremental migration carries over. Needs `incremental` in `migration_types`.
    #[block]
    pub(crate) incremental: Attr<IncrementalVerification>,
}

/// Comparison after full data migration.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct FullVerification {
    /// `rows` compares every row, `sample` a part of them.
    #[attr(default = "rows", validate(one_of(&["rows", "sample"])))]
    pub(crate) mode: Attr<String>,
    /// Part of the rows `sample` compares, in percent.
    #[attr(optional, validate(rules::within("verification.sample_percent")))]
    pub(crate) sample_percent: Attr<i64>,
    /// Longest time it may take, in hours; then it is ended. Default: no limit.
    #[attr(optional, validate(rules::within("verification.max_hours")))]
    pub(crate) max_hours: Attr<i64>,
    /// Whose rows are compared: of the `source`, of the `destination`, or of `both`.
    #[attr(default = "both", validate(one_of(&["both", "source", "destination"])))]
    pub(crate) reference: Attr<String>,
    /// Rows read a second. Default: no limit.
    #[attr(optional, validate(between(1..=9_007_199_254_740_991)))]
    pub(crate) max_rows_per_second: Attr<i64>,
    /// Bytes read a second. Default: no limit.
    #[attr(optional, validate(between(1..=9_007_199_254_740_991)))]
    pub(crate) max_bytes_per_second: Attr<i64>,
    /// Number of differing rows from which on to alert. Default: no alert.
    #[attr(optional, validate(between(1..=i64::MAX)))]
    pub(crate) alert_from_differences: Attr<i64>,
}

/// Comparison during incremental migration.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct IncrementalVerification {
    /// Whether a failed comparison alerts.
    #[attr(default = false)]
    pub(crate) alert_on_failure: Attr<bool>,
}

/// How to treat the precheck.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Precheck {
    /// Items to skip when they fail, such as `CHECK_SAME_OBJ`. Only items DTS lets one skip.
    #[attr(optional, validate(rules::ignorable_precheck()))]
    pub(crate) ignore: Attr<Set<String>>,
    /// Any change of this number runs the precheck again.
    #[attr(optional, validate(between(0..=i64::MAX)))]
    pub(crate) rerun: Attr<i64>,
}
