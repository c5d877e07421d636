//! `dts_migration_tasks`: the tasks of the account.

use std::{collections::BTreeSet, sync::LazyLock};

use ::alibaba::{
    Error,
    dts::{DescribeDtsJobs, DetailEndpoint, JobStatus, JobSummary, ListedEndpoint},
};
use async_trait::async_trait;
use tfplugin::{
    Model,
    context::Context,
    data_source::DataSource,
    diagnostic::Diagnostics,
    model::{Attr, List, Map, Set},
    validate::{not_empty, one_of},
};

use super::session;
use crate::{
    accounts::Clouds,
    data_sources::pages::{self, PAGE_SIZE},
    diagnostics::cloud_error,
    facts::alibaba::Side,
    resources::alibaba::{job::MIGRATION, migration_task::found_end},
    resources::shared::Session,
};

const TYPE: &str = "dts_migration_tasks";

static STATUSES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    static KNOWN: &[JobStatus] = &JobStatus::KNOWN;
    KNOWN.iter().map(JobStatus::as_str).collect()
});

/// Lists the migration tasks of the account in the provider's region. What belongs to another account only the data source `dts_migration_task` tells.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Tasks {
    /// Only tasks with this text in their name.
    #[attr(optional, validate(not_empty()))]
    name: Attr<String>,
    /// Only tasks of this status.
    #[attr(optional, validate(one_of(&STATUSES)))]
    status: Attr<String>,
    /// Only tasks whose instance has all these tags.
    #[attr(optional)]
    tags: Attr<Map<String>>,
    /// Only tasks on this dedicated cluster.
    #[attr(optional, validate(not_empty()))]
    dedicated_cluster_id: Attr<String>,
    /// The tasks, the oldest first; empty where there is none.
    #[attr(computed)]
    tasks: Attr<List<Task>>,
}

/// A task.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Task {
    /// Its id (DtsJobId).
    #[attr(computed)]
    id: Attr<String>,
    /// Its name.
    #[attr(computed)]
    name: Attr<String>,
    /// Its status.
    #[attr(computed)]
    status: Attr<String>,
    /// Id of the instance DTS keeps for it.
    #[attr(computed)]
    dts_instance_id: Attr<String>,
    /// Class of the instance; not set before it is bought, and on a dedicated cluster.
    #[attr(computed)]
    instance_class: Attr<String>,
    /// What it migrates: any of `schema`, `full` and `incremental`.
    #[attr(computed)]
    migration_types: Attr<Set<String>>,
    /// Dedicated cluster it runs on; not set where it runs on none.
    #[attr(computed)]
    dedicated_cluster_id: Attr<String>,
    /// Its resource group.
    #[attr(computed)]
    resource_group_id: Attr<String>,
    /// Tags of its instance.
    #[attr(computed)]
    tags: Attr<Map<String>>,
    /// When it was configured (RFC 3339).
    #[attr(computed)]
    create_time: Attr<String>,
    /// Delay of incremental migration in milliseconds; not set before it starts.
    #[attr(computed)]
    delay_ms: Attr<i64>,
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
    /// Host name or IP address.
    #[attr(computed)]
    host: Attr<String>,
    /// Port.
    #[attr(computed)]
    port: Attr<i64>,
}

/// The data source.
pub(super) struct MigrationTasks;

#[async_trait]
impl DataSource for MigrationTasks {
    type Model = Tasks;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    async fn read(&self, context: &Context<Clouds>, config: Tasks) -> Result<Tasks, Diagnostics> {
        let session = session(context, TYPE).await?;
        let found = pages::all(|number| page(&session, &config, number)).await.map_err(|error| {
            let tried = format!("Listing the migration tasks of {}", session.region());
            cloud_error("Cannot list the migration tasks", &tried, &error)
        })?;
        // A task that moves to the next page meanwhile comes twice.
        let mut seen = BTreeSet::new();
        let once = found.into_iter().filter(|job| fits(&config, job) && seen.insert(job.dts_job_id.clone()));
        let tasks = once.map(shown).collect::<List<_>>().into();
        Ok(Tasks { tasks, ..config })
    }
}

async fn page(session: &Session<'_>, config: &Tasks, number: i64) -> Result<pages::Page<JobSummary>, Error> {
    let text = |value: &Attr<String>| value.as_str().map(str::to_owned);
    let name = text(&config.name);
    let asked = DescribeDtsJobs {
        region: Some(session.region()),
        job_type: Some(MIGRATION.job_type.to_owned()),
        search_by: name.as_ref().map(|_| "name".to_owned()),
        params: name,
        status: text(&config.status),
        tags: tags(config),
        dedicated_cluster_id: text(&config.dedicated_cluster_id),
        order_column: Some("CreateTime".to_owned()),
        page_number: Some(number),
        page_size: Some(PAGE_SIZE),
        without_db_list: Some(true),
        ..DescribeDtsJobs::default()
    };
    let page = session.call(&asked).await?.answer;
    Ok((page.jobs, page.total_record_count))
}

