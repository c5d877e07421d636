//! The `tencent` block of the provider block.

use tfplugin::{
    Model,
    model::Attr,
    validate::{length, one_of},
};

use crate::rules::{name_length, no_white_space_around, secret_length, tencent as rules};

/// The longest path of a file that Linux accepts.
const LONGEST_PATH: usize = 4096;

/// The Tencent Cloud account. An argument whose value is an empty string counts as not set.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Tencent {
    /// Region of the migration jobs. Can also be set with the `TENCENTCLOUD_REGION` environment variable. Default: the region of the profile. A block whose resources are all in CAM needs no region. A finance region has separate hosts, which the provider uses.
    #[attr(optional, validate(rules::region()))]
    pub(crate) region: Attr<String>,
    /// UIN of the root account to which the credentials must belong. It is also the account of an offline plan. If `allowed_account_ids` is set, it must contain this UIN.
    #[attr(optional, validate(rules::uin()))]
    pub(crate) account_id: Attr<String>,
    /// A profile of the `tccli` tool. Can also be set with the `TENCENTCLOUD_PROFILE` or `TCCLI_PROFILE` environment variable.
    #[attr(optional, validate(no_white_space_around(), name_length()))]
    pub(crate) profile: Attr<String>,
    /// The folder with the profiles of the `tccli` tool. Can also be set with the `TENCENTCLOUD_SHARED_CREDENTIALS_DIR` environment variable. Default: `~/.tccli`.
    #[attr(optional, validate(no_white_space_around(), length(1..=LONGEST_PATH)))]
    pub(crate) shared_credentials_dir: Attr<String>,
    /// SecretId of the key. Can also be set with the `TENCENTCLOUD_SECRET_ID` environment variable.
    #[attr(optional, sensitive, validate(no_white_space_around(), secret_length()))]
    pub(crate) secret_id: Attr<String>,
    /// SecretKey of the key. Can also be set with the `TENCENTCLOUD_SECRET_KEY` environment variable.
    #[attr(optional, sensitive, validate(no_white_space_around(), secret_length()))]
    pub(crate) secret_key: Attr<String>,
    /// Token of temporary credentials. Can also be set with the `TENCENTCLOUD_SECURITY_TOKEN` or `TENCENTCLOUD_TOKEN` environment variable.
    #[attr(optional, sensitive, validate(no_white_space_around(), secret_length()))]
    pub(crate) security_token: Attr<String>,
    /// Name of the CAM role of the CVM instance on which Terraform runs. The provider gets the credentials of the role from the metadata service.
    #[attr(optional, validate(rules::cam_role_name()))]
    pub(crate) cam_role_name: Attr<String>,
    /// The site on which the account is registered: `china` (`cloud.tencent.com`) or `international` (`tencentcloud.com`). It decides which hosts the provider calls. Default: `china`.
    #[attr(optional, validate(one_of(&SITES)))]
    pub(crate) site: Attr<String>,
    /// The domain of all services, in place of `tencentcloudapi.com`. A loopback address, such as `127.0.0.1:8700`, serves all of them. Can also be set with the `TENCENTCLOUD_DOMAIN` environment variable.
    #[attr(optional, validate(rules::domain()))]
    pub(crate) domain: Attr<String>,
    /// The protocol of `domain`: `HTTPS`, or `HTTP` for a loopback address. Can also be set with the `TENCENTCLOUD_PROTOCOL` environment variable. Default: `HTTPS`.
    #[attr(optional, validate(one_of(&PROTOCOLS)))]
    pub(crate) protocol: Attr<String>,
    /// CAM role to assume with the token of an identity provider, for CI jobs and pods of TKE. It replaces a key.
    #[block]
    pub(crate) assume_role_with_web_identity: Attr<AssumeRoleWithWebIdentity>,
    /// CAM role to assume with the credentials that the provider has found.
    #[block]
    pub(crate) assume_role: Attr<AssumeRole>,
    /// Custom endpoints of the services. The `DTS_ENDPOINT_URL` environment variable sets the endpoints that are not set in another way. Either all endpoints are loopback addresses, or none.
    #[block]
    pub(crate) endpoints: Attr<TencentEndpoints>,
}

/// The words of `site`.
const SITES: [&str; 2] = ["china", INTERNATIONAL];
/// The international site.
pub(super) const INTERNATIONAL: &str = "international";
/// The words of `protocol`.
const PROTOCOLS: [&str; 2] = ["HTTPS", HTTP];
/// The protocol without encryption.
pub(super) const HTTP: &str = "HTTP";

/// CAM role to assume.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct AssumeRole {
    /// The role: `qcs::cam::uin/<UIN>:roleName/<name>`.
    #[attr(required, validate(rules::cam_role_arn()))]
    pub(crate) role_arn: Attr<String>,
    /// Name of the session, shown in the account's audit log. Default: `terraform`.
    #[attr(optional, validate(rules::cam_session_name()))]
    pub(crate) session_name: Attr<String>,
    /// Session duration in seconds. Credentials are refreshed before they expire. Default: `7200`.
    #[attr(optional, validate(rules::session_duration()))]
    pub(crate) session_duration: Attr<i64>,
    /// External ID, if the trust policy of the role requires one.
    #[attr(optional, sensitive, validate(rules::cam_external_id()))]
    pub(crate) external_id: Attr<String>,
    /// Policy document (JSON) that further restricts the permissions of the session.
    #[attr(optional, validate(rules::cam_session_policy()))]
    pub(crate) policy: Attr<String>,
}

/// CAM role to assume with the token of an identity provider.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct AssumeRoleWithWebIdentity {
    /// The role: `qcs::cam::uin/<UIN>:roleName/<name>`. Can also be set with the `TKE_ROLE_ARN` environment variable.
    #[attr(optional, validate(rules::cam_role_arn()))]
    pub(crate) role_arn: Attr<String>,
    /// Name of the identity provider. Can also be set with the `TKE_PROVIDER_ID` environment variable.
    #[attr(optional, validate(no_white_space_around(), name_length()))]
    pub(crate) provider_id: Attr<String>,
    /// File with the token. The provider reads it again for each refresh. Can also be set with the `TKE_WEB_IDENTITY_TOKEN_FILE` environment variable.
    #[attr(optional, validate(no_white_space_around(), length(1..=LONGEST_PATH)))]
    pub(crate) web_identity_token_file: Attr<String>,
    /// Name of the session, shown in the account's audit log. Default: `terraform`.
    #[attr(optional, validate(rules::cam_session_name()))]
    pub(crate) session_name: Attr<String>,
    /// Session duration in seconds. Credentials are refreshed before they expire. Default: `7200`.
    #[attr(optional, validate(rules::session_duration()))]
    pub(crate) session_duration: Attr<i64>,
}

/// Custom service endpoints.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct TencentEndpoints {
    /// DTS endpoint. Can also be set with the `TENCENTCLOUD_ENDPOINT_DTS` environment variable.
    #[attr(optional, validate(rules::endpoint()))]
    pub(crate) dts: Attr<String>,
    /// CAM endpoint. Can also be set with the `TENCENTCLOUD_ENDPOINT_CAM` environment variable.
    #[attr(optional, validate(rules::endpoint()))]
    pub(crate) cam: Attr<String>,
    /// STS endpoint. Can also be set with the `TENCENTCLOUD_ENDPOINT_STS` environment variable.
    #[attr(optional, validate(rules::endpoint()))]
    pub(crate) sts: Attr<String>,
}
