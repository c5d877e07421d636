//! The blocks of options.

use tfplugin::{
    Model,
    model::{Attr, Set},
    validate::{between, one_of},
};

use super::Minutes;
use crate::rules::alibaba as rules;

/// How long DTS retries. The time of retries is billed.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Retry {
    /// Retry time after a lost connection, in minutes. 30 or more is recommended.
    #[attr(default = 720, validate(rules::within("retry.connection_minutes")))]
    pub(crate) connection_minutes: Attr<Minutes>,
    /// Retry time after other failures, in minutes. Must be less than `connection_minutes`. 10 or more is recommended.
    #[attr(default = 10, validate(rules::within("retry.other_minutes")))]
    pub(crate) other_minutes: Attr<Minutes>,
}

/// Migration rate limits.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Throttling {
    /// Limits of full data migration. Requires `full` in `migration_types`.
    #[block]
    pub(crate) full: Attr<FullThrottle>,
    /// Limits of incremental migration. Requires `incremental` in `migration_types`.
    #[block]
    pub(crate) incremental: Attr<IncrementalThrottle>,
}

/// Limits of full data migration.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct FullThrottle {
    /// Queries per second at the source. Default: no limit.
    #[attr(optional, validate(between(1..=9_007_199_254_740_991)))]
    pub(crate) queries_per_second: Attr<i64>,
    /// Rows per second. Default: no limit.
    #[attr(optional, validate(between(1..=9_007_199_254_740_991)))]
    pub(crate) rows_per_second: Attr<i64>,
    /// Bytes per second. Default: no limit.
    #[attr(optional, validate(between(1..=9_007_199_254_740_991)))]
    pub(crate) bytes_per_second: Attr<i64>,
}

/// Limits of incremental migration.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct IncrementalThrottle {
    /// Rows per second. Default: no limit.
    #[attr(optional, validate(between(1..=9_007_199_254_740_991)))]
    pub(crate) rows_per_second: Attr<i64>,
    /// Bytes per second. Default: no limit.
    #[attr(optional, validate(between(1..=9_007_199_254_740_991)))]
    pub(crate) bytes_per_second: Attr<i64>,
}

/// SMS alert settings (China site only).
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Alerts {
    /// Whether to alert when the task fails.
    #[attr(optional)]
    pub(crate) on_failure: Attr<bool>,
    /// Mobile numbers that DTS notifies of a failure.
    #[attr(optional, sensitive, validate(rules::phones()))]
    pub(crate) failure_phones: Attr<Set<String>>,
    /// Whether to alert on a delay. Requires `delay_seconds`.
    #[attr(optional)]
    pub(crate) on_delay: Attr<bool>,
    /// DTS sends an alert when the delay of incremental migration is longer than this, in seconds.
    #[attr(optional, validate(rules::within("alerts.delay_seconds")))]
    pub(crate) delay_seconds: Attr<i64>,
    /// Mobile numbers that DTS notifies of a delay.
    #[attr(optional, sensitive, validate(rules::phones()))]
    pub(crate) delay_phones: Attr<Set<String>>,
}

/// Comparison of the data in source and destination by DTS. The result is in `progress.verification` of the instance.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Verification {
    /// Compares the data that full data migration copied. Requires `full` in `migration_types`.
    #[block]
    pub(crate) full: Attr<FullVerification>,
    /// Compares the changes that incremental migration copies. Requires `incremental` in `migration_types`.
    #[block]
    pub(crate) incremental: Attr<IncrementalVerification>,
}

/// Comparison after full data migration.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct FullVerification {
    /// `rows` compares all rows, `sample` a part of them.
    #[attr(default = "rows", validate(one_of(&["rows", "sample"])))]
    pub(crate) mode: Attr<String>,
    /// Percentage of the rows that `sample` compares.
    #[attr(optional, validate(rules::within("verification.sample_percent")))]
    pub(crate) sample_percent: Attr<i64>,
    /// Time in hours after which DTS stops the comparison. Default: no limit.
    #[attr(optional, validate(rules::within("verification.max_hours")))]
    pub(crate) max_hours: Attr<i64>,
    /// The side whose rows are compared with the other side: `source`, `destination`, or `both`.
    #[attr(default = "both", validate(one_of(&["both", "source", "destination"])))]
    pub(crate) reference: Attr<String>,
    /// Rows read per second. Default: no limit.
    #[attr(optional, validate(between(1..=9_007_199_254_740_991)))]
    pub(crate) max_rows_per_second: Attr<i64>,
    /// Bytes read per second. Default: no limit.
    #[attr(optional, validate(between(1..=9_007_199_254_740_991)))]
    pub(crate) max_bytes_per_second: Attr<i64>,
    /// DTS sends an alert when at least this number of rows is inconsistent. Default: no alert.
    #[attr(optional, validate(between(1..=9_007_199_254_740_991)))]
    pub(crate) alert_from_differences: Attr<i64>,
}

/// Comparison during incremental migration.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct IncrementalVerification {
    /// Whether a failed comparison triggers an alert.
    #[attr(default = false)]
    pub(crate) alert_on_failure: Attr<bool>,
}

/// Precheck settings.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Precheck {
    /// Codes of items to skip when they fail.
    #[attr(optional, validate(rules::ignorable_precheck()))]
    pub(crate) ignore: Attr<Set<String>>,
    /// Change this number to run the precheck again.
    #[attr(optional, validate(between(0..=i64::MAX)))]
    pub(crate) rerun: Attr<i64>,
}
