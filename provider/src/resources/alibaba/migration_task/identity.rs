//! What identifies a task: account, region and id of its job.

use async_trait::async_trait;
use tfplugin::{
    Model, context::Context, diagnostic::Diagnostics, identity::Identified, model::Attr, private::Private,
    resource::Resource as _, validate::not_empty,
};

use crate::resources::alibaba::migration_task::{MigrationTask, TYPE, schema::model::TaskModel};
use crate::{
    accounts::Clouds,
    resources::shared::identity::{must_be_own_account, must_be_own_region, owner, region},
    rules,
};

/// A task.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct TaskIdentity {
    /// The account that created the task. An import may leave it out: it is then the account of the provider block.
    #[attr(optional, validate(rules::account_id()))]
    account_id: Attr<String>,
    /// Region of the task, such as `cn-hangzhou`.
    #[attr(required, validate(not_empty()))]
    region: Attr<String>,
    /// Id of the task (DtsJobId).
    #[attr(required)]
    task_id: Attr<String>,
}

#[async_trait]
impl Identified for MigrationTask {
    type Identity = TaskIdentity;

    async fn identity(&self, context: &Context<Clouds>, state: &TaskModel, private: &Private) -> Option<TaskIdentity> {
        let (account_id, region) = (owner(context, private).await?, region(context)?);
        Some(TaskIdentity { account_id: account_id.into(), region: region.into(), task_id: state.id.clone() })
    }

    async fn import_by_identity(
        &self,
        context: &Context<Clouds>,
        identity: TaskIdentity,
    ) -> Result<TaskModel, Diagnostics> {
        must_be_own_region(context, TYPE, identity.region.as_str().unwrap_or_default())?;
        must_be_own_account(context, TYPE, identity.account_id.as_str()).await?;
        self.import(context, identity.task_id.as_str().unwrap_or_default()).await
    }
}
