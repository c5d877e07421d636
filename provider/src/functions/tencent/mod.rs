//! The functions of Tencent Cloud, one file each.

mod cam_trust_policy;
mod parse_qcs_role_arn;
mod qcs_role_arn;

use tfplugin::registry::RegisteredFunction;

/// All functions of Tencent Cloud.
pub(super) fn all() -> Vec<RegisteredFunction> {
    vec![
        RegisteredFunction::new(cam_trust_policy::CamTrustPolicy),
        RegisteredFunction::new(parse_qcs_role_arn::ParseQcsRoleArn),
        RegisteredFunction::new(qcs_role_arn::QcsRoleArn),
    ]
}
