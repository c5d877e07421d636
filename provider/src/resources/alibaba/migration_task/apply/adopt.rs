//! A job that an interrupted apply has created: found again, so that no second one is created.

use std::{collections::BTreeSet, time::Duration};

use alibaba::{
    Error,
    dts::{DescribeDtsJobs, JobDetail, JobSummary},
};
use jiff::{SignedDuration, Timestamp};
use tfplugin::{diagnostic::Diagnostic, model::Attr};

use crate::resources::alibaba::migration_task::{
    KIND, plan::changes::changes, read::state::state_of, schema::model::TaskModel,
};
use crate::{
    accounts::InFlightNames,
    diagnostics::cloud_error,
    resources::{
        alibaba::job::detail,
        shared::{Session, lost_answer::Sighting},
    },
};

/// Rows of a page, the maximum of the API.
const PAGE_SIZE: i64 = 50;
/// By how much the clock of this machine and that of DTS may differ.
const MAX_CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(1);

/// A search for the job of a plan.
pub(crate) struct JobSearch<'a, 'c> {
    pub(crate) session: &'a Session<'c>,
    pub(crate) planned: &'a TaskModel,
    /// Maximum age of the job: the time that the create which created it may have taken.
    pub(crate) limit: Duration,
    pub(crate) in_flight: &'a InFlightNames,
}

/// The result of a search.
#[derive(Debug, Default)]
pub(crate) struct FoundJobs {
    /// IDs of all jobs whose name, age and status match.
    pub(crate) candidates: BTreeSet<String>,
    /// The candidates whose content matches as well.
    matching: Vec<JobDetail>,
}

impl FoundJobs {
    /// The matching job, if there is exactly one. The owner of several equal jobs cannot be determined.
    pub(crate) fn only_match(mut self) -> Option<JobDetail> {
        if self.matching.len() == 1 { self.matching.pop() } else { None }
    }
}

