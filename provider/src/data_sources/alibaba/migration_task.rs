//! `dts_migration_task`, and the same for a synchronization: one task, with everything that DTS returns about it.

use ::alibaba::{
    Error,
    dts::{JobDetail, JobSummary},
};
use async_trait::async_trait;
use tfplugin::{
    Model,
    context::Context,
    data_source::DataSource,
    diagnostic::{Diagnostic, Diagnostics},
    model::{Attr, Map, Set},
    path::AttributePath,
};

use super::{
    migration_job::{attributes, non_empty},
    session,
};
use crate::{
    accounts::Clouds,
    diagnostics::cloud_error_at,
    resources::alibaba::{
        job::{JobKind, detail_of, endpoint::Endpoint, summary},
        migration_task::{TaskModel, found},
    },
    resources::shared::{Absence, Session},
    rules::alibaba::{normal_objects, task_id},
};

/// Reads one migration task by its ID: its endpoints, its objects, its progress, and whether it is cross-account, may overwrite rows, and uses unencrypted connections.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Task {
    /// ID of the task (DtsJobId).
    #[attr(required, validate(task_id()))]
    id: Attr<String>,
    /// Name of the task.
    #[attr(computed)]
    name: Attr<String>,
    /// Status in DTS, such as `PreCheckPass`, `Migrating` or `Finished`.
    #[attr(computed)]
    status: Attr<String>,
    /// Error message of DTS. Not set unless the task failed.
    #[attr(computed)]
    error_message: Attr<String>,
    /// ID of the task's DTS instance.
    #[attr(computed)]
    dts_instance_id: Attr<String>,
    /// Class of the instance. Not set before the instance is purchased, and on a dedicated cluster.
    #[attr(computed)]
    instance_class: Attr<String>,
    /// Migration types: any of `schema`, `full` and `incremental`.
    #[attr(computed)]
    migration_types: Attr<Set<String>>,
    /// Objects of the task, in the JSON format of DTS. Read it with `jsondecode()`.
    #[attr(computed)]
    objects_json: Attr<String>,
    /// How tables that already exist in the destination are handled: `report` or `ignore`.
    #[attr(computed)]
    conflict_mode: Attr<String>,
    /// Tags of the instance.
    #[attr(computed)]
    tags: Attr<Map<String>>,
    /// Environment tag: `normal` or `online`. Not set if the task has none.
    #[attr(computed)]
    environment_tag: Attr<String>,
    /// ID of the dedicated cluster that the task runs on. Not set if it runs on none.
    #[attr(computed)]
    dedicated_cluster_id: Attr<String>,
    /// ID of the resource group.
    #[attr(computed)]
    resource_group_id: Attr<String>,
    /// Time when the task was configured (RFC 3339).
    #[attr(computed)]
    create_time: Attr<String>,
    /// Delay of incremental migration in milliseconds. Not set before incremental migration starts.
    #[attr(computed)]
    delay_ms: Attr<i64>,
    /// Which databases belong to other accounts: `same_account`, `cross_account_source`, `cross_account_destination` or `cross_account_both`.
    #[attr(computed)]
    scenario: Attr<String>,
    /// Whether the source or the destination belongs to another account.
    #[attr(computed)]
    is_cross_account: Attr<bool>,
    /// Whether rows of tables that already exist in the destination can be overwritten.
    #[attr(computed)]
    writes_over_existing_tables: Attr<bool>,
    /// Whether a connection is not encrypted.
    #[attr(computed)]
    uses_plaintext_connection: Attr<bool>,
    /// The source database.
    #[attr(computed)]
    source: Attr<TaskEndpoint>,
    /// The destination database.
    #[attr(computed)]
    destination: Attr<TaskEndpoint>,
}

