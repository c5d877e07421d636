//! The identity of a purchased job.

use async_trait::async_trait;
use tfplugin::{
    context::Context, diagnostic::Diagnostics, identity::Identified, private::Private, resource::Resource as _,
};

use super::{MigrationInstance, TYPE, model::InstanceModel};
use crate::{accounts::Clouds, resources::tencent::job::JobIdentity};

#[async_trait]
impl Identified for MigrationInstance {
    type Identity = JobIdentity;

    async fn identity(
        &self,
        context: &Context<Clouds>,
        state: &InstanceModel,
        private: &Private,
    ) -> Option<JobIdentity> {
        JobIdentity::of(context, private, &state.id).await
    }

    async fn import_by_identity(
        &self,
        context: &Context<Clouds>,
        identity: JobIdentity,
    ) -> Result<InstanceModel, Diagnostics> {
        self.import(context, identity.import_id(context, TYPE).await?).await
    }
}
