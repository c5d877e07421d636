//! A job an interrupted apply left behind: found again, not made a second time.

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
    resources::alibaba::job::detail,
    resources::shared::{Poll, Session, WaitError, wait},
};

/// Rows a page, the most there are.
const PAGE_SIZE: i64 = 50;
/// By how much the clocks of DTS and this machine may differ.
const SKEW: SignedDuration = SignedDuration::from_mins(1);
/// How long a job whose making was not answered may take to show up.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a create looks for.
pub(crate) struct Search<'a> {
    pub(crate) session: &'a Session<'a>,
    pub(crate) planned: &'a TaskModel,
    /// How old it may be: as old as the create that made it may have taken.
    pub(crate) limit: Duration,
    pub(crate) in_flight: &'a InFlightNames,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Ids of all jobs that could be it by name, age and status.
    pub(crate) candidates: BTreeSet<String>,
    /// Those among them that have the planned content.
    pub(crate) fitting: Vec<JobDetail>,
}

/// What became of a making that was not answered.
#[derive(Debug)]
pub(crate) enum Lost {
    /// It took effect.
    Found(Box<JobDetail>),
    /// After a patient look there is no new job of this name.
    Absent,
    /// The looks failed, or show a job of this name that does not fit.
    Unclear,
}

impl Found {
    /// The only one that fits. Of several nobody can tell whose they are.
    pub(crate) fn only(mut self) -> Option<JobDetail> {
        if self.fitting.len() == 1 { self.fitting.pop() } else { None }
    }
}

impl Search<'_> {
    /// Looks once; jobs in `not` are passed over.
    pub(crate) async fn look(&self, session: &Session<'_>, not: &BTreeSet<String>) -> Result<Found, Error> {
        let name = self.planned.name.as_str().unwrap_or_default();
        let now = Timestamp::now();
        let mut found = Found::default();
        for job in named(session, name).await? {
            if self.in_flight.holds(&job.dts_job_id)
                || not.contains(&job.dts_job_id)
                || !is_left_behind(&job, now, self.limit)
            {
                continue;
            }
            found.candidates.insert(job.dts_job_id.clone());
            match detail(session, &job.dts_job_id).await {
                Ok(job) if has_content(&job, self.planned) => found.fitting.push(job),
                Ok(_) => {}
                Err(error) if error.is_not_found() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    /// Looks for the job whose making was not answered; `before` are those that were there before.
    pub(crate) async fn look_for_lost(&self, before: &BTreeSet<String>) -> Lost {
        let patient = self.patient();
        let looked = wait(&patient, || async {
            // A look that fails tells nothing; the next may.
            let found = self.look(&self.patient(), before).await.ok().and_then(Found::only);
            Ok::<_, Error>(found.map_or(Poll::Pending, Poll::Ready))
        });
        match looked.await {
            Ok(job) => return Lost::Found(Box::new(job)),
            // Interrupted, it did not look to the end.
            Err(WaitError::Cancelled) => return Lost::Unclear,
            Err(_) => {}
        }
        // The last look decides. It has time of its own, so that it can be repeated like any other call.
        match self.look(&self.patient(), before).await {
            Ok(found) if found.candidates.is_empty() => Lost::Absent,
            Ok(found) => found.only().map_or(Lost::Unclear, |job| Lost::Found(Box::new(job))),
            Err(_) => Lost::Unclear,
        }
    }

    fn patient(&self) -> Session<'_> {
        self.session.within(PATIENCE)
    }
}

/// All jobs of a name, of every page. DTS finds names by a part of them.
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

/// Whether a create that did not come to its end may have left the job: young, not bought, never started.
fn is_left_behind(job: &JobSummary, now: Timestamp, limit: Duration) -> bool {
    let Ok(made) = job.create_time.parse::<Timestamp>() else { return false };
    let age = now.duration_since(made);
    let limit = SignedDuration::try_from(limit).unwrap_or(SignedDuration::MAX);
    let young = age >= -SKEW && age.checked_sub(SKEW).is_some_and(|age| age <= limit);
    young && !KIND.has_started(&job.status) && !KIND.has_instance(job)
}

/// Whether the job is what is planned, as far as DTS tells.
fn has_content(job: &JobDetail, planned: &TaskModel) -> bool {
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
    !changes.name && changes.configuration.is_empty()
}

/// Tells that a job is taken over.
pub(crate) fn announced(planned: &TaskModel) -> Diagnostic {
    Diagnostic::warning(
        "Found the job an interrupted apply left behind",
        format!(
            "DTS has a job {id} named {name:?} that was made a short while ago, has the content that is planned, was never \
             started, and has no instance; it is the only one. It becomes this task, and no second one is made. It is \
             configured once more, with the passwords, and checked.",
            id = planned.id.as_str().unwrap_or_default(),
            name = planned.name.as_str().unwrap_or_default()
        ),
    )
}

/// The error of a making that was not answered, where nothing shows that it took effect.
pub(crate) fn not_found(planned: &TaskModel, mut error: Diagnostic) -> Diagnostic {
    error.detail.push_str(&format!(
        "\n\nNo new job named {:?} with this content showed up. Apply again: it looks for the job first, goes on with it if it \
         is there by then, and makes one if not. The DTS console lists jobs by their name.",
        planned.name.as_str().unwrap_or_default()
    ));
    error
}

/// The error of a look before a job is made.
pub(crate) fn cannot_look(planned: &TaskModel, error: &Error) -> Diagnostic {
    let tried = format!(
        "Looking for a job named {:?} that an interrupted apply may have left behind",
        planned.name.as_str().unwrap_or_default()
    );
    cloud_error("Cannot look for the migration task", &tried, error)
}

/// The job as the task begins with it.
pub(crate) fn take(planned: &mut TaskModel, id: &str, instance_id: &str) {
    planned.id = id.into();
    planned.dts_instance_id = Attr::from(instance_id);
}

#[cfg(test)]
mod tests {
    use alibaba::dts::JobStatus;

    use super::*;

    fn job(age: i64) -> (JobSummary, Timestamp) {
        let now: Timestamp = "2026-06-01T12:00:00Z".parse().unwrap();
        let made = now - SignedDuration::from_secs(age);
        let job = JobSummary {
            dts_job_id: "a".into(),
            status: JobStatus::PreCheckPass,
            create_time: made.to_string(),
            ..JobSummary::default()
        };
        (job, now)
    }

    fn left_behind(job: &JobSummary, now: Timestamp) -> bool {
        is_left_behind(job, now, Duration::from_secs(600))
    }

    #[test]
    fn only_a_young_job_is_left_behind() {
        for (age, expected) in [(0, true), (600, true), (659, true), (661, false), (-59, true), (-61, false)] {
            let (job, now) = job(age);
            assert_eq!(left_behind(&job, now), expected, "{age} s");
        }
        let (undated, now) = (JobSummary { create_time: "some day".into(), ..job(0).0 }, job(0).1);
        assert!(!left_behind(&undated, now));
    }

    #[test]
    fn a_job_that_was_started_or_bought_is_somebody_elses() {
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
    fn of_several_none_is_taken() {
        let found = |count: usize| Found { fitting: vec![JobDetail::default(); count], ..Found::default() };
        assert!(found(1).only().is_some());
        assert!(found(0).only().is_none() && found(2).only().is_none());
    }
}
