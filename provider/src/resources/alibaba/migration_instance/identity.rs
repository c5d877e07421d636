//! What identifies an instance: account, region and its id.

use async_trait::async_trait;
use tfplugin::{
    Model, context::Context, diagnostic::Diagnostics, identity::Identified, model::Attr, private::Private,
    resource::Resource as _, validate::not_empty,
};

use super::{MigrationInstance, TYPE, model::InstanceModel};
use crate::{
    accounts::Clouds,
    resources::shared::identity::{must_be_own_account, must_be_own_region, owner, region},
    rules,
};

/// An instance.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct InstanceIdentity {
    /// The account that bought the instance. An import may leave it out: it is then the account of the provider block.
    #[attr(optional, validate(rules::account_id()))]
    account_id: Attr<String>,
    /// Region of the instance, such as `cn-hangzhou`.
    #[attr(required, validate(not_empty()))]
    region: Attr<String>,
    /// Id of the instance (DtsInstanceID), `dts` and the id of its task.
    #[attr(required)]
    instance_id: Attr<String>,
}

#[async_trait]
impl Identified for MigrationInstance {
    type Identity = InstanceIdentity;

    async fn identity(
        &self,
        context: &Context<Clouds>,
        state: &InstanceModel,
        private: &Private,
    ) -> Option<InstanceIdentity> {
        let (account_id, region) = (owner(context, private).await?, region(context)?);
        Some(InstanceIdentity { account_id: account_id.into(), region: region.into(), instance_id: state.id.clone() })
    }

    async fn import_by_identity(
        &self,
        context: &Context<Clouds>,
        identity: InstanceIdentity,
    ) -> Result<InstanceModel, Diagnostics> {
        must_be_own_region(context, TYPE, identity.region.as_str().unwrap_or_default())?;
        must_be_own_account(context, TYPE, identity.account_id.as_str()).await?;
        self.import(context, identity.instance_id.as_str().unwrap_or_default()).await
    }
}
