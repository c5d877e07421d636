//! Running a check.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
};

use cloud_core::Error;
use tencent::dts::{
    CheckReport, CreateMigrateCheckJob, DescribeMigrationCheckJob, JobStatus, MigrationDetail, SkipCheckItem,
};
use tfplugin::model::Set;

use super::blocks;
use crate::{
    accounts::tencent::Session,
    diagnostics::cloud_error,
    resources::{
        shared::{Absence, OperationError},
        tencent::{
            job::{Waiting, detail_of, gone, wait_for_job},
            migration_task::schema::{model::TaskModel, options::Check},
        },
    },
};

/// How often steps are skipped and the check is run again.
const ROUNDS: usize = 3;
/// After so many polls, the status is that of the new check, even if no poll has seen it run.
const POLLS: u32 = 3;
/// The step about foreign keys.
const CONSTRAINT: &str = "ConstraintCheck";

/// The result of a check.
pub(crate) struct Verdict {
    pub(crate) passed: bool,
    pub(crate) report: CheckReport,
}

/// The steps that the configuration skips.
pub(crate) fn skipped(task: &TaskModel) -> BTreeSet<String> {
    let skip = task.check.get().and_then(|check: &Check| check.skip.get());
    skip.into_iter().flat_map(Set::known).cloned().collect()
}

/// Runs the check of a configured job until it passes, or fails in a step that is not to be skipped.
///
/// # Errors
/// A call failed, the time is up, or the user interrupted Terraform.
pub(crate) async fn run(
    session: &Session<'_>,
    task: &TaskModel,
    timeout: &'static str,
) -> Result<Verdict, OperationError> {
    let id = task.instance_id.or(String::new());
    let skip = skipped(task);
    let mut round = 0;
    loop {
        round += 1;
        let job = check_once(session, &id, timeout).await?;
        let report = report_of(session, &id).await.map_err(|error| of_call(&id, "Reading the check of", &error))?;
        if job.status == JobStatus::CheckPass {
            return Ok(Verdict { passed: true, report });
        }
        let failed: Vec<String> =
            report.steps.iter().filter(|step| blocks(step)).map(|step| step.step_id.clone()).collect();
        let can_skip = !failed.is_empty() && failed.iter().all(|step| skip.contains(step));
        if !can_skip || round > ROUNDS {
            return Ok(Verdict { passed: false, report });
        }
        let foreign_keys = task.check.get().and_then(|check: &Check| check.foreign_keys.clone().into_option());
        let foreign_key_flag = foreign_keys.filter(|_| failed.iter().any(|step| step == CONSTRAINT));
        let request = SkipCheckItem { job_id: id.clone(), step_ids: failed, foreign_key_flag };
        // DTS rejects the request for a step that cannot be skipped: the report then says what has failed.
        match session.call(&request).await {
            Ok(_) => {}
            Err(error) if error.api().is_some() && !error.is_cancelled() => {
                tracing::info!(job_id = id, error = %error, "DTS does not skip the steps of the check");
                return Ok(Verdict { passed: false, report });
            }
            Err(error) => return Err(of_call(&id, "Skipping steps of the check of", &error)),
        }
    }
}

/// Runs the check once, and waits for its end.
async fn check_once(session: &Session<'_>, id: &str, timeout: &'static str) -> Result<MigrationDetail, OperationError> {
    let before = detail_of(session, id, Absence::Repeated)
        .await
        .map_err(|error| of_call(id, "Before its check, reading", &error))?
        .ok_or_else(|| gone(id))?;
    if before.status != JobStatus::Checking {
        start(session, id).await?;
    }
    let has_begun = AtomicBool::new(before.status == JobStatus::Checking);
    let polls = AtomicU32::new(0);
    let waiting = Waiting { id, doing: "The check of the job", timeout };
    wait_for_job(session, &waiting, |job| {
        let polls = polls.fetch_add(1, Ordering::Relaxed) + 1;
        let is_running = job.status == JobStatus::Checking;
        // The verdict of the previous check may be visible for a while.
        if is_running || job.check.start_at != before.check.start_at || polls >= POLLS {
            has_begun.store(true, Ordering::Relaxed);
        }
        let has_verdict = matches!(job.status, JobStatus::CheckPass | JobStatus::CheckNotPass);
        has_verdict && has_begun.load(Ordering::Relaxed)
    })
    .await
}

async fn start(session: &Session<'_>, id: &str) -> Result<(), OperationError> {
    let request = CreateMigrateCheckJob { job_id: id.to_owned() };
    let Err(error) = session.call(&request).await else { return Ok(()) };
    if error.is_cancelled() {
        return Err(of_call(id, "Checking", &error));
    }
    // A call whose answer was lost may have started the check.
    let runs = |job: Option<MigrationDetail>| job.is_some_and(|job| job.status == JobStatus::Checking);
    if detail_of(session, id, Absence::Repeated).await.is_ok_and(runs) {
        return Ok(());
    }
    if error.outcome_unknown() && session.call(&request).await.is_ok() {
        return Ok(());
    }
    Err(of_call(id, "Checking", &error))
}

/// The last check of a job.
///
/// # Errors
/// The call failed.
pub(crate) async fn report_of(session: &Session<'_>, id: &str) -> Result<CheckReport, Error> {
    let request = DescribeMigrationCheckJob { job_id: id.to_owned() };
    session.call(&request).await.map(|answered| answered.answer)
}

fn of_call(id: &str, what: &str, error: &Error) -> OperationError {
    let tried = format!("{what} migration job {id}");
    OperationError::of_call(error, &tried, |error| cloud_error("Cannot check the migration job", &tried, error))
}
