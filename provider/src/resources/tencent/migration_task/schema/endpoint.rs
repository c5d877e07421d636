//! The `source` and `destination` blocks.

use tencent::Secret;
use tfplugin::{
    Model,
    model::{Attr, Map},
    validate::{between, in_range, one_of},
};

use crate::{
    facts::tencent as facts,
    rules::{name_length, no_white_space_around, secret_length, tencent as rules},
};

pub(crate) use crate::facts::tencent::Side;

/// An endpoint of a migration. Its arguments depend on `access_type` and `engine`.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Endpoint {
    /// Database engine, by its name in the API. It must be the one that the instance was bought for.
    #[attr(required, validate(one_of(facts::engine_words())))]
    pub(crate) engine: Attr<String>,
    /// How DTS connects to the database, by the name in the API. `cdb` is a managed database of Tencent Cloud, and the only one that can belong to another account.
    #[attr(required, validate(one_of(facts::access_type_words())))]
    pub(crate) access_type: Attr<String>,
    /// Region of the database. It must be the one that the instance was bought for.
    #[attr(required, validate(rules::region()))]
    pub(crate) region: Attr<String>,
    /// Type of the node: `simple` or `cluster`; for MongoDB `replicaset`, `standalone` or `cluster`; for Redis `simple`, `cluster-cache` or `cluster-proxy`.
    #[attr(required, validate(name_length(), no_white_space_around()))]
    pub(crate) node_type: Attr<String>,
    /// ID of the managed database, such as `cdb-powiqx8q`. Required with `cdb`.
    #[attr(optional, validate(rules::database_id()))]
    pub(crate) instance_id: Attr<String>,
    /// ID of the CVM instance on which the database runs. Required with `cvm`.
    #[attr(optional, validate(rules::cvm_id()))]
    pub(crate) cvm_instance_id: Attr<String>,
    /// Host of the database. Required, except with `cdb` and `cvm`, which do not allow it.
    #[attr(optional, validate(crate::rules::host()))]
    pub(crate) host: Attr<String>,
    /// Port. Required, except with `cdb`, which does not allow it.
    #[attr(optional, validate(in_range(1..=65_535, "port")))]
    pub(crate) port: Attr<i64>,
    /// ID of the VPC. Required with `vpc`.
    #[attr(optional, validate(rules::vpc_id()))]
    pub(crate) vpc_id: Attr<String>,
    /// ID of the subnet. Required with `vpc`.
    #[attr(optional, validate(rules::subnet_id()))]
    pub(crate) subnet_id: Attr<String>,
    /// ID of the VPN gateway. Required with `vpncloud`.
    #[attr(optional, validate(rules::vpn_gateway_id()))]
    pub(crate) vpn_gateway_id: Attr<String>,
    /// ID of the direct connect gateway. Required with `dcg`.
    #[attr(optional, validate(rules::direct_connect_gateway_id()))]
    pub(crate) direct_connect_gateway_id: Attr<String>,
    /// ID of the Cloud Connect Network. Required with `ccn`.
    #[attr(optional, validate(rules::ccn_id()))]
    pub(crate) ccn_id: Attr<String>,
    /// UIN of the account that owns the Cloud Connect Network, if it is another one.
    #[attr(optional, validate(rules::uin()))]
    pub(crate) ccn_account_id: Attr<String>,
    /// Where the database is, for `ccn`: `UserIDC` or `TencentVPC`.
    #[attr(optional, validate(one_of(&["UserIDC", "TencentVPC"])))]
    pub(crate) network_environment: Attr<String>,
    /// How DTS connects to a TDSQL source: `proxy` or `set`.
    #[attr(optional, validate(one_of(&["proxy", "set"])))]
    pub(crate) connect_type: Attr<String>,
    /// Version of the engine, for a database of another cloud.
    #[attr(optional, validate(name_length(), no_white_space_around()))]
    pub(crate) engine_version: Attr<String>,
    /// Cloud of the database: `others`, `aliyun` or `aws`.
    #[attr(optional, validate(one_of(&["others", "aliyun", "aws"])))]
    pub(crate) supplier: Attr<String>,
    /// Database account that DTS uses.
    #[attr(optional, validate(name_length(), no_white_space_around()))]
    pub(crate) username: Attr<String>,
    /// Password of `username`, stored in the state. Prefer `password_wo`.
    #[attr(optional, sensitive, validate(secret_length()))]
    pub(crate) password: Attr<String>,
    /// Password of `username`, not stored in the state. Requires `password_wo_version`.
    #[attr(optional, sensitive, write_only, validate(secret_length()))]
    pub(crate) password_wo: Attr<String>,
    /// Version of `password_wo`. Increment it to send a new password. A change of `password_wo` alone does not send it.
    #[attr(optional, validate(between(1..=i64::MAX)))]
    pub(crate) password_wo_version: Attr<i64>,
    /// How the connection is encrypted: `none` or `ssl`.
    #[attr(default = "none", validate(one_of(&["none", "ssl"])))]
    pub(crate) encryption: Attr<String>,
    /// Further settings of the engine (`ExtraAttr`), such as `AuthDatabase` and `AuthMechanism` of MongoDB. Their values are stored in the state.
    #[attr(optional, validate(rules::engine_settings()))]
    pub(crate) settings: Attr<Map<String>>,
    /// The account that owns the source database, if it is not the account that runs the job.
    #[block]
    pub(crate) cross_account: Attr<CrossAccount>,
}

/// The account that owns a database. The provider assumes its role when it configures the job, and hands the temporary keys to DTS. They are stored neither in the state nor in plans.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct CrossAccount {
    /// UIN of the root account that owns the database.
    #[attr(required, validate(rules::uin()))]
    pub(crate) account_id: Attr<String>,
    /// Name of the CAM role in that account, from `role_name` of its `dts_cam_role_trust`. The role must trust the root account that runs the job.
    #[attr(required, validate(rules::role_name()))]
    pub(crate) role_name: Attr<String>,
    /// External ID that the trust policy of the role requires. It is not stored in the state. A change of it alone changes nothing: it is sent whenever the job is configured.
    #[attr(optional, sensitive, write_only, validate(rules::cam_external_id()))]
    pub(crate) external_id: Attr<String>,
}

impl Endpoint {
    /// The owner of the database. A dynamic block whose number is not known yet has only unknown values, and may turn out absent.
    pub(crate) fn owner(&self) -> Attr<&CrossAccount> {
        match &self.cross_account {
            Attr::Known(other) if other.account_id.is_unknown() && other.role_name.is_unknown() => Attr::Unknown,
            Attr::Known(other) => Attr::Known(other),
            Attr::Unknown => Attr::Unknown,
            Attr::Null => Attr::Null,
        }
    }
}

/// The password to send.
pub(crate) fn password_of(config: &Endpoint) -> Option<Secret> {
    config.password_wo.as_str().or(config.password.as_str()).map(Secret::from)
}

/// Whether the user asks to send it again.
pub(crate) fn password_changed(prior: &Endpoint, planned: &Endpoint) -> bool {
    crate::resources::shared::password_changed(
        [&prior.password, &planned.password],
        [&prior.password_wo_version, &planned.password_wo_version],
    )
}
