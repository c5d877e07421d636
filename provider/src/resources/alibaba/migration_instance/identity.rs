//! The identity of an instance.

use async_trait::async_trait;
use tfplugin::{
    context::Context, diagnostic::Diagnostics, identity::Identified, private::Private, resource::Resource as _,
};

use super::{MigrationInstance, TYPE, schema::InstanceModel};
use crate::{accounts::Clouds, resources::alibaba::job::InstanceIdentity};

#[async_trait]
impl Identified for MigrationInstance {
    type Identity = InstanceIdentity;

    async fn identity(
        &self,
        context: &Context<Clouds>,
        state: &InstanceModel,
        private: &Private,
    ) -> Option<InstanceIdentity> {
        InstanceIdentity::of(context, private, &state.id).await
    }

    async fn import_by_identity(
        &self,
        context: &Context<Clouds>,
        identity: InstanceIdentity,
    ) -> Result<InstanceModel, Diagnostics> {
        self.import(context, identity.import_id(context, TYPE).await?).await
    }
}
