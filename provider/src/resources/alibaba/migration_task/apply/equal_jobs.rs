//! The jobs of the name of a task, and those of them that are equal to the task.

use std::collections::BTreeSet;

use alibaba::{
    Error,
    dts::{DescribeDtsJobs, JobDetail, JobSummary, JobTag},
};
use jiff::Timestamp;

use crate::resources::alibaba::migration_task::{
    plan::changes::changes, read::state::found, read::state::state_of, schema::model::TaskModel,
};
use crate::resources::{
    alibaba::job::{JobKind, detail},
    shared::{
        Session,
        lost_answer::Sighting,
        pages::{self, PAGE_SIZE},
    },
};

/// A search for the jobs of a task.
pub(crate) struct JobSearch<'a> {
    /// The task as it is planned, or as DTS has it.
    pub(crate) task: &'a TaskModel,
}

/// A job that is equal to the task, as far as DTS returns its content.
#[derive(Clone, Debug, Default)]
pub(crate) struct EqualJob {
    pub(crate) job: JobDetail,
    pub(crate) tags: Vec<JobTag>,
}

/// The result of a search.
#[derive(Debug, Default)]
pub(crate) struct FoundJobs {
    /// IDs of all jobs that were listed, also those of other names.
    pub(crate) listed: BTreeSet<String>,
    /// The jobs of the name, the newest one first.
    pub(crate) named: Vec<JobSummary>,
    /// Those that are equal to the task. They are unpurchased, purchased, running, or at rest, and they are not released.
    pub(crate) equal: Vec<EqualJob>,
}

/// The jobs of a name that are newer than an earlier search.
#[derive(Debug, Default)]
pub(crate) struct NewerJobs {
    /// The job that the create has returned, if it is listed.
    pub(crate) own: Option<JobSummary>,
    /// Others that are equal to the task.
    pub(crate) equal: Vec<EqualJob>,
}

impl FoundJobs {
    /// IDs of the jobs of the name.
    pub(crate) fn ids(&self) -> BTreeSet<String> {
        self.named.iter().map(|job| job.dts_job_id.clone()).collect()
    }
}

