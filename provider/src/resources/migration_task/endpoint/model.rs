//! Arguments of one end.

use tfplugin::{
    Model,
    model::Attr,
    validate::{between, not_empty, one_of},
};

use crate::rules;

/// One end of a migration.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Endpoint {
    /// Kind of database.
    #[attr(required, validate(one_of(&["mysql"])))]
    pub(crate) engine: Attr<String>,
    /// How DTS reaches it: `alibaba_cloud_instance` for an ApsaraDB instance.
    #[attr(required, validate(one_of(&["alibaba_cloud_instance"])))]
    pub(crate) access_method: Attr<String>,
    /// Region of the instance.
    #[attr(required, validate(not_empty()))]
    pub(crate) region: Attr<String>,
    /// Id of the instance, such as `rm-bp1…`.
    #[attr(required, validate(not_empty()))]
    pub(crate) instance_id: Attr<String>,
    /// Database account DTS logs in with.
    #[attr(required, validate(not_empty()))]
    pub(crate) username: Attr<String>,
    /// Its password, stored in the state. Prefer `password_wo`.
    #[attr(optional, sensitive, validate(not_empty()))]
    pub(crate) password: Attr<String>,
    /// Its password, stored nowhere. Needs `password_wo_version`.
    #[attr(optional, sensitive, write_only, validate(not_empty()))]
    pub(crate) password_wo: Attr<String>,
    /// A change of this number sends `password_wo` again.
    #[attr(optional, validate(between(1..=i64::MAX)))]
    pub(crate) password_wo_version: Attr<i64>,
    /// How the connection is encrypted: `none` or `ssl` (the instance must have SSL enabled).
    #[attr(default = "none", validate(one_of(&["none", "ssl"])))]
    pub(crate) encryption: Attr<String>,
    /// The account that owns the instance, where it is not the account that creates the task.
    #[block]
    pub(crate) cross_account: Attr<CrossAccount>,
}

/// The account that owns an instance.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct CrossAccount {
    /// Its id.
    #[attr(required, validate(rules::account_id()))]
    pub(crate) account_id: Attr<String>,
    /// Name of the role in it that trusts the account of the task (see `dts_ram_role_trust`). A name, not an ARN.
    #[attr(required, validate(rules::role_name()))]
    pub(crate) role_name: Attr<String>,
}