fn tags(config: &Tasks) -> Option<String> {
    let wanted: serde_json::Map<String, serde_json::Value> =
        config.tags.get()?.known().map(|(key, value)| (key.clone(), value.as_str().into())).collect();
    (!wanted.is_empty()).then(|| serde_json::Value::Object(wanted).to_string())
}

/// DTS's search is its own affair; what is shown fits the words of the arguments.
fn fits(config: &Tasks, job: &JobSummary) -> bool {
    let tagged =
        |(key, value): (&String, &String)| job.tags.iter().any(|tag| tag.tag_key == *key && tag.tag_value == *value);
    config.name.as_str().is_none_or(|name| job.dts_job_name.contains(name))
        && config.status.as_str().is_none_or(|status| job.status == JobStatus::of(status))
        && config.dedicated_cluster_id.as_str().is_none_or(|cluster| job.dedicated_cluster_id == cluster)
        && config.tags.get().is_none_or(|tags| tags.known().all(tagged))
}

fn shown(job: JobSummary) -> Task {
    let given = |text: String| Some(text).filter(|text| !text.is_empty()).into();
    let mode = &job.migration_mode;
    let types = [
        ("schema", mode.structure_initialization),
        ("full", mode.data_initialization),
        ("incremental", mode.data_synchronization),
    ];
    Task {
        source: end(Side::Source, &job.source_endpoint, &job.reserved).into(),
        destination: end(Side::Destination, &job.destination_endpoint, &job.reserved).into(),
        id: job.dts_job_id.into(),
        name: job.dts_job_name.into(),
        status: job.status.as_str().into(),
        dts_instance_id: given(job.dts_instance_id),
        instance_class: given(job.dts_job_class),
        migration_types: Attr::Known(
            types.into_iter().filter(|(_, on)| *on).map(|(name, _)| name.to_owned()).collect(),
        ),
        dedicated_cluster_id: given(job.dedicated_cluster_id),
        resource_group_id: given(job.resource_group_id),
        tags: Attr::Known(job.tags.into_iter().map(|tag| (tag.tag_key, tag.tag_value)).collect()),
        create_time: given(job.create_time),
        delay_ms: job.delay.filter(|delay| *delay >= 0).into(),
    }
}

fn end(side: Side, listed: &ListedEndpoint, settings: &str) -> End {
    let answered = DetailEndpoint {
        instance_type: listed.instance_type.clone(),
        engine_name: listed.engine_name.clone(),
        instance_id: listed.instance_id.clone(),
        region: listed.region.clone(),
        ip: listed.ip.clone(),
        port: listed.port.clone(),
        ..DetailEndpoint::default()
    };
    let end = found_end(side, &answered, settings);
    End {
        engine: end.engine,
        access_method: end.access_method,
        region: end.region,
        instance_id: end.instance_id,
        host: end.host,
        port: end.port,
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
    fn what_is_shown_fits_all_filters() {
        let wanted = Map::from_iter([("team".to_owned(), "a".to_owned())]);
        let config =
            Tasks { name: "order".into(), status: "Migrating".into(), tags: Attr::Known(wanted), ..Tasks::default() };
        assert!(fits(&config, &job("orders", "a")));
        assert!(!fits(&config, &job("invoices", "a")));
        assert!(!fits(&config, &job("orders", "b")));
        assert!(!fits(&Tasks { status: "Finished".into(), ..config.clone() }, &job("orders", "a")));
        assert!(!fits(&Tasks { dedicated_cluster_id: "c".into(), ..config }, &job("orders", "a")));
        assert!(fits(&Tasks::default(), &job("any", "b")));
    }

    #[test]
    fn tags_are_sent_as_one_json_object_or_not_at_all() {
        let with = |pairs: &[(&str, &str)]| Tasks {
            tags: Attr::Known(pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()),
            ..Tasks::default()
        };
        assert_eq!(tags(&with(&[("a", "1"), ("b", "\"")])).as_deref(), Some(r#"{"a":"1","b":"\""}"#));
        assert_eq!(tags(&with(&[])), None);
        assert_eq!(tags(&Tasks::default()), None);
    }
}
