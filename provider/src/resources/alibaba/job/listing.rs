//! The lists of tasks and of instances. A job of DTS is both.

use std::marker::PhantomData;

use alibaba::dts::{JobStatus, JobSummary};
use async_trait::async_trait;
use tfplugin::{
    Model,
    context::Context,
    diagnostic::Diagnostics,
    list_resource::{Found, ListResource},
    model::{Attr, Map},
    path::AttributePath,
};

use super::{InstanceIdentity, JobKind, JobSearch, TaskIdentity};
use crate::{
    accounts::{Clouds, account},
    resources::shared::{
        listing::{Place, cannot_list, display_name, has_prefix},
        pages::Pages,
    },
    rules::{alibaba::tag_filter, name_length, no_space_around},
};

/// Selects jobs of the account and the region of the provider block. Without arguments, all of them are listed. Whether DTS lists jobs whose instance is not bought yet is not documented.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct JobFilter {
    /// Lists only jobs whose name begins with this text.
    #[attr(optional, validate(name_length(), no_space_around()))]
    name_prefix: Attr<String>,
    /// Lists only jobs with this status in DTS, such as `Suspending`.
    #[attr(optional)]
    status: Attr<String>,
    /// Lists only jobs whose instance has all of these tags.
    #[attr(optional, validate(tag_filter()))]
    tags: Attr<Map<String>>,
    /// Lists only jobs of the resource group with this ID.
    #[attr(optional, validate(name_length(), no_space_around()))]
    resource_group_id: Attr<String>,
    /// Lists only jobs on the dedicated cluster with this ID.
    #[attr(optional, validate(name_length(), no_space_around()))]
    dedicated_cluster_id: Attr<String>,
}

/// A part of a job that a resource manages.
pub(crate) trait Part: tfplugin::model::Model + Send + Sync + 'static {
    /// The type of the resource for jobs of a kind.
    fn type_name(kind: &JobKind) -> &'static str;

    /// Whether a job has this part.
    fn is_part_of(kind: &JobKind, job: &JobSummary) -> bool;

    /// The identity.
    fn identity(account_id: &str, region: &str, job: &JobSummary) -> Self;
}

impl Part for TaskIdentity {
    fn type_name(kind: &JobKind) -> &'static str {
        kind.task
    }

    /// A job that was bought and never configured has no task.
    fn is_part_of(_: &JobKind, job: &JobSummary) -> bool {
        job.status != JobStatus::NotConfigured
    }

    fn identity(account_id: &str, region: &str, job: &JobSummary) -> Self {
        Self::new(account_id, region, &job.dts_job_id)
    }
}

impl Part for InstanceIdentity {
    fn type_name(kind: &JobKind) -> &'static str {
        kind.instance
    }

    fn is_part_of(kind: &JobKind, job: &JobSummary) -> bool {
        kind.has_instance(job) && !job.dts_instance_id.is_empty()
    }

    fn identity(account_id: &str, region: &str, job: &JobSummary) -> Self {
        Self::new(account_id, region, &job.dts_instance_id)
    }
}

/// The list of a part of all jobs of a kind.
pub(crate) struct Jobs<P> {
    kind: &'static JobKind,
    part: PhantomData<fn() -> P>,
}

impl<P> Jobs<P> {
    /// The list of the jobs of a kind.
    pub(crate) const fn of(kind: &'static JobKind) -> Self {
        Self { kind, part: PhantomData }
    }
}

#[async_trait]
impl<P: Part> ListResource for Jobs<P> {
    type Model = JobFilter;
    type Identity = P;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        P::type_name(self.kind)
    }

    fn validate(&self, config: &JobFilter, diagnostics: &mut Diagnostics) {
        let known = || self.kind.statuses.iter().map(JobStatus::as_str);
        if let Some(status) = config.status.as_str()
            && !known().any(|one| one == status)
        {
            diagnostics.error(
                AttributePath::of(&["status"]),
                "Invalid status",
                format!(
                    "{status:?} is not a status of a {} job. Valid values: {}.",
                    self.kind.noun,
                    known().collect::<Vec<_>>().join(", ")
                ),
            );
        }
    }

    async fn list(
        &self,
        context: &Context<Clouds>,
        config: JobFilter,
        found: &mut Found<P>,
    ) -> Result<(), Diagnostics> {
        let account = account(context)?;
        account.required_region()?;
        let Place { session, account_id } = Place::of(account, context, self.type_name()).await?;
        let region = session.region();
        let mut pages = Pages::default();
        while let Some(number) = pages.next() {
            let page = config
                .search()
                .page(&session, self.kind, number)
                .await
                .map_err(|error| cannot_list(&format!("the {} jobs in {region}", self.kind.noun), &error))?;
            for job in pages.new_rows(page, |job| &job.dts_job_id) {
                if matches(self.kind, &config, &job) && P::is_part_of(self.kind, &job) {
                    let name = display_name(&job.dts_job_name, &job.dts_job_id);
                    found.add(&P::identity(&account_id, &region, &job), name).await;
                }
            }
        }
        Ok(())
    }
}

