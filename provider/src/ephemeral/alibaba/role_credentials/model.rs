//! Arguments and attributes.

use tfplugin::{Model, model::Attr, validate::in_range};

use crate::rules::alibaba as rules;

/// Returns temporary credentials of a RAM role from STS AssumeRole. They are not stored in the state or the plan. Use them in another provider block and in write-only arguments. Terraform requests new credentials in every plan and every apply.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Credentials {
    /// ARN of the role. The role must trust the caller. An AccessKey of the Alibaba Cloud account (not of a RAM user) cannot assume roles.
    #[attr(required, validate(rules::role_arn()))]
    pub(crate) role_arn: Attr<String>,
    /// Name of the session, shown in the account's ActionTrail. Default: `terraform`.
    #[attr(optional, validate(rules::session_name()))]
    pub(crate) session_name: Attr<String>,
    /// Session duration in seconds, up to the maximum session duration of the role. A session cannot be extended, so it must be longer than the plan or apply that uses the credentials. Default: `3600`.
    #[attr(optional, validate(in_range(900..=43_200, "seconds")))]
    pub(crate) duration_seconds: Attr<i64>,
    /// External ID, if the trust policy of the role requires one.
    #[attr(optional, validate(rules::external_id()))]
    pub(crate) external_id: Attr<String>,
    /// Policy document (JSON) that further restricts the permissions of the session.
    #[attr(optional, validate(rules::session_policy()))]
    pub(crate) policy: Attr<String>,
    /// AccessKey ID, `STS.…`.
    #[attr(computed)]
    pub(crate) access_key_id: Attr<String>,
    /// AccessKey secret.
    #[attr(computed, sensitive)]
    pub(crate) access_key_secret: Attr<String>,
    /// Security token for the AccessKey.
    #[attr(computed, sensitive)]
    pub(crate) security_token: Attr<String>,
    /// Time when the credentials expire (RFC 3339).
    #[attr(computed)]
    pub(crate) expiration: Attr<String>,
    /// ID of the account that owns the role.
    #[attr(computed)]
    pub(crate) account_id: Attr<String>,
}
