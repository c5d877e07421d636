//! The arguments and attributes of the resource.

use tfplugin::{
    Model,
    model::{Attr, Map, Set},
    timeouts::Timeouts,
    validate::{in_range, length},
    value::Value,
};

use super::rules::policies;
use crate::{resources::shared::role_trust::at_least_one, rules::alibaba as rules};

/// The system policy that DTS needs in the account that owns a database.
pub(super) const DTS_POLICY: &str = "AliyunDTSRolePolicy";
/// The system policy that DTS needs in addition for a self-managed database which it reaches through a VPC.
pub(super) const VPC_POLICY: &str = "AliyunVPCReadOnlyAccess";

/// A RAM role that allows the DTS of another Alibaba Cloud account to use the databases of this account. The role trusts the account that creates the migration task, and has the permissions that DTS needs.
///
/// Create it with the credentials of the account that **owns the database**. The trusted account is always the one that creates the task.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct TrustModel {
    /// Name of the role. Use it for `cross_account.role_name` of the task.
    #[attr(required, replace, validate(rules::role_name()))]
    pub(crate) role_name: Attr<String>,
    /// IDs of the accounts that may create tasks for the databases of this account. The account of the role is not allowed here.
    #[attr(required, validate(rules::account_id(), at_least_one()))]
    pub(crate) trusted_account_ids: Attr<Set<String>>,
    /// Description of the role. If you remove it from the configuration, the role keeps its description, because it is not confirmed that RAM can clear it.
    #[attr(optional, computed, validate(length(1..=1024)))]
    pub(crate) description: Attr<String>,
    /// Maximum duration of a session, in seconds.
    #[attr(default = 3600, validate(in_range(3600..=43_200, "seconds")))]
    pub(crate) max_session_duration: Attr<i64>,
    /// Policies of the role. If this argument is set, the apply detaches all other policies. Default: the system policy `AliyunDTSRolePolicy` is attached, and other policies stay.
    #[attr(default = default_policies(), validate(policies()))]
    pub(crate) permission_policies: Attr<Set<Policy>>,
    /// Whether to also attach `AliyunVPCReadOnlyAccess`. DTS needs it for a self-managed source that is connected through Express Connect, VPN Gateway or Smart Access Gateway.
    #[attr(default = false)]
    pub(crate) access_via_vpc: Attr<bool>,
    /// Whether destroy also detaches policies that this resource did not attach.
    #[attr(default = false)]
    pub(crate) force_detach_policies: Attr<bool>,
    /// Tags of the role. A tag with the value `null` is ignored.
    #[attr(optional, null_elements, validate(rules::tags()))]
    pub(crate) tags: Attr<Map<String>>,
    /// Name of the role.
    #[attr(computed)]
    pub(crate) id: Attr<String>,
    /// ID of the account that owns the role. Use it for `cross_account.account_id` of the task.
    #[attr(computed)]
    pub(crate) account_id: Attr<String>,
    /// ARN of the role.
    #[attr(computed)]
    pub(crate) arn: Attr<String>,
    /// ID that RAM assigned to the role.
    #[attr(computed)]
    pub(crate) role_id: Attr<String>,
    /// The trust policy document (JSON), known at plan.
    #[attr(computed)]
    pub(crate) trust_policy: Attr<String>,
    /// Time at which the role was created (RFC 3339).
    #[attr(computed)]
    pub(crate) create_date: Attr<String>,
    /// Timeouts of the operations.
    #[block]
    pub(crate) timeouts: Attr<Timeouts>,
}

/// A policy of RAM.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Model)]
pub(crate) struct Policy {
    /// `System` or `Custom`.
    #[attr(required)]
    pub(crate) r#type: Attr<String>,
    /// Name of the policy.
    #[attr(required)]
    pub(crate) name: Attr<String>,
}

impl Policy {
    pub(super) fn new(kind: &str, name: &str) -> Self {
        Self { r#type: kind.into(), name: name.into() }
    }

    /// Type and name: `System/AliyunDTSRolePolicy`.
    pub(super) fn key(&self) -> String {
        format!("{}/{}", self.r#type.as_str().unwrap_or("?"), self.name.as_str().unwrap_or("?"))
    }
}

fn default_policies() -> Value {
    let policy = [("type", "System".into()), ("name", DTS_POLICY.into())];
    Value::List(vec![Value::Map(policy.into())])
}
