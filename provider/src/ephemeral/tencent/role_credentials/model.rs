//! Arguments and attributes.

use tfplugin::{Model, model::Attr};

use crate::rules::tencent as rules;

/// Returns temporary credentials of a CAM role from STS AssumeRole. They are not stored in the state or the plan. Use them in another provider block and in write-only arguments. Terraform requests new credentials in every plan and every apply.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct CamCredentials {
    /// ARN of the role: `qcs::cam::uin/<UIN>:roleName/<name>`. The role must trust the caller's root account, and a sub-user needs the permission to assume it.
    #[attr(required, validate(rules::cam_role_arn()))]
    pub(crate) role_arn: Attr<String>,
    /// Name of the session, shown in the account's audit log. Default: `terraform`.
    #[attr(optional, validate(rules::cam_session_name()))]
    pub(crate) session_name: Attr<String>,
    /// Session duration in seconds, up to the maximum session duration of the role. A session cannot be extended, so it must be longer than the plan or apply that uses the credentials. Default: `7200`.
    #[attr(optional, validate(rules::session_duration()))]
    pub(crate) session_duration: Attr<i64>,
    /// External ID, if the trust policy of the role requires one.
    #[attr(optional, sensitive, validate(rules::cam_external_id()))]
    pub(crate) external_id: Attr<String>,
    /// Policy document (JSON) that further restricts the permissions of the session.
    #[attr(optional, validate(rules::cam_session_policy()))]
    pub(crate) policy: Attr<String>,
    /// SecretId of the temporary key.
    #[attr(computed, sensitive)]
    pub(crate) secret_id: Attr<String>,
    /// SecretKey of the temporary key.
    #[attr(computed, sensitive)]
    pub(crate) secret_key: Attr<String>,
    /// Token for the temporary key.
    #[attr(computed, sensitive)]
    pub(crate) security_token: Attr<String>,
    /// Time when the credentials expire (RFC 3339).
    #[attr(computed)]
    pub(crate) expiration: Attr<String>,
    /// UIN of the root account that owns the role.
    #[attr(computed)]
    pub(crate) account_id: Attr<String>,
}