/// One endpoint of a task.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct TaskEndpoint {
    /// Database engine, such as `mysql`.
    #[attr(computed)]
    engine: Attr<String>,
    /// How DTS connects to the database, such as `alibaba_cloud_instance`.
    #[attr(computed)]
    access_method: Attr<String>,
    /// Region of the database.
    #[attr(computed)]
    region: Attr<String>,
    /// ID of the database instance, the ECS instance or the database gateway.
    #[attr(computed)]
    instance_id: Attr<String>,
    /// ID of the VPC through which DTS connects to the database.
    #[attr(computed)]
    vpc_id: Attr<String>,
    /// ID of the Cloud Enterprise Network instance.
    #[attr(computed)]
    cen_id: Attr<String>,
    /// Host name or IP address.
    #[attr(computed)]
    host: Attr<String>,
    /// Port.
    #[attr(computed)]
    port: Attr<i64>,
    /// Database that DTS connects to.
    #[attr(computed)]
    database: Attr<String>,
    /// System identifier of an Oracle database.
    #[attr(computed)]
    oracle_sid: Attr<String>,
    /// How the connection is encrypted: `none`, `ssl` or `scram_sha_256`.
    #[attr(computed)]
    encryption: Attr<String>,
    /// ID of the account that owns the database. Not set if that is the account of the task.
    #[attr(computed)]
    account_id: Attr<String>,
    /// Name of the role in that account.
    #[attr(computed)]
    role_name: Attr<String>,
}

/// The data source of a task of a kind.
pub(super) struct TaskOf(pub(super) &'static JobKind);

#[async_trait]
impl DataSource for TaskOf {
    type Model = Task;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        self.0.task
    }

    async fn read(&self, context: &Context<Clouds>, config: Task) -> Result<Task, Diagnostics> {
        let kind = self.0;
        let session = session(context, kind.task).await?;
        let id = config.id.or(String::new());
        let described = describe(&session, kind, &id).await;
        let (job, listed) = described.map_err(|error| unreadable(&session, kind, &id, &error))?;
        Ok(returned(kind, config, job, listed))
    }
}

/// Sends two calls: one returns the owners of the databases, the other the tags.
async fn describe(session: &Session<'_>, kind: &JobKind, id: &str) -> Result<(JobDetail, JobSummary), Error> {
    let job = detail_of(session, kind, id, Absence::Counts).await?;
    let listed = summary(session, kind, id).await?;
    Ok((job, listed.unwrap_or_default()))
}

fn unreadable(session: &Session<'_>, kind: &JobKind, id: &str, error: &Error) -> Diagnostic {
    let tried = format!("Reading {} task {id:?} in {}", kind.noun, session.region());
    cloud_error_at(AttributePath::of(&["id"]), &format!("Cannot read the {} task", kind.noun), &tried, error)
}

fn returned(kind: &'static JobKind, config: Task, job: JobDetail, listed: JobSummary) -> Task {
    let task: TaskModel = found(kind, &job);
    let common = attributes(&job, &task, listed.tags);
    Task {
        id: config.id,
        name: common.name,
        status: common.status,
        error_message: non_empty(&job.error_message),
        dts_instance_id: common.dts_instance_id,
        instance_class: common.instance_class,
        migration_types: common.migration_types,
        objects_json: non_empty(&job.db_object).map(|text| normal_objects(&text)),
        conflict_mode: task.conflict_mode,
        tags: common.tags,
        environment_tag: task.environment_tag,
        dedicated_cluster_id: common.dedicated_cluster_id,
        resource_group_id: common.resource_group_id,
        create_time: common.create_time,
        delay_ms: common.delay_ms,
        scenario: task.scenario,
        is_cross_account: task.is_cross_account,
        writes_over_existing_tables: task.writes_over_existing_tables,
        uses_plaintext_connection: task.uses_plaintext_connection,
        source: task.source.map(endpoint),
        destination: task.destination.map(endpoint),
    }
}

fn endpoint(endpoint: Endpoint) -> TaskEndpoint {
    let owner = endpoint.cross_account.into_option().unwrap_or_default();
    TaskEndpoint {
        engine: endpoint.engine,
        access_method: endpoint.access_method,
        region: endpoint.region,
        instance_id: endpoint.instance_id,
        vpc_id: endpoint.vpc_id,
        cen_id: endpoint.cen_id,
        host: endpoint.host,
        port: endpoint.port,
        database: endpoint.database,
        oracle_sid: endpoint.oracle_sid,
        encryption: endpoint.encryption,
        account_id: owner.account_id,
        role_name: owner.role_name,
    }
}
