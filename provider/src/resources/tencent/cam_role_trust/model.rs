//! The arguments and attributes of the resource.

use tfplugin::{
    Model,
    model::{Attr, Map, Set},
    timeouts::Timeouts,
    validate::in_range,
};

use super::rules::{description, engines, policies};
use crate::{resources::shared::role_trust::at_least_one, rules::tencent as rules};

/// The session duration of a role for which none is set, in seconds.
pub(super) const SESSION_DURATION: i64 = 7200;

/// A CAM role that allows the DTS of another root account of Tencent Cloud to use the databases of this account. The role trusts the account that runs the migration job, and has the policies that DTS needs.
///
/// Create it with the credentials of the account that **owns the database**. The trusted account is always the one that runs the job.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct TrustModel {
    /// Name of the role. Use it for `cross_account.role_name` of the job.
    #[attr(required, replace, validate(rules::role_name()))]
    pub(crate) role_name: Attr<String>,
    /// UINs of the root accounts that may run jobs for the databases of this account. If a sub-user runs the job, this is the UIN of its root account. The account of the role is not allowed here.
    #[attr(required, validate(rules::uin(), at_least_one()))]
    pub(crate) trusted_account_ids: Attr<Set<String>>,
    /// External ID that the trusted accounts must send when they assume the role. Set the same value in `cross_account.external_id` of the job. DTS does not show it later.
    #[attr(optional, sensitive, validate(rules::cam_external_id()))]
    pub(crate) external_id: Attr<String>,
    /// Engines of the source databases. The role gets `QcloudDTSReadOnlyAccess`, `QcloudCDBReadOnlyAccess` (which the list of instances needs) and the read-only policy of each engine. Default: these two policies, which are enough for MySQL. If you remove it, the engines stay as they are.
    #[attr(optional, computed, validate(engines()))]
    pub(crate) source_engines: Attr<Set<String>>,
    /// Names of the policies of the role, preset or custom. If this argument is set, the apply detaches all other policies. Default: the policies of `source_engines` are attached, and other policies stay.
    #[attr(optional, computed, validate(policies()))]
    pub(crate) permission_policies: Attr<Set<String>>,
    /// Description of the role, of at most 300 bytes.
    #[attr(optional, validate(description()))]
    pub(crate) description: Attr<String>,
    /// Maximum duration of a session, in seconds.
    #[attr(default = 7200, validate(in_range(1..=43_200, "seconds")))]
    pub(crate) session_duration: Attr<i64>,
    /// Whether destroy also detaches policies that this resource did not attach.
    #[attr(default = false)]
    pub(crate) force_detach_policies: Attr<bool>,
    /// Tags of the role. A tag with the value `null` is ignored.
    #[attr(optional, null_elements, validate(rules::tags()))]
    pub(crate) tags: Attr<Map<String>>,
    /// Name of the role.
    #[attr(computed)]
    pub(crate) id: Attr<String>,
    /// UIN of the root account that owns the role. Use it for `cross_account.account_id` of the job.
    #[attr(computed)]
    pub(crate) account_id: Attr<String>,
    /// ARN of the role, `qcs::cam::uin/<UIN>:roleName/<name>`.
    #[attr(computed)]
    pub(crate) arn: Attr<String>,
    /// ID that CAM assigned to the role.
    #[attr(computed)]
    pub(crate) role_id: Attr<String>,
    /// The trust policy document (JSON), known at plan. It contains the external ID.
    #[attr(computed, sensitive)]
    pub(crate) trust_policy: Attr<String>,
    /// Timeouts of the operations.
    #[block]
    pub(crate) timeouts: Attr<Timeouts>,
}
