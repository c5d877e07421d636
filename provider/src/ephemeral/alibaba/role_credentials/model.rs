//! Arguments and attributes.

use tfplugin::{
    Model,
    model::Attr,
    validate::{in_range, length},
};

use crate::rules::alibaba as rules;

/// Gives temporary credentials of a RAM role, by STS AssumeRole, without storing them: they stand in no state and in no plan. They can go into another provider block and into write-only arguments. Terraform asks for new ones in every plan and every apply.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Credentials {
    /// ARN of the role, `acs:ram::<account id>:role/<name>`. The role must trust the caller; the AccessKey of an account itself, instead of one of its RAM users, cannot assume roles.
    #[attr(required, validate(rules::role_arn()))]
    pub(crate) role_arn: Attr<String>,
    /// Name of the session, seen in the account's action trail. Default: `terraform`.
    #[attr(optional, validate(rules::session_name()))]
    pub(crate) session_name: Attr<String>,
    /// How long the credentials live, in seconds, at most the role's longest session. They cannot be prolonged: it must be longer than the plan or apply that uses them. Default: `3600`.
    #[attr(optional, validate(in_range(900..=43_200, "seconds")))]
    pub(crate) duration_seconds: Attr<i64>,
    /// External id the role's trust policy may ask for.
    #[attr(optional, validate(length(2..=1224)))]
    pub(crate) external_id: Attr<String>,
    /// A policy document (JSON) that narrows what the session may do.
    #[attr(optional, validate(length(1..=2048)))]
    pub(crate) policy: Attr<String>,
    /// AccessKey id, `STS.…`.
    #[attr(computed)]
    pub(crate) access_key_id: Attr<String>,
    /// AccessKey secret.
    #[attr(computed, sensitive)]
    pub(crate) access_key_secret: Attr<String>,
    /// Token that goes with the key.
    #[attr(computed, sensitive)]
    pub(crate) security_token: Attr<String>,
    /// When the credentials expire (RFC 3339).
    #[attr(computed)]
    pub(crate) expiration: Attr<String>,
    /// The account of the role.
    #[attr(computed)]
    pub(crate) account_id: Attr<String>,
}
