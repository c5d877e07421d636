//! The functions of Alibaba Cloud, one file each.

mod cross_account_supported;
mod db_list;
mod parse_role_arn;
mod role_arn;
mod trust_policy;

use tfplugin::registry::RegisteredFunction;

/// All functions of Alibaba Cloud.
pub(super) fn all() -> Vec<RegisteredFunction> {
    vec![
        RegisteredFunction::new(cross_account_supported::CrossAccountSupported),
        RegisteredFunction::new(db_list::DbList),
        RegisteredFunction::new(parse_role_arn::ParseRoleArn),
        RegisteredFunction::new(role_arn::RoleArn),
        RegisteredFunction::new(trust_policy::TrustPolicy),
    ]
}
