//! `dts_tencent_migration_task`: one migration job.

use async_trait::async_trait;
use tencent::dts::DescribeMigrationDetail;
use tfplugin::{
    Model,
    context::Context,
    data_source::DataSource,
    diagnostic::{Diagnostic, Diagnostics},
    model::{Attr, Map},
    path::AttributePath,
};

use super::{
    migration_job::{JobEndpoint, delay_seconds, status, tags, text, time, trade_status},
    session,
};
use crate::{accounts::Clouds, diagnostics::cloud_error_at, resources::tencent::job::is_gone, rules::tencent::job_id};

const TYPE: &str = "dts_tencent_migration_task";

/// Returns a migration job of the account in the provider's region, with its present status. It contains no passwords and no temporary keys.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Task {
    /// ID of the job (JobId).
    #[attr(required, validate(job_id()))]
    id: Attr<String>,
    /// Name of the job.
    #[attr(computed)]
    name: Attr<String>,
    /// Status in DTS, such as `running`.
    #[attr(computed)]
    status: Attr<String>,
    /// Reason of a failure, as DTS returns it.
    #[attr(computed)]
    message: Attr<String>,
    /// Trade status in DTS, such as `normal`.
    #[attr(computed)]
    trade_status: Attr<String>,
    /// Class of the job.
    #[attr(computed)]
    instance_class: Attr<String>,
    /// Types of the migration: `structure`, `full` or `fullAndIncrement`. Not set before the job is configured.
    #[attr(computed)]
    migrate_type: Attr<String>,
    /// Tags of the job.
    #[attr(computed)]
    tags: Attr<Map<String>>,
    /// Delay of the destination in seconds. Not set as long as DTS does not know it.
    #[attr(computed)]
    delay_seconds: Attr<i64>,
    /// Time at which the job was created (RFC 3339).
    #[attr(computed)]
    create_time: Attr<String>,
    /// Time at which the job was started (RFC 3339).
    #[attr(computed)]
    start_time: Attr<String>,
    /// Time at which the job ended (RFC 3339).
    #[attr(computed)]
    end_time: Attr<String>,
    /// The source database.
    #[attr(computed)]
    source: Attr<JobEndpoint>,
    /// The destination database.
    #[attr(computed)]
    destination: Attr<JobEndpoint>,
}

/// The data source.
pub(super) struct TencentMigrationTask;

#[async_trait]
impl DataSource for TencentMigrationTask {
    type Model = Task;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    async fn read(&self, context: &Context<Clouds>, config: Task) -> Result<Task, Diagnostics> {
        let session = session(context, TYPE).await?;
        let id = config.id.or(String::new());
        let request = DescribeMigrationDetail { job_id: id.clone() };
        let job = match session.call(&request).await {
            Ok(answered) if !is_gone(&answered.answer.trade_info) => answered.answer,
            Ok(_) => return Err(no_such_job(&id, &session.region()).into()),
            Err(error) if error.is_not_found() => return Err(no_such_job(&id, &session.region()).into()),
            Err(error) => {
                let (path, tried) = (AttributePath::of(&["id"]), format!("Reading migration job {id}"));
                return Err(cloud_error_at(path, "Cannot read the migration job", &tried, &error).into());
            }
        };
        Ok(Task {
            id: config.id,
            name: text(job.job_name),
            status: status(&job.status),
            message: text(job.message),
            trade_status: trade_status(&job.trade_info),
            instance_class: text(job.trade_info.instance_class),
            migrate_type: text(job.migrate_option.migrate_type.unwrap_or_default()),
            tags: tags(&job.tags),
            delay_seconds: delay_seconds(&job.step_info),
            create_time: time(&job.create_time),
            start_time: time(&job.start_time),
            end_time: time(&job.end_time),
            source: JobEndpoint::of(&job.src_info).into(),
            destination: JobEndpoint::of(&job.dst_info).into(),
        })
    }
}

fn no_such_job(id: &str, region: &str) -> Diagnostic {
    Diagnostic::error(
        "No such migration job",
        format!(
            "There is no migration job {id:?} in the account of the provider block in {region}, or it was destroyed. Check the ID, or use \
             the provider alias of the account and the region of the job."
        ),
    )
    .at(AttributePath::of(&["id"]))
}
