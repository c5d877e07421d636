//! `dts_tencent_caller_identity`: the identity of the credentials.

use async_trait::async_trait;
use tfplugin::{Model, context::Context, data_source::DataSource, diagnostic::Diagnostics, model::Attr};

use super::session;
use crate::{accounts::Clouds, diagnostics::cloud_error};

const TYPE: &str = "dts_tencent_caller_identity";

/// Returns the identity of the credentials that the provider uses in Tencent Cloud. The roles in the accounts that own the databases must trust `account_id`, the root account, also if the credentials are those of a sub-user: use it in `trusted_account_ids` of `dts_cam_role_trust`.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Identity {
    /// UIN of the root account.
    #[attr(computed)]
    account_id: Attr<String>,
    /// ARN of the caller.
    #[attr(computed)]
    arn: Attr<String>,
    /// `CAMUser` for the root account and for a sub-user, `CAMRole` for a role.
    #[attr(computed)]
    identity_type: Attr<String>,
    /// UIN of the user. For a role its ID and the name of the session.
    #[attr(computed)]
    user_id: Attr<String>,
    /// UIN of the user. For a role the UIN of the caller that has assumed it.
    #[attr(computed)]
    principal_id: Attr<String>,
    /// Whether the credentials are those of the root account. A sub-user that runs a migration across accounts needs the permission to assume the role.
    #[attr(computed)]
    is_root: Attr<bool>,
}

/// The data source.
pub(super) struct TencentCallerIdentity;

#[async_trait]
impl DataSource for TencentCallerIdentity {
    type Model = Identity;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    async fn read(&self, context: &Context<Clouds>, _config: Identity) -> Result<Identity, Diagnostics> {
        let session = session(context, TYPE).await?;
        let found = session.caller_identity().await.map_err(|error| {
            cloud_error("Cannot read the caller's identity", "Looking up the identity of the credentials", &error)
        })?;
        let given = |text: String| Some(text).filter(|text| !text.is_empty()).into();
        Ok(Identity {
            is_root: (found.identity_type != "CAMRole" && found.user_id == found.account_id).into(),
            account_id: found.account_id.into(),
            arn: found.arn.into(),
            identity_type: given(found.identity_type),
            user_id: given(found.user_id),
            principal_id: given(found.principal_id),
        })
    }
}
