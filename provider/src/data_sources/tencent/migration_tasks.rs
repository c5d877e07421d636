//! `dts_tencent_migration_tasks`: the migration jobs of the account.

use async_trait::async_trait;
use tencent::dts::JobItem;
use tfplugin::{
    Model,
    context::Context,
    data_source::DataSource,
    diagnostic::Diagnostics,
    model::{Attr, List, Map},
    validate::one_of,
};

use super::{
    migration_job::{JobEndpoint, delay_seconds, status, tags, text, time, trade_status},
    session,
};
use crate::{
    accounts::Clouds,
    diagnostics::cloud_error,
    resources::tencent::job::{JobSearch, STATUSES},
    rules::{name_length, no_space_around, tencent::tag_filter},
};

const TYPE: &str = "dts_tencent_migration_tasks";

/// Lists the migration jobs of the account in the provider's region, without those that were destroyed.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Tasks {
    /// Lists only jobs whose name contains this text.
    #[attr(optional, validate(name_length(), no_space_around()))]
    name: Attr<String>,
    /// Lists only jobs with this status.
    #[attr(optional, validate(one_of(&STATUSES)))]
    status: Attr<String>,
    /// Lists only jobs that have all of these tags.
    #[attr(optional, validate(tag_filter()))]
    tags: Attr<Map<String>>,
    /// The jobs, the newest first. Empty if there are none.
    #[attr(computed)]
    tasks: Attr<List<ListedJob>>,
}

/// A job.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct ListedJob {
    /// ID of the job (JobId).
    #[attr(computed)]
    id: Attr<String>,
    /// Name of the job.
    #[attr(computed)]
    name: Attr<String>,
    /// Status in DTS, such as `running`.
    #[attr(computed)]
    status: Attr<String>,
    /// Trade status in DTS, such as `normal`.
    #[attr(computed)]
    trade_status: Attr<String>,
    /// Class of the job.
    #[attr(computed)]
    instance_class: Attr<String>,
    /// Tags of the job.
    #[attr(computed)]
    tags: Attr<Map<String>>,
    /// Delay of the destination in seconds. Not set as long as DTS does not know it.
    #[attr(computed)]
    delay_seconds: Attr<i64>,
    /// Time at which the job was created (RFC 3339).
    #[attr(computed)]
    create_time: Attr<String>,
    /// The source database.
    #[attr(computed)]
    source: Attr<JobEndpoint>,
    /// The destination database.
    #[attr(computed)]
    destination: Attr<JobEndpoint>,
}

/// The data source.
pub(super) struct TencentMigrationTasks;

#[async_trait]
impl DataSource for TencentMigrationTasks {
    type Model = Tasks;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    async fn read(&self, context: &Context<Clouds>, config: Tasks) -> Result<Tasks, Diagnostics> {
        let session = session(context, TYPE).await?;
        let found = session.migration_jobs(&config.search().filter()).await.map_err(|error| {
            let tried = format!("Listing the migration jobs in {}", session.region());
            cloud_error("Cannot list the migration jobs", &tried, &error)
        })?;
        let matching = found.into_iter().filter(|job| matches(&config, job));
        let tasks = matching.map(listed).collect::<List<_>>().into();
        Ok(Tasks { tasks, ..config })
    }
}

impl Tasks {
    fn search(&self) -> JobSearch<'_> {
        JobSearch { name: self.name.as_str(), status: self.status.as_str(), source_engine: None, tags: &self.tags }
    }
}

/// Whether a job matches all arguments.
fn matches(config: &Tasks, job: &JobItem) -> bool {
    config.name.as_str().is_none_or(|name| job.job_name.contains(name)) && config.search().selects(job)
}

fn listed(job: JobItem) -> ListedJob {
    ListedJob {
        id: job.job_id.into(),
        name: text(job.job_name),
        status: status(&job.status),
        trade_status: trade_status(&job.trade_info),
        instance_class: text(job.trade_info.instance_class),
        tags: tags(&job.tags),
        delay_seconds: delay_seconds(&job.step_info),
        create_time: time(&job.create_time),
        source: JobEndpoint::of(&job.src_info).into(),
        destination: JobEndpoint::of(&job.dst_info).into(),
    }
}

#[cfg(test)]
mod tests {
    use tencent::dts::{JobStatus, TagItem, TradeInfo, TradeStatus};

    use super::*;

    fn job(name: &str, tag: &str) -> JobItem {
        JobItem {
            job_name: name.into(),
            status: JobStatus::Running,
            tags: vec![TagItem { tag_key: "team".into(), tag_value: tag.into() }],
            ..JobItem::default()
        }
    }

    #[test]
    fn only_jobs_that_match_all_filters_and_exist_are_listed() {
        let tags = Map::from_iter([("team".to_owned(), "a".to_owned())]);
        let config =
            Tasks { name: "order".into(), status: "running".into(), tags: Attr::Known(tags), ..Tasks::default() };
        assert!(matches(&config, &job("orders", "a")));
        assert!(!matches(&config, &job("invoices", "a")));
        assert!(!matches(&config, &job("orders", "b")));
        assert!(!matches(&Tasks { status: "success".into(), ..config.clone() }, &job("orders", "a")));
        let trade_info = TradeInfo { trade_status: TradeStatus::Offlined, ..TradeInfo::default() };
        assert!(!matches(&Tasks::default(), &JobItem { trade_info, ..job("orders", "a") }));
        assert!(matches(&Tasks::default(), &job("any", "b")));
    }
}
