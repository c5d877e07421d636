//! A migration or a synchronization of Alibaba Cloud.

use std::{iter, sync::OnceLock};

use alibaba::{
    Error,
    dts::{JobStatus, JobSummary},
};
use tfplugin::diagnostic::Diagnostic;
use tokio_util::sync::CancellationToken;

use super::{
    LOOK_LIMIT,
    client::{owner, region},
    job::{End, Job, Phase},
};
use crate::{
    accounts::{Account, Session},
    diagnostics::cloud_error,
    facts::alibaba as facts,
    resources::alibaba::{
        instance_phases, is_caught_up,
        job::{JobKind, REVERSE, detail, kind_of, reason_of, summary},
    },
    rules::alibaba as rules,
};

/// The kind of a job, which never changes, once a look has found it.
pub(super) type KnownKind = OnceLock<&'static JobKind>;

/// The job, and the reverse one of a two-way synchronization. `known` keeps its kind from one look to the next one.
///
/// # Errors
/// The job cannot be read, or does not exist.
pub(super) async fn jobs(
    account: &Account,
    id: &str,
    known: &KnownKind,
    cancel: &CancellationToken,
) -> Result<Vec<Job>, Diagnostic> {
    let region = region(account, "ALIBABA_CLOUD_REGION_ID")?;
    let session = account.session(cancel, LOOK_LIMIT)?;
    let found = async {
        let kind = match known.get() {
            Some(kind) => kind,
            // A list has the jobs of one type only, and only a detail says of which type a job is.
            None => {
                let kind = kind_of(id, &detail(&session, id).await?.job_type)?;
                known.get_or_init(|| kind)
            }
        };
        jobs_of(&session, kind, id).await
    };
    existing(found.await, account, id, &region, cancel).await
}

/// What was found of a job.
///
/// # Errors
/// The job cannot be read, or does not exist.
pub(crate) async fn existing<T>(
    found: Result<Vec<T>, Error>,
    account: &Account,
    id: &str,
    region: &str,
    cancel: &CancellationToken,
) -> Result<Vec<T>, Diagnostic> {
    match found {
        Ok(jobs) if !jobs.is_empty() => Ok(jobs),
        Err(error) if !error.is_not_found() => {
            Err(cloud_error("Cannot read the job", &format!("Reading job {id}"), &error))
        }
        _ => Err(no_such_job(id, region, &owner(account, cancel).await)),
    }
}

/// [`jobs`] of a job whose kind is known; empty if it is not there any more.
///
/// # Errors
/// A call failed.
pub(crate) async fn jobs_of(session: &Session<'_>, kind: &'static JobKind, id: &str) -> Result<Vec<Job>, Error> {
    let Some(job) = summary(session, kind, id).await? else { return Ok(Vec::new()) };
    let reverse = &job.reverse_job.dts_job_id;
    let reverse = match reverse.is_empty() {
        true => None,
        false => summary(session, &REVERSE, reverse).await?,
    };
    let direction = reverse.is_some().then_some("forward");
    let forward = shown(kind, direction, &job);
    Ok(iter::once(forward).chain(reverse.map(|job| shown(&REVERSE, Some("reverse"), &job))).collect())
}

fn shown(kind: &JobKind, direction: Option<&'static str>, job: &JobSummary) -> Job {
    Job {
        id: job.dts_job_id.clone(),
        name: job.dts_job_name.clone(),
        title: kind.title,
        direction,
        status: job.status.to_string(),
        reason: reason_of(job).to_owned(),
        phases: phases(kind, job),
        delay_ms: job.delay.filter(|delay| *delay >= 0),
        end: end_of(kind, job),
    }
}

fn phases(kind: &JobKind, job: &JobSummary) -> Vec<Phase> {
    let phases = instance_phases(kind, job).into_iter().map(|(name, phase)| Phase {
        name: name.to_owned(),
        status: phase.status.or(String::new()),
        percent: phase.percent.or(0).clamp(0, 100).unsigned_abs(),
        detail: phase.detail.or(String::new()),
    });
    phases.collect()
}

fn end_of(kind: &JobKind, job: &JobSummary) -> Option<End> {
    match &job.status {
        JobStatus::Finished => Some(End::Finished),
        status if kind.has_failed(status) => Some(End::Failed),
        JobStatus::Migrating | JobStatus::Synchronizing if is_caught_up(job) => Some(End::CaughtUp),
        _ => None,
    }
}

/// The error for a job that does not exist.
fn no_such_job(id: &str, region: &str, owner: &str) -> Diagnostic {
    let of_instance = if id.starts_with("dts") {
        " An ID that begins with dts is that of an instance: write the ID of its task."
    } else {
        ""
    };
    let meant = if facts::region(region).is_some() { None } else { rules::similar_region(region) };
    let meant = meant.map(|meant| format!(" Did you mean --region {meant}?")).unwrap_or_default();
    Diagnostic::error(
        "No such job",
        format!(
            "There is no job {id} in region {region} of {owner}.{meant}{of_instance} Check the ID, --region and --profile: the job is in the \
             account that created its task."
        ),
    )
}
