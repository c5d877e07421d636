//! A migration job as the data sources show it.

use tencent::dts::{DbEndpointInfo, JobStatus, MigrationProgress, TagItem, TradeInfo};
use tfplugin::{
    Model,
    model::{Attr, Map},
};

use crate::{
    resources::{shared::returned_tags, tencent::job::configured_tags},
    rules::tencent::beijing_time,
};

/// One endpoint of a job.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct JobEndpoint {
    /// Engine, such as `mysql`.
    #[attr(computed)]
    engine: Attr<String>,
    /// Region of the database.
    #[attr(computed)]
    region: Attr<String>,
    /// How DTS connects to the database, such as `cdb`. Not set before the job is configured.
    #[attr(computed)]
    access_type: Attr<String>,
    /// ID of the database instance. Not set for a self-managed database.
    #[attr(computed)]
    instance_id: Attr<String>,
    /// Host of a self-managed database.
    #[attr(computed)]
    host: Attr<String>,
    /// Port of a self-managed database.
    #[attr(computed)]
    port: Attr<i64>,
    /// UIN of the other account that owns the database. Not set if the account of the job owns it.
    #[attr(computed)]
    account_id: Attr<String>,
    /// Name of the role in the other account.
    #[attr(computed)]
    role_name: Attr<String>,
}

impl JobEndpoint {
    /// The first node of an endpoint: with several nodes, all belong to one cluster.
    pub(super) fn of(endpoint: &DbEndpointInfo) -> Self {
        let node = endpoint.info.first().cloned().unwrap_or_default();
        let of_other = node.account_mode.as_deref() == Some("other");
        let other = |value: Option<String>| text(value.filter(|_| of_other).unwrap_or_default());
        Self {
            engine: text(endpoint.database_type.clone()),
            region: text(endpoint.region.clone()),
            access_type: text(endpoint.access_type.clone()),
            instance_id: text(node.instance_id.unwrap_or_default()),
            host: text(node.host.unwrap_or_default()),
            port: node.port.filter(|port| *port > 0).into(),
            account_id: other(node.account),
            role_name: other(node.account_role),
        }
    }
}

/// The status of a job.
pub(super) fn status(status: &JobStatus) -> Attr<String> {
    text(status.as_str().to_owned())
}

/// The trade status of a job.
pub(super) fn trade_status(trade: &TradeInfo) -> Attr<String> {
    text(trade.trade_status.as_str().to_owned())
}

/// The delay in seconds; not set as long as DTS does not know it.
pub(super) fn delay_seconds(progress: &MigrationProgress) -> Attr<i64> {
    progress.seconds_behind_master.filter(|seconds| *seconds >= 0).into()
}

/// The tags without the ownership tag.
pub(super) fn tags(tags: &[TagItem]) -> Attr<Map<String>> {
    returned_tags(configured_tags(tags), &Attr::Null)
}

/// A text; not set if it is empty.
pub(super) fn text(text: String) -> Attr<String> {
    Some(text).filter(|text| !text.is_empty()).into()
}

/// A time of DTS as RFC 3339. Times that are not set are empty or `0000-00-00 00:00:00`.
pub(super) fn time(text: &str) -> Attr<String> {
    beijing_time(text).map(|time| time.to_string()).into()
}

#[cfg(test)]
mod tests {
    use tencent::dts::DbInfo;

    use super::*;

    #[test]
    fn the_account_of_an_endpoint_is_shown_only_if_it_is_another_one() {
        let with = |mode: &str| {
            let node = DbInfo {
                account_mode: Some(mode.to_owned()),
                account: Some("700000000001".to_owned()),
                ..DbInfo::default()
            };
            JobEndpoint::of(&DbEndpointInfo { info: vec![node], ..DbEndpointInfo::default() }).account_id
        };
        assert_eq!(with("other").as_str(), Some("700000000001"));
        assert!(with("self").is_null());
    }

    #[test]
    fn times_are_in_utc() {
        assert_eq!(time("2026-01-01 08:00:00").as_str(), Some("2026-01-01T00:00:00Z"));
        assert!(time("0000-00-00 00:00:00").is_null());
    }
}
