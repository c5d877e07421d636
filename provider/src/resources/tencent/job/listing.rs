//! The lists of purchased jobs and of configured jobs.

use async_trait::async_trait;
use tencent::dts::JobItem;
use tfplugin::{
    Model,
    context::Context,
    diagnostic::Diagnostics,
    list_resource::{Found, ListResource},
    model::{Attr, Map},
    validate::one_of,
};

use super::{JobIdentity, JobSearch, STATUSES};
use crate::{
    accounts::{Clouds, tencent::account},
    resources::shared::listing::{Place, cannot_list, display_name, has_prefix},
    rules::{name_length, no_space_around, tencent::tag_filter},
};

/// Selects migration jobs of the account and the region of the provider block, without those that were destroyed. Without arguments, all of them are listed.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct JobFilter {
    /// Lists only jobs whose name begins with this text.
    #[attr(optional, validate(name_length(), no_space_around()))]
    name_prefix: Attr<String>,
    /// Lists only jobs with this status in DTS.
    #[attr(optional, validate(one_of(&STATUSES)))]
    status: Attr<String>,
    /// Lists only jobs that have all of these tags.
    #[attr(optional, validate(tag_filter()))]
    tags: Attr<Map<String>>,
    /// Lists only jobs whose source has this engine, such as `mysql`. A job that is not configured has no source.
    #[attr(optional, validate(name_length(), no_space_around()))]
    source_engine: Attr<String>,
}

/// The list of the jobs that a resource manages.
pub(in crate::resources) struct Jobs {
    type_name: &'static str,
    only_configured: bool,
}

impl Jobs {
    /// The list of all purchased jobs.
    pub(in crate::resources) const fn of_instances(type_name: &'static str) -> Self {
        Self { type_name, only_configured: false }
    }

    /// The list of the jobs that were configured.
    pub(in crate::resources) const fn of_tasks(type_name: &'static str) -> Self {
        Self { type_name, only_configured: true }
    }

    fn matches(&self, config: &JobFilter, job: &JobItem) -> bool {
        (!self.only_configured || !job.src_info.access_type.is_empty())
            && has_prefix(&config.name_prefix, &job.job_name)
            && config.search().selects(job)
    }
}

#[async_trait]
impl ListResource for Jobs {
    type Model = JobFilter;
    type Identity = JobIdentity;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        self.type_name
    }

    async fn list(
        &self,
        context: &Context<Clouds>,
        config: JobFilter,
        found: &mut Found<JobIdentity>,
    ) -> Result<(), Diagnostics> {
        let account = account(context)?;
        account.required_region()?;
        let Place { session, account_id } = Place::of(account, context, self.type_name).await?;
        let region = session.region();
        let jobs = session
            .migration_jobs(&config.search().filter())
            .await
            .map_err(|error| cannot_list(&format!("the migration jobs in {region}"), &error))?;
        for job in jobs.iter().filter(|job| self.matches(&config, job)) {
            let identity = JobIdentity::new(&account_id, &region, &job.job_id);
            found.add(&identity, display_name(&job.job_name, &job.job_id)).await;
        }
        Ok(())
    }
}

impl JobFilter {
    fn search(&self) -> JobSearch<'_> {
        JobSearch {
            name: self.name_prefix.as_str(),
            status: self.status.as_str(),
            source_engine: self.source_engine.as_str(),
            tags: &self.tags,
        }
    }
}

#[cfg(test)]
mod tests {
    use tencent::dts::{DbEndpointInfo, JobStatus, TagItem, TradeInfo, TradeStatus};

    use super::*;

    fn job(name: &str) -> JobItem {
        let src_info =
            DbEndpointInfo { access_type: "cdb".into(), database_type: "mysql".into(), ..DbEndpointInfo::default() };
        JobItem {
            job_name: name.into(),
            status: JobStatus::Running,
            tags: vec![TagItem { tag_key: "team".into(), tag_value: "a".into() }],
            src_info,
            ..JobItem::default()
        }
    }

    #[test]
    fn only_jobs_that_match_all_filters_and_exist_are_listed() {
        let (tasks, all) = (Jobs::of_tasks("t"), JobFilter::default());
        let config = JobFilter {
            name_prefix: "ord".into(),
            status: "running".into(),
            tags: Attr::Known(Map::from_iter([("team".to_owned(), "a".to_owned())])),
            source_engine: "mysql".into(),
        };
        assert!(tasks.matches(&config, &job("orders")) && tasks.matches(&all, &job("any")));
        for other in [
            JobFilter { name_prefix: "rders".into(), ..config.clone() },
            JobFilter { status: "success".into(), ..config.clone() },
            JobFilter { source_engine: "mongodb".into(), ..config.clone() },
            JobFilter { tags: Attr::Known(Map::from_iter([("team".to_owned(), "b".to_owned())])), ..config.clone() },
        ] {
            assert!(!tasks.matches(&other, &job("orders")), "{other:?}");
        }
        let trade_info = TradeInfo { trade_status: TradeStatus::Offlined, ..TradeInfo::default() };
        assert!(!tasks.matches(&all, &JobItem { trade_info, ..job("orders") }));
    }

    #[test]
    fn a_job_that_was_never_configured_is_an_instance_and_no_task() {
        let bought = JobItem { src_info: DbEndpointInfo::default(), ..job("orders") };
        assert!(!Jobs::of_tasks("t").matches(&JobFilter::default(), &bought));
        assert!(Jobs::of_instances("i").matches(&JobFilter::default(), &bought));
    }
}
