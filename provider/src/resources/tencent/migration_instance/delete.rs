//! Delete: stop, isolate, destroy, wait until the job does not exist any more. While data moves only with
//! `on_destroy = "stop_and_release"`.

use jiff::Timestamp;
use tencent::{
    Action, Error,
    dts::{
        DescribeMigrationDetail, DestroyMigrateJob, IsolateMigrateJob, JobStatus, MigrationDetail, StopMigrateJob,
        TradeStatus,
    },
};
use tfplugin::{
    context::Context, diagnostic::Diagnostic, private::Private, resource::Outcome, timeouts::Operation as Timeout,
};

use super::{
    TIMEOUTS, TYPE,
    job::{WaitFailed, is_busy, wait_failed, wait_until},
    model::InstanceModel,
    plan::may_destroy,
};
use crate::{
    accounts::{
        Clouds,
        tencent::{Session, account},
    },
    diagnostics::cloud_error,
    resources::{
        shared::{Absence, CreateRecords, Poll, is_released, retry_while, wait},
        tencent::job::{LastSeen, detail_of, moves_data},
    },
};

/// Title of the errors.
const SUMMARY: &str = "Cannot release the migration job";

pub(super) async fn delete(
    context: &Context<Clouds>,
    state: InstanceModel,
    private: Private,
) -> Outcome<InstanceModel> {
    match try_delete(context, &state, &private).await {
        Ok(()) => Outcome::gone(),
        Err(diagnostic) => Outcome::with_state(state, diagnostic).with_private(private),
    }
}

async fn try_delete(context: &Context<Clouds>, state: &InstanceModel, private: &Private) -> Result<(), Diagnostic> {
    let account = account(context)?;
    account.must_be_place_of(private, &context.cancel).await?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&state.timeouts, Timeout::Delete))?;
    let id = state.id.or(String::new());
    let absence = if is_released(state) { Absence::Counts } else { Absence::of(private, Timestamp::now()) };
    let job = detail_of(&session, &id, absence)
        .await
        .map_err(|error| cloud_error(SUMMARY, &format!("Before releasing it, reading migration job {id}"), &error))?;
    if let Some(job) = job {
        may_destroy(state, &job.status)?;
        release(&session, &id, job).await?;
        context.data()?.tencent_jobs.release(&id);
    }
    CreateRecords::of_process().forget_object(TYPE, &id);
    Ok(())
}

async fn release(session: &Session<'_>, id: &str, job: MigrationDetail) -> Result<(), Diagnostic> {
    if moves_data(&job.status) {
        stop(session, id).await?;
    }
    // A job that is not billed does not exist any more after this call.
    if !matches!(job.trade_info.trade_status, TradeStatus::Isolated | TradeStatus::Isolating) {
        let request = IsolateMigrateJob { job_id: id.to_owned() };
        call(session, &request, &format!("Isolating migration job {id}")).await?;
    }
    let is_isolated = |job: &MigrationDetail| job.trade_info.trade_status == TradeStatus::Isolated;
    let isolated = wait_until(session, id, Absence::Counts, is_isolated).await;
    let isolated = isolated
        .map_err(|error| wait_failed(SUMMARY, &format!("migration job {id} to be isolated"), "delete", error))?;
    if isolated.is_none() {
        return Ok(());
    }
    let request = DestroyMigrateJob { job_id: id.to_owned() };
    call(session, &request, &format!("Destroying migration job {id}")).await?;
    wait_until_offlined(session, id).await
}

/// Waits until the job is destroyed. DTS still shows the details of a destroyed job.
async fn wait_until_offlined(session: &Session<'_>, id: &str) -> Result<(), Diagnostic> {
    let request = DescribeMigrationDetail { job_id: id.to_owned() };
    let last = LastSeen::default();
    let gone = wait(session, || async {
        match session.call(&request).await {
            Ok(answered) if answered.answer.trade_info.trade_status == TradeStatus::Offlined => Ok(Poll::Ready(())),
            Ok(answered) => {
                last.note(&answered.answer);
                Ok(Poll::Pending)
            }
            Err(error) if error.is_not_found() => Ok(Poll::Ready(())),
            Err(error) => Err(error),
        }
    });
    gone.await.map_err(|error| {
        let failed = WaitFailed { error, last: last.text() };
        wait_failed(SUMMARY, &format!("migration job {id} to be destroyed"), "delete", failed)
    })
}

/// Stops the migration, and waits until no data moves.
async fn stop(session: &Session<'_>, id: &str) -> Result<(), Diagnostic> {
    let request = StopMigrateJob { job_id: id.to_owned() };
    call(session, &request, &format!("Stopping migration job {id}")).await?;
    let is_over = |job: &MigrationDetail| !moves_data(&job.status) && job.status != JobStatus::Stopping;
    let stopped = wait_until(session, id, Absence::Counts, is_over).await;
    stopped.map(|_| ()).map_err(|error| wait_failed(SUMMARY, &format!("migration job {id} to stop"), "delete", error))
}

/// Calls DTS, and repeats the call while the status of the job does not allow it. A job that does not exist any more is no error.
async fn call<A: Action>(session: &Session<'_>, action: &A, tried: &str) -> Result<(), Diagnostic> {
    match retry_while(session, is_busy, || session.call(action)).await {
        Ok(_) => Ok(()),
        Err(error) if Error::is_not_found(&error) => Ok(()),
        Err(error) => Err(cloud_error(SUMMARY, tried, &error)),
    }
}