impl<'c> JobSearch<'_, 'c> {
    /// Searches once, without the jobs in `known`.
    ///
    /// # Errors
    /// A call failed.
    pub(crate) async fn run(&self, session: &Session<'c>, known: &BTreeSet<String>) -> Result<FoundJobs, Error> {
        let now = Timestamp::now();
        let mut found = FoundJobs::default();
        for job in named(session, self.name()).await? {
            if self.in_flight.holds(&job.dts_job_id)
                || known.contains(&job.dts_job_id)
                || !may_be_left_behind(&job, now, self.limit)
            {
                continue;
            }
            found.candidates.insert(job.dts_job_id.clone());
            match detail(session, &job.dts_job_id).await {
                Ok(job) if matches_plan(&job, self.planned) => found.matching.push(job),
                Ok(_) => {}
                Err(error) if error.is_not_found() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    /// Looks for the job of a create call whose answer was lost. `known` are the jobs that existed before the call.
    ///
    /// # Errors
    /// A call failed.
    pub(crate) async fn look_up(
        &self,
        session: Session<'c>,
        known: &BTreeSet<String>,
    ) -> Result<Sighting<Box<JobDetail>>, Error> {
        let found = self.run(&session, known).await?;
        let (name, candidates, matching) = (self.name(), found.candidates.len(), found.matching.len());
        Ok(match found.only_match() {
            Some(job) => Sighting::Found(Box::new(job)),
            None if candidates == 0 => Sighting::Absent,
            None if matching == 0 => Sighting::Ambiguous(format!(
                "The provider then found a new job named {name:?} that does not match the configuration, so it cannot see whether \
                 the call created it."
            )),
            None => Sighting::Ambiguous(format!(
                "The provider then found {matching} new jobs named {name:?} that match the configuration, so it cannot see which of \
                 them the call created."
            )),
        })
    }

    fn name(&self) -> &str {
        self.planned.name.as_str().unwrap_or_default()
    }
}

/// All jobs of a name, of all pages. DTS searches for names that contain the text.
async fn named(session: &Session<'_>, name: &str) -> Result<Vec<JobSummary>, Error> {
    let mut jobs: Vec<JobSummary> = Vec::new();
    for page in 1.. {
        let action = DescribeDtsJobs {
            region: Some(session.region()),
            region_id: Some(session.region()),
            job_type: Some(KIND.job_type.to_owned()),
            search_by: Some("name".to_owned()),
            params: Some(name.to_owned()),
            page_number: Some(page),
            page_size: Some(PAGE_SIZE),
            without_db_list: Some(true),
            ..DescribeDtsJobs::default()
        };
        let answer = session.call(&action).await?.answer;
        let (rows, total) = (answer.jobs.len(), answer.total_record_count.unwrap_or_default());
        jobs.extend(answer.jobs);
        if rows == 0 || page.saturating_mul(PAGE_SIZE) >= total {
            break;
        }
    }
    jobs.retain(|job| job.dts_job_name == name);
    Ok(jobs)
}

/// Whether an interrupted create may have created the job: it is new, not purchased, and has never started.
fn may_be_left_behind(job: &JobSummary, now: Timestamp, limit: Duration) -> bool {
    let Ok(created) = job.create_time.parse::<Timestamp>() else { return false };
    let age = now.duration_since(created);
    let limit = SignedDuration::try_from(limit).unwrap_or(SignedDuration::MAX);
    let is_new = age >= -MAX_CLOCK_SKEW && age.checked_sub(MAX_CLOCK_SKEW).is_some_and(|age| age <= limit);
    is_new && !KIND.has_instance(job)
}

/// Whether the job matches the plan, as far as DTS returns its content.
fn matches_plan(job: &JobDetail, planned: &TaskModel) -> bool {
    if KIND.is_purchased(&job.pay_type, &job.dts_job_class, &job.status) {
        return false;
    }
    let found = state_of(job, planned.clone());
    let mut planned = planned.clone();
    if !planned.resource_group_id.is_known() {
        // DTS has chosen one.
        planned.resource_group_id = found.resource_group_id.clone();
    }
    let changes = changes(&found, &planned, false);
    !changes.renames() && changes.configuration().count() == 0
}

/// The warning that an existing job was adopted.
pub(crate) fn adopted_warning(planned: &TaskModel) -> Diagnostic {
    Diagnostic::warning(
        "Adopted an existing migration task",
        format!(
            "DTS has exactly one new job named {name:?} that matches the configuration: {id}. It was never started and has no \
             instance, so it may belong to an earlier, interrupted apply. Terraform now manages this job instead of creating a second \
             one. The provider configures it again, with the passwords, and runs its precheck.",
            id = planned.id.as_str().unwrap_or_default(),
            name = planned.name.as_str().unwrap_or_default()
        ),
    )
}

/// The error of a search before the create call.
pub(crate) fn search_failed(planned: &TaskModel, error: &Error) -> Diagnostic {
    let tried = format!(
        "Looking for a job named {:?} that an interrupted apply may have created",
        planned.name.as_str().unwrap_or_default()
    );
    cloud_error("Cannot look for an existing migration task", &tried, error)
}

/// Sets the IDs of the job.
pub(crate) fn set_ids(planned: &mut TaskModel, id: &str, instance_id: &str) {
    planned.id = id.into();
    planned.dts_instance_id = Attr::from(instance_id);
}

#[cfg(test)]
mod tests {
    use alibaba::dts::JobStatus;

    use super::*;

    fn job(age: i64) -> (JobSummary, Timestamp) {
        let now: Timestamp = "2026-06-01T12:00:00Z".parse().unwrap();
        let created = now - SignedDuration::from_secs(age);
        let job = JobSummary {
            dts_job_id: "a".into(),
            status: JobStatus::PreCheckPass,
            create_time: created.to_string(),
            ..JobSummary::default()
        };
        (job, now)
    }

    fn left_behind(job: &JobSummary, now: Timestamp) -> bool {
        may_be_left_behind(job, now, Duration::from_secs(600))
    }

    #[test]
    fn only_a_new_job_may_be_left_behind() {
        for (age, expected) in [(0, true), (600, true), (659, true), (661, false), (-59, true), (-61, false)] {
            let (job, now) = job(age);
            assert_eq!(left_behind(&job, now), expected, "{age} s");
        }
        let (undated, now) = (JobSummary { create_time: "some day".into(), ..job(0).0 }, job(0).1);
        assert!(!left_behind(&undated, now));
    }

    #[test]
    fn a_job_that_was_started_or_purchased_is_not_left_behind() {
        let now = job(0).1;
        for status in [JobStatus::Migrating, JobStatus::Finished, JobStatus::of("SomethingNew")] {
            assert!(!left_behind(&JobSummary { status, ..job(5).0 }, now));
        }
        for status in [JobStatus::NotStarted, JobStatus::Prechecking, JobStatus::PrecheckFailed] {
            assert!(left_behind(&JobSummary { status, ..job(5).0 }, now));
        }
        assert!(!left_behind(&JobSummary { dts_job_class: "small".into(), ..job(5).0 }, now));
        assert!(!left_behind(&JobSummary { pay_type: "PostPaid".into(), ..job(5).0 }, now));
    }

    #[test]
    fn one_of_several_equal_jobs_is_not_adopted() {
        let found = |count: usize| FoundJobs { matching: vec![JobDetail::default(); count], ..FoundJobs::default() };
        assert!(found(1).only_match().is_some());
        assert!(found(0).only_match().is_none() && found(2).only_match().is_none());
    }
}