impl JobSearch<'_> {
    /// Searches once.
    ///
    /// # Errors
    /// A call failed.
    pub(crate) async fn run(&self, session: &Session<'_>) -> Result<FoundJobs, Error> {
        self.search(session, &BTreeSet::new(), &BTreeSet::new()).await
    }

    /// The jobs of the name that were created after the listing of the jobs in `before`.
    ///
    /// # Errors
    /// A call failed.
    pub(crate) async fn newer(
        &self,
        session: &Session<'_>,
        before: &BTreeSet<String>,
        own: &str,
    ) -> Result<NewerJobs, Error> {
        let mut listed = list(session, &self.task.kind, self.name(), before).await?;
        listed.retain(|job| job.dts_job_name == self.name() && !before.contains(&job.dts_job_id));
        let at = listed.iter().position(|job| job.dts_job_id == own);
        let own = at.map(|at| listed.remove(at));
        Ok(NewerJobs { own, equal: self.equal_of(session, &listed).await? })
    }

    /// Lists down to the first page with a job of `stop_at`, and reads the jobs that are not in `known`.
    async fn search(
        &self,
        session: &Session<'_>,
        stop_at: &BTreeSet<String>,
        known: &BTreeSet<String>,
    ) -> Result<FoundJobs, Error> {
        let listed = list(session, &self.task.kind, self.name(), stop_at).await?;
        let ids = listed.iter().map(|job| job.dts_job_id.clone()).collect();
        let is_of_name = |job: &JobSummary| job.dts_job_name == self.name() && !known.contains(&job.dts_job_id);
        let named: Vec<JobSummary> = listed.into_iter().filter(is_of_name).collect();
        let equal = self.equal_of(session, &named).await?;
        Ok(FoundJobs { listed: ids, named, equal })
    }

    /// Reads these jobs, and returns those that are equal to the task.
    async fn equal_of(&self, session: &Session<'_>, named: &[JobSummary]) -> Result<Vec<EqualJob>, Error> {
        let mut equal = Vec::new();
        for listed in named {
            match detail(session, &listed.dts_job_id).await {
                Ok(job) if is_equal(&job, self.task) => equal.push(EqualJob { job, tags: listed.tags.clone() }),
                Ok(_) => {}
                // Released since then.
                Err(error) if error.is_not_found() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(equal)
    }

    /// Looks for the job of a create call whose answer was lost. `known` are the jobs that existed before the call: what is new under
    /// this name is ours, whatever the clocks say.
    ///
    /// # Errors
    /// A call failed.
    pub(crate) async fn look_up(
        &self,
        session: Session<'_>,
        known: &BTreeSet<String>,
    ) -> Result<Sighting<Box<JobDetail>>, Error> {
        let mut found = self.search(&session, known, known).await?;
        let (name, named, equal) = (self.name(), found.named.len(), found.equal.len());
        Ok(match (equal, named) {
            (1, _) => found.equal.pop().map_or(Sighting::Absent, |equal| Sighting::Found(Box::new(equal.job))),
            (0, 0) => Sighting::Absent,
            (0, _) => Sighting::Ambiguous(format!(
                "The provider then found a new job named {name:?} that does not match the configuration, so it cannot see whether \
                 the call created it."
            )),
            _ => Sighting::Ambiguous(format!(
                "The provider then found {equal} new jobs named {name:?} that match the configuration, so it cannot see which of \
                 them the call created."
            )),
        })
    }

    /// The name of the task.
    pub(crate) fn name(&self) -> &str {
        self.task.name.as_str().unwrap_or_default()
    }
}

/// The jobs whose name contains the text, the newest one first. DTS has no search for exact names.
async fn list(
    session: &Session<'_>,
    kind: &JobKind,
    name: &str,
    stop_at: &BTreeSet<String>,
) -> Result<Vec<JobSummary>, Error> {
    let page = |number| async move {
        let action = DescribeDtsJobs {
            region: Some(session.region()),
            region_id: Some(session.region()),
            job_type: Some(kind.job_type.to_owned()),
            search_by: Some("name".to_owned()),
            params: Some(name.to_owned()),
            order_column: Some("CreateTime".to_owned()),
            order_direction: Some("DESC".to_owned()),
            page_number: Some(number),
            page_size: Some(PAGE_SIZE),
            without_db_list: Some(true),
            ..DescribeDtsJobs::default()
        };
        let answer = session.call(&action).await?.answer;
        Ok((answer.jobs, answer.total_record_count))
    };
    let has_known = |rows: &[JobSummary]| rows.iter().any(|job| stop_at.contains(&job.dts_job_id));
    pages::until(page, |job: &JobSummary| &job.dts_job_id, has_known).await
}

/// Whether the job matches the task, as far as DTS returns its content.
pub(crate) fn is_equal(job: &JobDetail, task: &TaskModel) -> bool {
    let found = state_of(job, task.clone());
    let mut task = task.clone();
    if !task.resource_group_id.is_known() {
        // DTS has chosen one.
        task.resource_group_id = found.resource_group_id.clone();
    }
    let changes = changes(&found, &task, false);
    !changes.renames() && changes.configuration().count() == 0
}

/// Of two equal jobs, whether `other` is the one to keep: one that was purchased, otherwise the older one. Two runs of Terraform that
/// create equal jobs at the same time both come to the same decision.
pub(crate) fn precedes(kind: &JobKind, other: &JobDetail, own: &JobDetail) -> bool {
    match (is_purchased(kind, other), is_purchased(kind, own)) {
        (true, false) => true,
        (false, true) => false,
        _ => age_order(other) < age_order(own),
    }
}

/// Whether the job was purchased.
pub(crate) fn is_purchased(kind: &JobKind, job: &JobDetail) -> bool {
    kind.is_purchased(&job.pay_type, &job.dts_job_class, &job.status)
}

fn age_order(job: &JobDetail) -> (Option<Timestamp>, &str, &str) {
    (job.create_time.parse().ok(), &job.create_time, &job.dts_job_id)
}

/// The equal jobs that are to be kept in place of the job of an instance. The list is usually the only call.
///
/// # Errors
/// A call failed.
pub(crate) async fn preceding_equal_jobs(
    session: &Session<'_>,
    kind: &'static JobKind,
    own: &JobSummary,
) -> Result<Vec<JobDetail>, Error> {
    let mut others = list(session, kind, &own.dts_job_name, &BTreeSet::new()).await?;
    others.retain(|job| job.dts_job_name == own.dts_job_name && job.dts_job_id != own.dts_job_id);
    if others.is_empty() {
        return Ok(Vec::new());
    }
    let own = detail(session, &own.dts_job_id).await?;
    let equal = JobSearch { task: &found(kind, &own) }.equal_of(session, &others).await?;
    Ok(equal.into_iter().map(|equal| equal.job).filter(|job| precedes(kind, job, &own)).collect())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use alibaba::dts::JobStatus;
    use serde_json::json;

    use super::*;
    use crate::resources::alibaba::job::MIGRATION;
    use crate::resources::shared::testing::{Reply, StubCloud};

    fn job(id: &str, created: &str, class: &str) -> JobDetail {
        JobDetail {
            dts_job_id: id.into(),
            create_time: created.into(),
            dts_job_class: class.into(),
            status: JobStatus::PreCheckPass,
            ..JobDetail::default()
        }
    }

    #[test]
    fn of_two_equal_jobs_exactly_one_is_kept() {
        let (noon, later) = ("2026-06-01T12:00:00Z", "2026-06-01T12:00:01Z");
        for (first, second) in [
            (job("b", noon, ""), job("a", later, "")),
            (job("a", noon, ""), job("b", noon, "")),
            (job("b", later, "small"), job("a", noon, "")),
            (job("b", noon, "small"), job("a", later, "small")),
        ] {
            assert!(precedes(&MIGRATION, &first, &second) && !precedes(&MIGRATION, &second, &first), "{first:?}");
        }
    }

    #[tokio::test]
    async fn a_job_of_any_age_and_status_is_found() {
        let cloud = StubCloud::start(|action, _| match action {
            "DescribeDtsJobs" => Reply::ok(json!({"DtsJobList": [
                {"DtsJobId": "job2", "DtsJobName": "orders-2", "Status": "NotStarted"},
                {"DtsJobId": "job1", "DtsJobName": "orders", "Status": "Migrating", "CreateTime": "2020-01-01T00:00:00Z"},
            ]})),
            _ => Reply::ok(json!({
                "DtsJobId": "job1", "DtsJobName": "orders", "Status": "Migrating", "DtsJobClass": "small",
            })),
        })
        .await;
        let session = cloud.session(Duration::from_secs(3));
        let task = found(&MIGRATION, &JobDetail { dts_job_name: "orders".into(), ..JobDetail::default() });
        let search = JobSearch { task: &task };
        let jobs = search.run(&session).await.unwrap();
        assert_eq!((jobs.listed.len(), jobs.ids()), (2, ["job1".to_owned()].into()));
        assert_eq!(jobs.equal.len(), 1);
        let newer = search.newer(&session, &jobs.listed, "job3").await.unwrap();
        assert!(newer.own.is_none() && newer.equal.is_empty());
    }
}
