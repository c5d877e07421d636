//! The `alibaba` block of the provider block.

use tfplugin::{
    Model,
    model::Attr,
    validate::{in_range, length},
};

use crate::rules::{alibaba as rules, name_length, no_white_space_around, secret_length};

/// The longest path of a file that Linux accepts.
const LONGEST_PATH: usize = 4096;

/// The Alibaba Cloud account. An argument whose value is an empty string counts as not set.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Alibaba {
    /// Region of the DTS tasks. Can also be set with the `ALIBABA_CLOUD_REGION_ID`, `ALIBABA_CLOUD_REGION`, `ALICLOUD_REGION_ID` or `ALICLOUD_REGION` environment variable. Default: the region of the profile. A block whose resources are all `dts_ram_role_trust` needs no region.
    #[attr(optional, validate(rules::region()))]
    pub(crate) region: Attr<String>,
    /// ID of the account to which the credentials must belong. It is also the account of an offline plan. If `allowed_account_ids` is set, it must contain this ID.
    #[attr(optional, validate(rules::account_id()))]
    pub(crate) account_id: Attr<String>,
    /// A profile of the Alibaba Cloud CLI. Can also be set with the `ALIBABA_CLOUD_PROFILE` environment variable.
    #[attr(optional, validate(no_white_space_around(), name_length()))]
    pub(crate) profile: Attr<String>,
    /// The file with the profiles of the Alibaba Cloud CLI. Can also be set with the `ALIBABA_CLOUD_CONFIG_FILE` environment variable. Default: `~/.aliyun/config.json`.
    #[attr(optional, validate(no_white_space_around(), length(1..=LONGEST_PATH)))]
    pub(crate) shared_credentials_file: Attr<String>,
    /// AccessKey ID. Can also be set with the `ALIBABA_CLOUD_ACCESS_KEY_ID` environment variable.
    #[attr(optional, sensitive, validate(no_white_space_around(), secret_length()))]
    pub(crate) access_key_id: Attr<String>,
    /// AccessKey secret. Can also be set with the `ALIBABA_CLOUD_ACCESS_KEY_SECRET` environment variable.
    #[attr(optional, sensitive, validate(no_white_space_around(), secret_length()))]
    pub(crate) access_key_secret: Attr<String>,
    /// Security token of temporary credentials. Can also be set with the `ALIBABA_CLOUD_SECURITY_TOKEN` environment variable.
    #[attr(optional, sensitive, validate(no_white_space_around(), secret_length()))]
    pub(crate) security_token: Attr<String>,
    /// Name of the RAM role of the ECS instance on which Terraform runs. The provider gets the credentials of the role from the metadata service. Can also be set with the `ALIBABA_CLOUD_ECS_METADATA` environment variable.
    #[attr(optional, validate(rules::role_name()))]
    pub(crate) ecs_role_name: Attr<String>,
    /// RAM role to assume with the token of an identity provider, for CI jobs and Kubernetes pods. It replaces an AccessKey.
    #[block]
    pub(crate) assume_role_with_oidc: Attr<AssumeRoleWithOidc>,
    /// RAM role to assume with the credentials that the provider has found.
    #[block]
    pub(crate) assume_role: Attr<AssumeRole>,
    /// Custom endpoints of the services. The `DTS_ENDPOINT_URL` environment variable sets the endpoints that are not set in another way. Either all endpoints are loopback addresses, or none.
    #[block]
    pub(crate) endpoints: Attr<Endpoints>,
}

/// RAM role to assume.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct AssumeRole {
    /// ARN of the role.
    #[attr(required, validate(rules::role_arn()))]
    pub(crate) role_arn: Attr<String>,
    /// Name of the session, shown in the account's ActionTrail. Default: `terraform`.
    #[attr(optional, validate(rules::session_name()))]
    pub(crate) session_name: Attr<String>,
    /// Session duration in seconds. Credentials are refreshed before they expire. Default: `3600`.
    #[attr(optional, validate(in_range(900..=43_200, "seconds")))]
    pub(crate) duration_seconds: Attr<i64>,
    /// External ID, if the trust policy of the role requires one.
    #[attr(optional, validate(rules::external_id()))]
    pub(crate) external_id: Attr<String>,
    /// Policy document (JSON) that further restricts the permissions of the session.
    #[attr(optional, validate(rules::session_policy()))]
    pub(crate) policy: Attr<String>,
}

/// RAM role to assume with the token of an identity provider.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct AssumeRoleWithOidc {
    /// ARN of the role. Can also be set with the `ALIBABA_CLOUD_ROLE_ARN` environment variable.
    #[attr(optional, validate(rules::role_arn()))]
    pub(crate) role_arn: Attr<String>,
    /// ARN of the identity provider in RAM. Can also be set with the `ALIBABA_CLOUD_OIDC_PROVIDER_ARN` environment variable.
    #[attr(optional, validate(rules::oidc_provider_arn()))]
    pub(crate) oidc_provider_arn: Attr<String>,
    /// File with the token. The provider reads it again for each refresh. Can also be set with the `ALIBABA_CLOUD_OIDC_TOKEN_FILE` environment variable.
    #[attr(optional, validate(no_white_space_around(), length(1..=LONGEST_PATH)))]
    pub(crate) oidc_token_file: Attr<String>,
    /// Name of the session, shown in the account's ActionTrail. Can also be set with the `ALIBABA_CLOUD_ROLE_SESSION_NAME` environment variable. Default: `terraform`.
    #[attr(optional, validate(rules::session_name()))]
    pub(crate) session_name: Attr<String>,
    /// Session duration in seconds. Credentials are refreshed before they expire. Default: `3600`.
    #[attr(optional, validate(in_range(900..=43_200, "seconds")))]
    pub(crate) duration_seconds: Attr<i64>,
}

/// Custom service endpoints.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Endpoints {
    /// DTS endpoint. Can also be set with the `ALIBABA_CLOUD_ENDPOINT_DTS` or `DTS_ENDPOINT` environment variable.
    #[attr(optional, validate(rules::endpoint()))]
    pub(crate) dts: Attr<String>,
    /// RAM endpoint. Can also be set with the `ALIBABA_CLOUD_ENDPOINT_RAM` or `RAM_ENDPOINT` environment variable.
    #[attr(optional, validate(rules::endpoint()))]
    pub(crate) ram: Attr<String>,
    /// STS endpoint. Can also be set with the `ALIBABA_CLOUD_ENDPOINT_STS` or `STS_ENDPOINT` environment variable.
    #[attr(optional, validate(rules::endpoint()))]
    pub(crate) sts: Attr<String>,
}
