//! The arguments of an endpoint.

use tfplugin::{
    Model,
    model::Attr,
    validate::{between, in_range, one_of},
};

use crate::rules::alibaba as rules;

/// An endpoint of a migration. Its arguments depend on `access_method` and `engine`.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Endpoint {
    /// Database engine. Not every engine is supported on both sides: see the support matrix.
    #[attr(required, validate(rules::engine()))]
    pub(crate) engine: Attr<String>,
    /// How DTS connects to the database. `express_connect` is also for VPN Gateway and Smart Access Gateway.
    #[attr(required, validate(rules::access_method()))]
    pub(crate) access_method: Attr<String>,
    /// Region of the database. Required, except with `access_method = "public_ip"`.
    #[attr(optional, validate(rules::region()))]
    pub(crate) region: Attr<String>,
    /// ID of the instance, such as `rm-bp1…`. With `ecs`, it is the ID of the ECS instance; with `database_gateway`, the ID of the gateway. Required with these two and with `alibaba_cloud_instance`.
    #[attr(optional, validate(rules::instance_id()))]
    pub(crate) instance_id: Attr<String>,
    /// ID of the VPC through which DTS connects to the database. Required with `express_connect` and `cen`.
    #[attr(optional, validate(rules::vpc_id()))]
    pub(crate) vpc_id: Attr<String>,
    /// Required with `cen`.
    #[attr(optional, validate(rules::cen_id()))]
    pub(crate) cen_id: Attr<String>,
    /// Host of the database. Required, except with `alibaba_cloud_instance` and `ecs`, which do not allow it.
    #[attr(optional, validate(crate::rules::host()))]
    pub(crate) host: Attr<String>,
    /// Port. Required, except with `alibaba_cloud_instance`, which does not allow it.
    #[attr(optional, validate(in_range(1..=65_535, "port")))]
    pub(crate) port: Attr<i64>,
    /// Database to connect to, for PostgreSQL and for PolarDB for PostgreSQL or Oracle. For MongoDB, it is the authentication database.
    #[attr(optional, validate(rules::name_length(), rules::no_space_around()))]
    pub(crate) database: Attr<String>,
    /// System identifier of an Oracle database.
    #[attr(optional, validate(rules::name_length(), rules::no_space_around()))]
    pub(crate) oracle_sid: Attr<String>,
    /// Architecture of a MongoDB database: `replica_set`, `sharded` or `standalone`.
    #[attr(optional, validate(one_of(&["replica_set", "sharded", "standalone"])))]
    pub(crate) mongodb_topology: Attr<String>,
    /// Database account that DTS uses.
    #[attr(optional, validate(rules::name_length(), rules::no_space_around()))]
    pub(crate) username: Attr<String>,
    /// Password of `username`, stored in the state. Prefer `password_wo`.
    #[attr(optional, sensitive, validate(rules::secret_length()))]
    pub(crate) password: Attr<String>,
    /// Password of `username`, not stored in the state. Requires `password_wo_version`.
    #[attr(optional, sensitive, write_only, validate(rules::secret_length()))]
    pub(crate) password_wo: Attr<String>,
    /// Version of `password_wo`. Increment it to send a new password. A change of `password_wo` alone does not send it.
    #[attr(optional, validate(between(1..=i64::MAX)))]
    pub(crate) password_wo_version: Attr<i64>,
    /// How the connection is encrypted: `none`, `ssl`, or `scram_sha_256` (only for a Kafka destination). With `ssl`, SSL must be enabled on the database.
    #[attr(default = "none", validate(one_of(&["none", "ssl", "scram_sha_256"])))]
    pub(crate) encryption: Attr<String>,
    /// The account that owns the database, if it is not the account that creates the task.
    #[block]
    pub(crate) cross_account: Attr<CrossAccount>,
    /// The values of the DTS API for the engine and the instance type. Required only if Alibaba Cloud does not document them for this engine and access method; the support matrix shows where.
    #[block]
    pub(crate) wire: Attr<Wire>,
}

/// The account that owns a database.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct CrossAccount {
    /// ID of the account that owns the database.
    #[attr(required, validate(rules::account_id()))]
    pub(crate) account_id: Attr<String>,
    /// Name of the RAM role in that account, from `role_name` of its `dts_ram_role_trust`. The role must trust the account that creates the task.
    #[attr(required, validate(rules::role_name()))]
    pub(crate) role_name: Attr<String>,
}

/// The values of the DTS API.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Wire {
    /// Value of `SourceEndpointEngineName` or `DestinationEndpointEngineName`.
    #[attr(required, validate(rules::name_length(), rules::no_space_around()))]
    pub(crate) engine: Attr<String>,
    /// Value of `SourceEndpointInstanceType` or `DestinationEndpointInstanceType`.
    #[attr(required, validate(rules::name_length(), rules::no_space_around()))]
    pub(crate) instance_type: Attr<String>,
}
