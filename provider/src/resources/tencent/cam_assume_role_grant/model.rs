//! The arguments and attributes of the resource.

use tfplugin::{
    Model,
    model::{Attr, Set},
    timeouts::Timeouts,
};

use super::{
    super::cam_role_trust::{description, policy_name},
    values::{at_least_one_role, group_id, user_uin},
};
use crate::rules::tencent as rules;

/// A CAM policy that lets sub-users and groups assume the roles of other root accounts of Tencent Cloud, and its attachment. A sub-user that runs migration jobs across accounts needs it; the root account does not.
///
/// Create it with the credentials of the root account that **runs the job**, or of a user of this account who may change CAM. The role of `dts_cam_role_trust` is in the other account.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct GrantModel {
    /// Name of the policy.
    #[attr(required, replace, validate(policy_name()))]
    pub(crate) policy_name: Attr<String>,
    /// ARNs of the roles that may be assumed, from `arn` of their `dts_cam_role_trust`: `qcs::cam::uin/<UIN>:roleName/<name>`. A role of the account of the policy is not allowed here.
    #[attr(required, validate(rules::cam_role_arn(), at_least_one_role()))]
    pub(crate) role_arns: Attr<Set<String>>,
    /// UINs of the sub-users who may assume the roles. `user_uins` or `group_ids` is required.
    #[attr(optional, validate(user_uin()))]
    pub(crate) user_uins: Attr<Set<String>>,
    /// IDs of the groups whose users may assume the roles.
    #[attr(optional, validate(group_id()))]
    pub(crate) group_ids: Attr<Set<String>>,
    /// Description of the policy, of at most 300 bytes.
    #[attr(optional, validate(description()))]
    pub(crate) description: Attr<String>,
    /// Whether destroy also detaches the policy from users, groups and roles to which this resource did not attach it.
    #[attr(default = false)]
    pub(crate) force_detach: Attr<bool>,
    /// Name of the policy.
    #[attr(computed)]
    pub(crate) id: Attr<String>,
    /// UIN of the root account that owns the policy.
    #[attr(computed)]
    pub(crate) account_id: Attr<String>,
    /// ID that CAM assigned to the policy.
    #[attr(computed)]
    pub(crate) policy_id: Attr<String>,
    /// The policy document (JSON), known at plan.
    #[attr(computed)]
    pub(crate) policy_document: Attr<String>,
    /// Timeouts of the operations.
    #[block]
    pub(crate) timeouts: Attr<Timeouts>,
}
