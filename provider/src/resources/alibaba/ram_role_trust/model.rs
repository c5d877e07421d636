//! Arguments and attributes.

use tfplugin::{
    Model,
    model::{Attr, Map, Set},
    timeouts::Timeouts,
    validate::{in_range, length},
    value::Value,
};

use crate::rules;

/// The system policy DTS needs in the account that owns a database.
pub(super) const DTS_POLICY: &str = "AliyunDTSRolePolicy";
/// The system policy it needs besides for a self-managed database reached through a VPC.
pub(super) const VPC_POLICY: &str = "AliyunVPCReadOnlyAccess";

/// Lets another Alibaba Cloud account use DTS on the databases of this one: a RAM role that trusts the account which creates the migration task, with the permissions DTS needs.
///
/// Create it with the credentials of the account that **owns the database**. The trusted account is always the one that creates the task.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct TrustModel {
    /// Name of the role. It goes into `cross_account.role_name` of the task.
    #[attr(required, replace, validate(rules::role_name()))]
    pub(crate) role_name: Attr<String>,
    /// Accounts that may create tasks on this account's databases. Never this account itself.
    #[attr(required, validate(rules::account_id(), at_least_one()))]
    pub(crate) trusted_account_ids: Attr<Set<String>>,
    /// What the role is for. Where it is taken out of the configuration the role keeps the one it has: RAM has no call that empties it.
    #[attr(optional, computed, validate(length(1..=1024)))]
    pub(crate) description: Attr<String>,
    /// Longest session, in seconds.
    #[attr(default = 3600, validate(in_range(3600..=43_200, "seconds")))]
    pub(crate) max_session_duration: Attr<i64>,
    /// Policies attached to the role, each with `type` (`System` or `Custom`) and `name`. Default: the system policy `AliyunDTSRolePolicy`.
    #[attr(default = default_policies(), validate(policy_types()))]
    pub(crate) permission_policies: Attr<Set<Policy>>,
    /// Attach `AliyunVPCReadOnlyAccess` as well: needed for a self-managed source reached through Express Connect, VPN Gateway or Smart Access Gateway.
    #[attr(default = false)]
    pub(crate) access_via_vpc: Attr<bool>,
    /// On destroy, also detach policies that somebody else attached.
    #[attr(default = false)]
    pub(crate) force_detach_policies: Attr<bool>,
    /// Tags of the role.
    #[attr(optional)]
    pub(crate) tags: Attr<Map<String>>,
    /// The role's name.
    #[attr(computed)]
    pub(crate) id: Attr<String>,
    /// The account that owns the role. It goes into `cross_account.account_id` of the task.
    #[attr(computed)]
    pub(crate) account_id: Attr<String>,
    /// ARN of the role.
    #[attr(computed)]
    pub(crate) arn: Attr<String>,
    /// The id RAM gave the role.
    #[attr(computed)]
    pub(crate) role_id: Attr<String>,
    /// The trust policy document (JSON), known at plan.
    #[attr(computed)]
    pub(crate) trust_policy: Attr<String>,
    /// When the role was created (RFC 3339).
    #[attr(computed)]
    pub(crate) create_date: Attr<String>,
    /// How long the operations may take.
    #[block]
    pub(crate) timeouts: Attr<Timeouts>,
}

/// A policy.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Model)]
pub(crate) struct Policy {
    /// `System` or `Custom`.
    #[attr(required)]
    pub(crate) r#type: Attr<String>,
    /// Its name.
    #[attr(required)]
    pub(crate) name: Attr<String>,
}

impl Policy {
    pub(super) fn new(kind: &str, name: &str) -> Self {
        Self { r#type: kind.into(), name: name.into() }
    }

    /// `System/AliyunDTSRolePolicy`.
    pub(super) fn key(&self) -> String {
        format!("{}/{}", self.r#type.as_str().unwrap_or("?"), self.name.as_str().unwrap_or("?"))
    }
}

fn default_policies() -> Value {
    let policy = [("type", "System".into()), ("name", DTS_POLICY.into())];
    Value::List(vec![Value::Map(policy.into())])
}

/// At least one account, and no null among them.
pub(crate) fn at_least_one() -> impl tfplugin::validate::Validator {
    AtLeastOne
}

struct AtLeastOne;

impl tfplugin::validate::Validator for AtLeastOne {
    fn rule(&self) -> &'static str {
        "trusted-accounts"
    }

    fn describe(&self) -> String {
        "must name at least one account".to_owned()
    }

    fn check(&self, value: &Value) -> Result<(), String> {
        match value {
            Value::List(items) if items.is_empty() => Err("It is empty: nobody could use the role.".to_owned()),
            Value::List(items) if items.iter().any(Value::is_null) => Err("One of them is null.".to_owned()),
            _ => Ok(()),
        }
    }
}

fn policy_types() -> impl tfplugin::validate::Validator {
    PolicyTypes
}

struct PolicyTypes;

impl tfplugin::validate::Validator for PolicyTypes {
    fn rule(&self) -> &'static str {
        "policy-shape"
    }

    fn describe(&self) -> String {
        "must have policies with `type` `System` or `Custom`, and a `name` of 1 to 128 characters".to_owned()
    }

    fn check(&self, value: &Value) -> Result<(), String> {
        let Value::List(items) = value else { return Ok(()) };
        for item in items {
            match item.attribute("type") {
                Value::String(kind) if kind != "System" && kind != "Custom" => {
                    return Err(format!("{kind:?} is no policy type."));
                }
                Value::Null => return Err("A policy lacks its type.".to_owned()),
                _ => {}
            }
            match item.attribute("name") {
                Value::String(name) if !(1..=128).contains(&name.chars().count()) => {
                    return Err(format!("{name:?} is no policy name."));
                }
                Value::Null => return Err("A policy lacks its name.".to_owned()),
                _ => {}
            }
        }
        Ok(())
    }
}
