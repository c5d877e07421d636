//! `dts_migration_task`: one task, with all DTS tells of it.

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
    validate::not_empty,
};

use super::session;
use crate::{
    accounts::Clouds,
    diagnostics::cloud_error_at,
    resources::alibaba::{
        job::{MIGRATION, detail, endpoint::Endpoint, summary},
        migration_task::{TaskModel, found},
    },
    resources::shared::Session,
    rules::alibaba::normal_objects,
};

const TYPE: &str = "dts_migration_task";

/// Reads one migration task by its id: its ends, its objects, how far it is, and what a reviewer asks of it.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Task {
    /// Id of the task (DtsJobId).
    #[attr(required, validate(not_empty()))]
    id: Attr<String>,
    /// Name of the task.
    #[attr(computed)]
    name: Attr<String>,
    /// Status in DTS, such as `PreCheckPass`, `Migrating` or `Finished`.
    #[attr(computed)]
    status: Attr<String>,
    /// Why it failed; not set while it has not.
    #[attr(computed)]
    error_message: Attr<String>,
    /// Id of the instance DTS keeps for the task.
    #[attr(computed)]
    dts_instance_id: Attr<String>,
    /// Class of the instance; not set before it is bought, and on a dedicated cluster.
    #[attr(computed)]
    instance_class: Attr<String>,
    /// What it migrates: any of `schema`, `full` and `incremental`.
    #[attr(computed)]
    migration_types: Attr<Set<String>>,
    /// What it migrates, in DTS's own JSON. `jsondecode()` reads it.
    #[attr(computed)]
    objects_json: Attr<String>,
    /// What happens to tables that exist at the destination: `report` or `ignore`.
    #[attr(computed)]
    conflict_mode: Attr<String>,
    /// Tags of the instance.
    #[attr(computed)]
    tags: Attr<Map<String>>,
    /// Tag of the environment: `normal` or `online`; not set where nobody tagged it.
    #[attr(computed)]
    environment_tag: Attr<String>,
    /// Dedicated cluster it runs on; not set where it runs on none.
    #[attr(computed)]
    dedicated_cluster_id: Attr<String>,
    /// Its resource group.
    #[attr(computed)]
    resource_group_id: Attr<String>,
    /// When it was configured (RFC 3339).
    #[attr(computed)]
    create_time: Attr<String>,
    /// Delay of incremental migration in milliseconds; not set before it starts.
    #[attr(computed)]
    delay_ms: Attr<i64>,
    /// Who owns what: `same_account`, `cross_account_source`, `cross_account_destination` or `cross_account_both`.
    #[attr(computed)]
    scenario: Attr<String>,
    /// Whether source or destination belongs to another account.
    #[attr(computed)]
    is_cross_account: Attr<bool>,
    /// Whether rows of tables that exist at the destination may be overwritten.
    #[attr(computed)]
    writes_over_existing_tables: Attr<bool>,
    /// Whether a connection is not encrypted.
    #[attr(computed)]
    uses_plaintext_connection: Attr<bool>,
    /// The database it reads from.
    #[attr(computed)]
    source: Attr<End>,
    /// The database it writes to.
    #[attr(computed)]
    destination: Attr<End>,
}

/// One end of a task.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct End {
    /// Kind of database, such as `mysql`.
    #[attr(computed)]
    engine: Attr<String>,
    /// How DTS reaches it, such as `alibaba_cloud_instance`.
    #[attr(computed)]
    access_method: Attr<String>,
    /// Its region.
    #[attr(computed)]
    region: Attr<String>,
    /// Id of the instance, of the ECS instance or of the gateway.
    #[attr(computed)]
    instance_id: Attr<String>,
    /// VPC through which DTS reaches it.
    #[attr(computed)]
    vpc_id: Attr<String>,
    /// Cloud Enterprise Network instance.
    #[attr(computed)]
    cen_id: Attr<String>,
    /// Host name or IP address.
    #[attr(computed)]
    host: Attr<String>,
    /// Port.
    #[attr(computed)]
    port: Attr<i64>,
    /// Database DTS logs in to.
    #[attr(computed)]
    database: Attr<String>,
    /// System identifier of an Oracle database.
    #[attr(computed)]
    oracle_sid: Attr<String>,
    /// How the connection is encrypted: `none`, `ssl` or `scram_sha_256`.
    #[attr(computed)]
    encryption: Attr<String>,
    /// The account that owns it; not set where that is the account of the task.
    #[attr(computed)]
    account_id: Attr<String>,
    /// Name of the role in that account.
    #[attr(computed)]
    role_name: Attr<String>,
}

/// The data source.
pub(super) struct MigrationTask;

#[async_trait]
impl DataSource for MigrationTask {
    type Model = Task;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    async fn read(&self, context: &Context<Clouds>, config: Task) -> Result<Task, Diagnostics> {
        let session = session(context, TYPE).await?;
        let id = config.id.or(String::new());
        let (job, listed) = look(&session, &id).await.map_err(|error| unreadable(&session, &id, &error))?;
        Ok(shown(config, job, listed))
    }
}

/// Two calls: one knows the owners of the ends, the other the tags.
async fn look(session: &Session<'_>, id: &str) -> Result<(JobDetail, JobSummary), Error> {
    let job = detail(session, id).await?;
    let listed = summary(session, &MIGRATION, id).await?;
    Ok((job, listed.unwrap_or_default()))
}

fn unreadable(session: &Session<'_>, id: &str, error: &Error) -> Diagnostic {
    let tried = format!("Reading migration task {id:?} in {}", session.region());
    cloud_error_at(AttributePath::of(&["id"]), "Cannot read the migration task", &tried, error)
}

fn shown(config: Task, job: JobDetail, listed: JobSummary) -> Task {
    let given = |text: String| Some(text).filter(|text| !text.is_empty()).into();
    let task: TaskModel = found(&job);
    Task {
        id: config.id,
        name: task.name,
        status: task.status,
        error_message: given(job.error_message),
        dts_instance_id: task.dts_instance_id,
        instance_class: given(job.dts_job_class),
        migration_types: task.migration_types,
        objects_json: given(job.db_object).map(|text: String| normal_objects(&text)),
        conflict_mode: task.conflict_mode,
        tags: Attr::Known(listed.tags.into_iter().map(|tag| (tag.tag_key, tag.tag_value)).collect()),
        environment_tag: task.environment_tag,
        dedicated_cluster_id: task.dedicated_cluster_id,
        resource_group_id: task.resource_group_id,
        create_time: given(job.create_time),
        delay_ms: job.delay.filter(|delay| *delay >= 0).into(),
        scenario: task.scenario,
        is_cross_account: task.is_cross_account,
        writes_over_existing_tables: task.writes_over_existing_tables,
        uses_plaintext_connection: task.uses_plaintext_connection,
        source: task.source.map(end),
        destination: task.destination.map(end),
    }
}

fn end(end: Endpoint) -> End {
    let owner = end.cross_account.into_option().unwrap_or_default();
    End {
        engine: end.engine,
        access_method: end.access_method,
        region: end.region,
        instance_id: end.instance_id,
        vpc_id: end.vpc_id,
        cen_id: end.cen_id,
        host: end.host,
        port: end.port,
        database: end.database,
        oracle_sid: end.oracle_sid,
        encryption: end.encryption,
        account_id: owner.account_id,
        role_name: owner.role_name,
    }
}
