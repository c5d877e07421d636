//! Rules on single values of Tencent Cloud.

mod endpoints;
mod identity;
mod ids;
mod jobs;
mod regions;
mod session;
mod tags;

pub(crate) use endpoints::{domain, endpoint};
pub(crate) use identity::{cam_role_arn, cam_role_name, is_uin, parse_role_arn, role_arn, role_name, uin};
pub(crate) use ids::{ccn_id, cvm_id, database_id, direct_connect_gateway_id, subnet_id, vpc_id, vpn_gateway_id};
pub(crate) use jobs::{
    auto_retry, beijing_time, cam_time, check_steps, ddl_error_codes, engine_settings, from_beijing, job_id, same_time,
    start_time, table_patterns, to_beijing, within,
};
pub(crate) use regions::region;
pub(crate) use session::{cam_external_id, cam_session_name, cam_session_policy, session_duration};
pub(crate) use tags::{room_for_ownership, tag_filter, tags};

use super::ValueRule;

/// The rules of this folder.
pub(crate) fn value_rules() -> impl Iterator<Item = &'static ValueRule> {
    let identity = identity::RULES.into_iter().chain(ids::RULES).chain(jobs::RULES).chain(session::RULES);
    identity.chain(endpoints::RULES).chain(regions::RULES).chain(tags::RULES)
}
