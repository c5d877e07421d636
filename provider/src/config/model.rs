//! The `provider "dts"` block.

use tfplugin::{
    Model,
    model::{Attr, Set},
    validate::{duration, in_range, not_empty},
};

use super::alibaba::oidc_provider_arn;
use crate::rules;

/// Moves databases between cloud accounts with Alibaba Cloud DTS.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct ProviderModel {
    /// Accounts in which this provider may plan and apply. With any other account behind the credentials every operation is refused. Offline, a single one stands for `alibaba.account_id`.
    #[attr(optional, validate(rules::account_id()))]
    pub(crate) allowed_account_ids: Attr<Set<String>>,
    /// Written as the tag `dts-ownership-id` on roles. It tells this configuration's roles from somebody else's.
    #[attr(optional, validate(not_empty()))]
    pub(crate) ownership_id: Attr<String>,
    /// How often a call is repeated after a throttled or failed attempt, if repeating is safe. Default: `8`.
    #[attr(optional, validate(in_range(0..=20, "repetitions")))]
    pub(crate) max_retries: Attr<i64>,
    /// How long one call may take, such as `30s`. Default: `30s`.
    #[attr(optional, validate(duration()))]
    pub(crate) request_timeout: Attr<String>,
    /// Plan without any call and without credentials; apply is refused. Also by the environment variable `DTS_OFFLINE`. Account ids come from `alibaba.account_id`, or from `allowed_account_ids` with a single one; the region comes from `alibaba.region` or the environment.
    #[attr(optional)]
    pub(crate) offline: Attr<bool>,
    /// The Alibaba Cloud account to work in.
    #[block]
    pub(crate) alibaba: Attr<Alibaba>,
}

/// The Alibaba Cloud account to work in.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Alibaba {
    /// Region of the DTS tasks. Also by `ALIBABA_CLOUD_REGION_ID`, `ALIBABA_CLOUD_REGION` or `ALICLOUD_REGION`, else the profile's.
    #[attr(optional, validate(not_empty()))]
    pub(crate) region: Attr<String>,
    /// The account the credentials must belong to; also the account of an offline plan. One of `allowed_account_ids`, where that is set.
    #[attr(optional, validate(rules::account_id()))]
    pub(crate) account_id: Attr<String>,
    /// A profile of the Alibaba Cloud CLI. Also by `ALIBABA_CLOUD_PROFILE`.
    #[attr(optional, validate(not_empty()))]
    pub(crate) profile: Attr<String>,
    /// The CLI's file of profiles. Default: `~/.aliyun/config.json`.
    #[attr(optional, validate(not_empty()))]
    pub(crate) shared_credentials_file: Attr<String>,
    /// AccessKey id. Also by `ALIBABA_CLOUD_ACCESS_KEY_ID`.
    #[attr(optional, sensitive)]
    pub(crate) access_key_id: Attr<String>,
    /// AccessKey secret. Also by `ALIBABA_CLOUD_ACCESS_KEY_SECRET`.
    #[attr(optional, sensitive)]
    pub(crate) access_key_secret: Attr<String>,
    /// Token of temporary credentials. Also by `ALIBABA_CLOUD_SECURITY_TOKEN`.
    #[attr(optional, sensitive)]
    pub(crate) security_token: Attr<String>,
    /// The RAM role of the ECS instance this runs on; its metadata service hands out the credentials. Also by `ALIBABA_CLOUD_ECS_METADATA`; without any credentials the instance is asked for its role, unless `ALIBABA_CLOUD_ECS_METADATA_DISABLED` is `true`.
    #[attr(optional, validate(rules::role_name()))]
    pub(crate) ecs_role_name: Attr<String>,
    /// A role to work as, taken on with the token of an identity provider instead of a key, for CI jobs and Kubernetes pods.
    #[block]
    pub(crate) assume_role_with_oidc: Attr<AssumeRoleWithOidc>,
    /// A role to work as. The credentials above are used to assume it.
    #[block]
    pub(crate) assume_role: Attr<AssumeRole>,
    /// Other addresses for the services: a host, or a URL. `http://` is for loopback addresses only.
    #[block]
    pub(crate) endpoints: Attr<Endpoints>,
}

/// A role to work as.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct AssumeRole {
    /// Its ARN, `acs:ram::<account id>:role/<name>`.
    #[attr(required, validate(rules::role_arn()))]
    pub(crate) role_arn: Attr<String>,
    /// Name of the session, seen in the account's action trail. Default: `terraform`.
    #[attr(optional, validate(rules::session_name()))]
    pub(crate) session_name: Attr<String>,
    /// How long the credentials live, in seconds; they are renewed in time. Default: `3600`.
    #[attr(optional, validate(in_range(900..=43_200, "seconds")))]
    pub(crate) duration_seconds: Attr<i64>,
    /// External id the role's trust policy may ask for.
    #[attr(optional)]
    pub(crate) external_id: Attr<String>,
    /// A policy document that narrows what the session may do.
    #[attr(optional)]
    pub(crate) policy: Attr<String>,
}

/// A role to work as, taken on with the token of an identity provider.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct AssumeRoleWithOidc {
    /// Its ARN, `acs:ram::<account id>:role/<name>`. Also by `ALIBABA_CLOUD_ROLE_ARN`.
    #[attr(optional, validate(rules::role_arn()))]
    pub(crate) role_arn: Attr<String>,
    /// ARN of the identity provider in RAM, `acs:ram::<account id>:oidc-provider/<name>`. Also by `ALIBABA_CLOUD_OIDC_PROVIDER_ARN`.
    #[attr(optional, validate(oidc_provider_arn()))]
    pub(crate) oidc_provider_arn: Attr<String>,
    /// File with the token, read anew for each renewal. Also by `ALIBABA_CLOUD_OIDC_TOKEN_FILE`.
    #[attr(optional, validate(not_empty()))]
    pub(crate) oidc_token_file: Attr<String>,
    /// Name of the session, seen in the account's action trail. Also by `ALIBABA_CLOUD_ROLE_SESSION_NAME`. Default: `terraform`.
    #[attr(optional, validate(rules::session_name()))]
    pub(crate) session_name: Attr<String>,
    /// How long the credentials live, in seconds; they are renewed in time. Default: `3600`.
    #[attr(optional, validate(in_range(900..=43_200, "seconds")))]
    pub(crate) duration_seconds: Attr<i64>,
}

/// Other addresses for the services.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Endpoints {
    /// DTS. Also by `ALIBABA_CLOUD_ENDPOINT_DTS` or `DTS_ENDPOINT`.
    #[attr(optional, validate(rules::endpoint()))]
    pub(crate) dts: Attr<String>,
    /// RAM. Also by `ALIBABA_CLOUD_ENDPOINT_RAM` or `RAM_ENDPOINT`.
    #[attr(optional, validate(rules::endpoint()))]
    pub(crate) ram: Attr<String>,
    /// STS. Also by `ALIBABA_CLOUD_ENDPOINT_STS` or `STS_ENDPOINT`.
    #[attr(optional, validate(rules::endpoint()))]
    pub(crate) sts: Attr<String>,
}
