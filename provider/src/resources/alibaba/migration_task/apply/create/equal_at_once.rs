//! Two runs of Terraform with different states that create equal jobs at the same time: one of the two jobs is kept.

use std::time::Duration;

use alibaba::{
    Error,
    dts::{JobDetail, JobStatus, JobSummary},
};
use tfplugin::diagnostic::Diagnostic;

use super::new_job::JobIds;
use crate::{
    diagnostics::cloud_error,
    resources::{
        alibaba::{
            job::{JobKind, Release, detail, detail_of, release},
            migration_task::apply::{
                equal_jobs::{EqualJob, FoundJobs, JobSearch, is_purchased, precedes},
                ownership::Ownership,
            },
        },
        shared::{Absence, Poll, Session, WaitError, wait},
    },
};

/// For how long a create waits until another run has decided which of two equal new jobs is kept.
const DECISION: Duration = Duration::from_secs(15);

/// Searches again after the create: another run of Terraform, with another state, may have created an equal job at the same time. One of
/// the two deletes its job. A job that was not purchased costs nothing. Returns the IDs of the own job: those of the answer, unless
/// the search shows that the answer was about another job. Without the search, the job is in the state with a warning.
pub(super) async fn must_be_first(
    session: &Session<'_>,
    search: &JobSearch<'_>,
    before: &FoundJobs,
    ownership: &Ownership<'_>,
    created: JobIds,
) -> Result<(JobIds, Option<Diagnostic>), Diagnostic> {
    let noun = search.task.kind.noun;
    let newer = match search.newer(session, &before.listed, &created.id).await {
        Ok(newer) => newer,
        // The job is in the state then, and its instance is bought only after another search.
        Err(error) if error.is_cancelled() => return Ok((created, None)),
        Err(error) => return Ok((created.clone(), Some(not_searched(search, &created.id, &error)))),
    };
    let is_listed_so = |job: &JobSummary| job.dts_instance_id.is_empty() || job.dts_instance_id == created.instance_id;
    if newer.equal.is_empty() && newer.own.as_ref().is_none_or(is_listed_so) {
        return Ok((created, None));
    }
    let others = newer.equal;
    let own = match detail_of(session, &search.task.kind, &created.id, Absence::Repeated).await {
        Ok(own) if own.dts_job_name == search.name() => own,
        Ok(_) => return own_job_of(search, &created.id, others, ownership).map(|own| (own, None)),
        Err(error) if error.is_cancelled() => return Ok((created, None)),
        Err(error) => {
            let tried = format!("DTS ConfigureDtsJob answered that it created {noun} task {}. Reading it", created.id);
            return Err(cloud_error(&format!("Cannot read the {noun} task"), &tried, &error));
        }
    };
    let ids = JobIds::of(&own);
    let winners = match winners(session, &search.task.kind, &own, others).await {
        Ok(winners) if winners.is_empty() => return Ok((ids, None)),
        Ok(winners) => winners,
        Err(error) if error.is_cancelled() => return Ok((ids, None)),
        Err(error) => return Ok((ids.clone(), Some(not_searched(search, &ids.id, &error)))),
    };
    let name = format!("{noun} task {}", ids.id);
    release(session, Release { kind: &search.task.kind, job_id: &ids.id, name: &name }).await?;
    ownership.records.forget(ownership.subject);
    let outcome = format!("This apply also created job {}, and then deleted it.", ids.id);
    Err(ownership.exists(&winners, &outcome))
}

/// Of the equal jobs that were created at the same time as the own one, those that are to be kept in its place.
async fn winners(
    session: &Session<'_>,
    kind: &JobKind,
    own: &JobDetail,
    others: Vec<EqualJob>,
) -> Result<Vec<EqualJob>, Error> {
    if others.is_empty() || is_purchased(kind, own) {
        return Ok(Vec::new());
    }
    let (winners, losers): (Vec<_>, Vec<_>) = others.into_iter().partition(|other| is_kept(kind, &other.job, own));
    if winners.is_empty() { kept_meanwhile(session, kind, own, losers).await } else { Ok(winners) }
}

/// Whether the other job is to be kept. One whose precheck has been started has won already: its run starts the precheck only after it has
/// searched for equal jobs, and it did not see ours.
fn is_kept(kind: &JobKind, other: &JobDetail, own: &JobDetail) -> bool {
    let is_new = matches!(other.status, JobStatus::NotStarted | JobStatus::NotConfigured);
    !is_new || precedes(kind, other, own)
}

/// Waits until the runs of the other jobs have decided: they have deleted their jobs, or they have started the prechecks. The creation time
/// of a job has only seconds, so a run may have searched before the job that precedes its own one existed.
async fn kept_meanwhile(
    session: &Session<'_>,
    kind: &JobKind,
    own: &JobDetail,
    undecided: Vec<EqualJob>,
) -> Result<Vec<EqualJob>, Error> {
    let limited = session.within(DECISION);
    let decided = wait(&limited, || async {
        let mut is_undecided = false;
        for other in &undecided {
            match detail(session, &other.job.dts_job_id).await {
                Ok(job) if is_kept(kind, &job, own) => return Ok(Poll::Ready(vec![EqualJob { job, ..other.clone() }])),
                Ok(_) => is_undecided = true,
                Err(error) if error.is_not_found() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(if is_undecided { Poll::Pending } else { Poll::Ready(Vec::new()) })
    });
    match decided.await {
        Ok(kept) => Ok(kept),
        Err(WaitError::Failed(error)) => Err(error),
        // The other run has ended, or another tool created the job. The purchase compares the jobs once more.
        Err(WaitError::TimedOut | WaitError::Cancelled) => Ok(Vec::new()),
    }
}

/// A warning: before an instance is bought for the job, the provider searches again.
fn not_searched(search: &JobSearch<'_>, id: &str, error: &Error) -> Diagnostic {
    let (title, noun) = (search.task.kind.title, search.task.kind.noun);
    let tried = format!("{title} task {id} was created. Looking for other jobs named {:?}", search.name());
    let failed = cloud_error(&format!("Cannot look for an equal {noun} task"), &tried, error);
    let next = "The provider looks again before it buys an instance for the task.";
    Diagnostic::warning(failed.summary, format!("{}\n\n{next}", failed.detail))
}

/// The job of a create whose answer has the ID of a job of another name: the only new job that is equal to the task.
fn own_job_of(
    search: &JobSearch<'_>,
    answered: &str,
    mut new: Vec<EqualJob>,
    ownership: &Ownership<'_>,
) -> Result<JobIds, Diagnostic> {
    if let (1, Some(own)) = (new.len(), new.pop()) {
        let own = JobIds::of(&own.job);
        ownership.records.created(ownership.subject, &own.id);
        return Ok(own);
    }
    Err(Diagnostic::error(
        "The answer of DTS is about another job",
        format!(
            "DTS ConfigureDtsJob answered with job {answered}, which has another name than {:?}. The provider has not found which job \
             it created. Apply again. The DTS console lists jobs by their name.",
            search.name()
        ),
    ))
}
