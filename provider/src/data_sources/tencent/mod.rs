//! The data sources of Tencent Cloud, one file each.

mod caller_identity;
mod migration_job;
mod migration_task;
mod migration_tasks;
mod source_instances;

use std::time::Duration;

use tfplugin::{context::Context, diagnostic::Diagnostic, registry::RegisteredDataSource};

use crate::{
    accounts::{
        Clouds,
        tencent::{Session, account},
    },
    resources::shared::minutes,
};

/// Time limit of reading one data source.
const LIMIT: Duration = minutes(2);

/// All data sources of Tencent Cloud.
pub(super) fn all() -> Vec<RegisteredDataSource<Clouds>> {
    vec![
        RegisteredDataSource::new(caller_identity::TencentCallerIdentity),
        RegisteredDataSource::new(migration_task::TencentMigrationTask),
        RegisteredDataSource::new(migration_tasks::TencentMigrationTasks),
        RegisteredDataSource::new(source_instances::TencentSourceInstances),
    ]
}

/// A session in the account of the provider block. `data_source` is the type name, for errors.
///
/// # Errors
/// The provider is offline or not known yet, has no `tencent` block, or the credentials do not work or belong to another account.
async fn session<'c>(context: &'c Context<Clouds>, data_source: &str) -> Result<Session<'c>, Diagnostic> {
    let account = account(context)?;
    let cloud = account.reader(data_source)?;
    account.id(&context.cancel).await?;
    Ok(Session::new(cloud, &context.cancel, LIMIT))
}
