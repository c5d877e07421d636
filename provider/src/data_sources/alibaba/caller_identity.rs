//! `dts_caller_identity`: the identity of the credentials.

use async_trait::async_trait;
use tfplugin::{Model, context::Context, data_source::DataSource, diagnostic::Diagnostics, model::Attr};

use super::session;
use crate::{accounts::Clouds, diagnostics::cloud_error};

const TYPE: &str = "dts_caller_identity";

/// Returns the identity of the credentials that the provider uses. The roles in the accounts that own the databases must trust `account_id`: use it in `trusted_account_ids` of `dts_ram_role_trust`.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Identity {
    /// ID of the Alibaba Cloud account.
    #[attr(computed)]
    account_id: Attr<String>,
    /// ARN of the caller.
    #[attr(computed)]
    arn: Attr<String>,
    /// `Account` for an AccessKey of the Alibaba Cloud account, `RAMUser` or `AssumedRoleUser`.
    #[attr(computed)]
    identity_type: Attr<String>,
    /// ID of the RAM user. Not set for a role.
    #[attr(computed)]
    user_id: Attr<String>,
    /// ID of the role. Set for a role only.
    #[attr(computed)]
    role_id: Attr<String>,
    /// ID of the caller within the account. For a role it ends with the name of the session.
    #[attr(computed)]
    principal_id: Attr<String>,
}

/// The data source.
pub(super) struct CallerIdentity;

#[async_trait]
impl DataSource for CallerIdentity {
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
            account_id: found.account_id.into(),
            arn: found.arn.into(),
            identity_type: found.identity_type.into(),
            user_id: given(found.user_id),
            role_id: given(found.role_id),
            principal_id: given(found.principal_id),
        })
    }
}