impl JobFilter {
    fn search(&self) -> JobSearch<'_> {
        JobSearch {
            name: self.name_prefix.as_str(),
            status: self.status.as_str(),
            tags: &self.tags,
            resource_group_id: self.resource_group_id.as_str(),
            dedicated_cluster_id: self.dedicated_cluster_id.as_str(),
        }
    }
}

/// Whether a job matches all arguments, and is not only a part of another job: the reverse direction, or a change of the objects.
fn matches(kind: &JobKind, config: &JobFilter, job: &JobSummary) -> bool {
    kind.must_be_own(&job.dts_job_id, &job.job_type).is_ok()
        && !job.job_type.eq_ignore_ascii_case("subSync")
        && !job.job_direction.eq_ignore_ascii_case("Reverse")
        && has_prefix(&config.name_prefix, &job.dts_job_name)
        && config.search().selects(job)
}

#[cfg(test)]
mod tests {
    use alibaba::dts::JobTag;

    use super::{
        super::{MIGRATION, SYNCHRONIZATION},
        *,
    };

    fn job(name: &str, job_type: &str) -> JobSummary {
        JobSummary {
            dts_job_id: "job1".into(),
            dts_instance_id: "dtsjob1".into(),
            dts_job_name: name.into(),
            job_type: job_type.into(),
            status: JobStatus::Suspending,
            resource_group_id: "rg-1".into(),
            tags: vec![JobTag { tag_key: "team".into(), tag_value: "a".into() }],
            ..JobSummary::default()
        }
    }

    #[test]
    fn only_jobs_that_match_all_filters_are_listed() {
        let tags = Map::from_iter([("team".to_owned(), "a".to_owned())]);
        let config = JobFilter {
            name_prefix: "ord".into(),
            status: "Suspending".into(),
            tags: Attr::Known(tags),
            resource_group_id: "rg-1".into(),
            ..JobFilter::default()
        };
        let orders = job("orders", "online");
        assert!(matches(&MIGRATION, &config, &orders) && matches(&MIGRATION, &JobFilter::default(), &orders));
        for other in [
            JobFilter { name_prefix: "rders".into(), ..config.clone() },
            JobFilter { status: "Finished".into(), ..config.clone() },
            JobFilter { tags: Attr::Known(Map::from_iter([("team".to_owned(), "b".to_owned())])), ..config.clone() },
            JobFilter { resource_group_id: "rg-2".into(), ..config.clone() },
            JobFilter { dedicated_cluster_id: "dts-cluster".into(), ..config.clone() },
        ] {
            assert!(!matches(&MIGRATION, &other, &orders), "{other:?}");
        }
    }

    #[test]
    fn parts_of_other_jobs_and_jobs_of_another_kind_are_not_listed() {
        let all = JobFilter::default();
        assert!(matches(&SYNCHRONIZATION, &all, &job("orders", "sync")));
        assert!(!matches(&SYNCHRONIZATION, &all, &job("orders", "subSync")));
        assert!(!matches(&SYNCHRONIZATION, &all, &job("orders", "online")));
        let reverse = JobSummary { job_direction: "Reverse".into(), ..job("orders", "sync") };
        assert!(!matches(&SYNCHRONIZATION, &all, &reverse));
    }

    #[test]
    fn a_job_has_an_instance_when_it_is_bought_and_a_task_when_it_is_configured() {
        let bought = JobSummary { status: JobStatus::NotConfigured, pay_type: "PostPaid".into(), ..job("a", "online") };
        let configured = JobSummary { status: JobStatus::NotStarted, ..job("a", "online") };
        let parts = |job: &JobSummary| {
            (TaskIdentity::is_part_of(&MIGRATION, job), InstanceIdentity::is_part_of(&MIGRATION, job))
        };
        assert_eq!(parts(&bought), (false, true));
        assert_eq!(parts(&configured), (true, false));
        assert_eq!(parts(&job("a", "online")), (true, true));
    }

    #[test]
    fn each_kind_has_its_statuses() {
        let found = |kind, status: &str| {
            let mut diagnostics = Diagnostics::new();
            Jobs::<TaskIdentity>::of(kind)
                .validate(&JobFilter { status: status.into(), ..JobFilter::default() }, &mut diagnostics);
            diagnostics.has_errors()
        };
        assert!(!found(&MIGRATION, "Migrating") && !found(&SYNCHRONIZATION, "Synchronizing"));
        assert!(found(&MIGRATION, "Synchronizing") && found(&SYNCHRONIZATION, "Migrating"));
    }
}
