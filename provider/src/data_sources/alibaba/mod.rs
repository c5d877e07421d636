//! The data sources of Alibaba Cloud, one file each.

mod caller_identity;
mod cross_account_support;
mod dedicated_clusters;
mod migration_job;
mod migration_task;
mod migration_tasks;
mod precheck;
mod server_addresses;
mod synchronization;
mod synchronization_support;

use std::time::Duration;

use tfplugin::{context::Context, diagnostic::Diagnostic, registry::RegisteredDataSource};

use self::{migration_task::TaskOf, migration_tasks::TasksOf, synchronization::InWords};
use crate::{
    accounts::{Clouds, account},
    resources::{
        alibaba::job::{MIGRATION, SYNCHRONIZATION},
        shared::{Session, minutes},
    },
};

/// Time limit of reading one data source.
const LIMIT: Duration = minutes(2);

/// All data sources of Alibaba Cloud.
pub(super) fn all() -> Vec<RegisteredDataSource<Clouds>> {
    vec![
        RegisteredDataSource::new(caller_identity::CallerIdentity),
        RegisteredDataSource::new(cross_account_support::CrossAccountSupport),
        RegisteredDataSource::new(dedicated_clusters::DedicatedClusters),
        RegisteredDataSource::new(TaskOf(&MIGRATION)),
        RegisteredDataSource::new(TasksOf { kind: &MIGRATION, type_name: "dts_migration_tasks" }),
        RegisteredDataSource::new(precheck::Precheck),
        RegisteredDataSource::new(server_addresses::ServerAddresses),
        RegisteredDataSource::new(synchronization_support::SynchronizationSupport),
        RegisteredDataSource::new(InWords(TaskOf(&SYNCHRONIZATION))),
        RegisteredDataSource::new(InWords(TasksOf { kind: &SYNCHRONIZATION, type_name: "dts_synchronization_tasks" })),
    ]
}

/// A session in the account of the provider block. `data_source` is the type name, for errors.
///
/// # Errors
/// The provider is offline or not known yet, or the credentials do not work or belong to another account.
async fn session<'c>(context: &'c Context<Clouds>, data_source: &str) -> Result<Session<'c>, Diagnostic> {
    let account = account(context)?;
    let cloud = account.reader(data_source)?;
    account.id(&context.cancel).await?;
    Ok(Session::new(cloud, &context.cancel, LIMIT))
}
