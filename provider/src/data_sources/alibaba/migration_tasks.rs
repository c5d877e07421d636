//! `dts_migration_tasks`, and the same for synchronizations: the tasks of the account.

use std::sync::LazyLock;

use ::alibaba::dts::{JobStatus, JobSummary};
use async_trait::async_trait;
use tfplugin::{
    Model,
    context::Context,
    data_source::DataSource,
    diagnostic::Diagnostics,
    model::{Attr, List, Map, Set},
    validate::one_of,
};

use super::{
    migration_job::{attributes, detail_of},
    session,
};
use crate::{
    accounts::Clouds,
    diagnostics::cloud_error,
    resources::alibaba::{
        job::{JobKind, JobSearch, endpoint::Endpoint, in_milliseconds},
        migration_task::found,
    },
    resources::shared::pages,
    rules::{alibaba::tag_filter, name_length, no_space_around},
};

static STATUSES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    static KNOWN: &[JobStatus] = &JobStatus::MIGRATION;
    KNOWN.iter().map(JobStatus::as_str).collect()
});

/// Lists the migration tasks of the account in the provider's region. Only the `dts_migration_task` data source shows which endpoint belongs to another account.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Tasks {
    /// Lists only tasks whose name contains this text.
    #[attr(optional, validate(name_length(), no_space_around()))]
    name: Attr<String>,
    /// Lists only tasks with this status.
    #[attr(optional, validate(one_of(&STATUSES)))]
    status: Attr<String>,
    /// Lists only tasks whose instance has all of these tags.
    #[attr(optional, validate(tag_filter()))]
    tags: Attr<Map<String>>,
    /// Lists only tasks on the dedicated cluster with this ID.
    #[attr(optional, validate(name_length(), no_space_around()))]
    dedicated_cluster_id: Attr<String>,
    /// The tasks, the oldest first. Empty if there are none.
    #[attr(computed)]
    tasks: Attr<List<Task>>,
}

/// A task.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Task {
    /// ID of the task (DtsJobId).
    #[attr(computed)]
    id: Attr<String>,
    /// Name of the task.
    #[attr(computed)]
    name: Attr<String>,
    /// Status in DTS.
    #[attr(computed)]
    status: Attr<String>,
    /// ID of the task's DTS instance.
    #[attr(computed)]
    dts_instance_id: Attr<String>,
    /// Class of the instance. Not set before the instance is purchased, and on a dedicated cluster.
    #[attr(computed)]
    instance_class: Attr<String>,
    /// Migration types: any of `schema`, `full` and `incremental`.
    #[attr(computed)]
    migration_types: Attr<Set<String>>,
    /// ID of the dedicated cluster that the task runs on. Not set if it runs on none.
    #[attr(computed)]
    dedicated_cluster_id: Attr<String>,
    /// ID of the resource group.
    #[attr(computed)]
    resource_group_id: Attr<String>,
    /// Tags of the instance.
    #[attr(computed)]
    tags: Attr<Map<String>>,
    /// Time when the task was configured (RFC 3339).
    #[attr(computed)]
    create_time: Attr<String>,
    /// Delay of incremental migration in milliseconds. Not set before incremental migration starts.
    #[attr(computed)]
    delay_ms: Attr<i64>,
    /// The source database.
    #[attr(computed)]
    source: Attr<ListedTaskEndpoint>,
    /// The destination database.
    #[attr(computed)]
    destination: Attr<ListedTaskEndpoint>,
}

/// One endpoint of a task.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct ListedTaskEndpoint {
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
    /// Host name or IP address.
    #[attr(computed)]
    host: Attr<String>,
    /// Port.
    #[attr(computed)]
    port: Attr<i64>,
}

/// The data source of all tasks of a kind.
pub(super) struct TasksOf {
    /// The kind of the tasks.
    pub(super) kind: &'static JobKind,
    /// Type name of the data source.
    pub(super) type_name: &'static str,
}

#[async_trait]
impl DataSource for TasksOf {
    type Model = Tasks;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        self.type_name
    }

    async fn read(&self, context: &Context<Clouds>, config: Tasks) -> Result<Tasks, Diagnostics> {
        let kind = self.kind;
        let session = session(context, self.type_name).await?;
        let search = config.search();
        let found = pages::all(|number| search.page(&session, kind, number), |job| &job.dts_job_id).await;
        let found = found.map_err(|error| {
            let tried = format!("Listing the {} tasks in {}", kind.noun, session.region());
            cloud_error(&format!("Cannot list the {} tasks", kind.noun), &tried, &error)
        })?;
        let matching = found.into_iter().filter(|job| matches(&config, job));
        let tasks = matching.map(|job| listed(kind, in_milliseconds(kind, job))).collect::<List<_>>().into();
        Ok(Tasks { tasks, ..config })
    }
}

impl Tasks {
    fn search(&self) -> JobSearch<'_> {
        JobSearch {
            name: self.name.as_str(),
            status: self.status.as_str(),
            tags: &self.tags,
            resource_group_id: None,
            dedicated_cluster_id: self.dedicated_cluster_id.as_str(),
        }
    }
}

/// Whether a task matches all arguments.
fn matches(config: &Tasks, job: &JobSummary) -> bool {
    config.name.as_str().is_none_or(|name| job.dts_job_name.contains(name)) && config.search().selects(job)
}

fn listed(kind: &'static JobKind, job: JobSummary) -> Task {
    let detail = detail_of(&job);
    let task = found(kind, &detail);
    let common = attributes(&detail, &task, job.tags);
    Task {
        id: task.id,
        name: common.name,
        status: common.status,
        dts_instance_id: common.dts_instance_id,
        instance_class: common.instance_class,
        migration_types: common.migration_types,
        dedicated_cluster_id: common.dedicated_cluster_id,
        resource_group_id: common.resource_group_id,
        tags: common.tags,
        create_time: common.create_time,
        delay_ms: common.delay_ms,
        source: task.source.map(endpoint),
        destination: task.destination.map(endpoint),
    }
}

fn endpoint(endpoint: Endpoint) -> ListedTaskEndpoint {
    ListedTaskEndpoint {
        engine: endpoint.engine,
        access_method: endpoint.access_method,
        region: endpoint.region,
        instance_id: endpoint.instance_id,
        host: endpoint.host,
        port: endpoint.port,
    }
}

#[cfg(test)]
mod tests {
    use alibaba::dts::JobTag;

    use super::*;

    fn job(name: &str, tag: &str) -> JobSummary {
        JobSummary {
            dts_job_name: name.into(),
            status: JobStatus::Migrating,
            tags: vec![JobTag { tag_key: "team".into(), tag_value: tag.into() }],
            ..JobSummary::default()
        }
    }

    #[test]
    fn only_tasks_that_match_all_filters_are_listed() {
        let tags = Map::from_iter([("team".to_owned(), "a".to_owned())]);
        let config =
            Tasks { name: "order".into(), status: "Migrating".into(), tags: Attr::Known(tags), ..Tasks::default() };
        assert!(matches(&config, &job("orders", "a")));
        assert!(!matches(&config, &job("invoices", "a")));
        assert!(!matches(&config, &job("orders", "b")));
        assert!(!matches(&Tasks { status: "Finished".into(), ..config.clone() }, &job("orders", "a")));
        assert!(!matches(&Tasks { dedicated_cluster_id: "c".into(), ..config }, &job("orders", "a")));
        assert!(matches(&Tasks::default(), &job("any", "b")));
    }
}
