//! Refresh: one call, and the report of the check if it is not known yet.

pub(super) mod state;

use jiff::Timestamp;
use tencent::dts::{JobStatus, MigrationDetail};
use tfplugin::{context::Context, diagnostic::Diagnostic, private::Private, resource::Outcome, timeouts::Operation};

use super::{
    TIMEOUTS, TYPE,
    check::{failed_steps, report_of, step_states},
    plan::is_imported,
    schema::model::TaskModel,
};
use crate::{
    accounts::{
        Clouds,
        tencent::{Session, account},
    },
    diagnostics::cloud_error,
    resources::{
        shared::{
            Absence, CreateRecords, RELEASED, is_released,
            job_history::{self, Loss, loss_of},
            live_status, moved,
        },
        tencent::job::{detail_of, no_such_import, reason_of},
    },
};

/// Reads the task. Offline, the state stays as it is.
pub(crate) async fn refresh(context: &Context<Clouds>, state: TaskModel, private: Private) -> Outcome<TaskModel> {
    let account = match account(context) {
        Ok(account) => account,
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).with_private(private),
    };
    let Some(cloud) = account.online() else { return Outcome::done(state).with_private(private) };
    // In another account, "not found" would mean nothing.
    let account_id = match account.must_be_place_of(&private, &context.cancel).await {
        Ok(account_id) => account_id,
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).with_private(private),
    };
    let session = Session::new(cloud, &context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Read));
    let id = state.id.or(String::new());
    let absence = if is_released(&state) { Absence::Counts } else { Absence::of(&private, Timestamp::now()) };
    match detail_of(&session, &id, absence).await {
        Ok(Some(job)) => found(context, &session, job, state, private).await,
        Ok(None) if state.status.is_null() && is_imported(&private) => {
            let absent =
                no_such_import("migration task", &id, &account_id, &session.region(), moved::arrival(&private));
            Outcome::with_state(state, absent).with_private(private)
        }
        Ok(None) => lost(state, private),
        Err(error) => {
            let tried = format!("Reading migration job {id}");
            Outcome::with_state(state, cloud_error("Cannot read the migration task", &tried, &error))
                .with_private(private)
        }
    }
}

async fn found(
    context: &Context<Clouds>,
    session: &Session<'_>,
    job: MigrationDetail,
    known: TaskModel,
    mut private: Private,
) -> Outcome<TaskModel> {
    moved::record_read(&mut private);
    let now = Timestamp::now();
    let is_tagged = account(context).is_ok_and(|account| account.ownership_id().is_some());
    CreateRecords::of_process().found_in_state(TYPE, &job.job_id, is_tagged);
    context.data().iter().for_each(|clouds| clouds.tencent_tasks.hold(&job.job_id));
    let known_desired = known.desired_status.as_str().map(str::to_owned);
    let known_check = known.check_state.clone();
    let mut state = state::state_of(&job, known);
    if state.check_state != known_check || !state.check_steps.is_known() {
        fill_check(session, &job, &mut state).await;
    }
    let before = known_desired.as_deref().filter(|known| state.desired_status.as_str() != Some(known));
    live_status::record(&mut private, job.status.as_str(), &reason_of(&job), before, now);
    job_history::record_stage(&mut private, &state);
    Absence::record_seen(&mut private, now);
    Outcome::done(state).with_private(private)
}

/// Reads the last check. One that cannot be read counts as none.
pub(super) async fn fill_check(session: &Session<'_>, job: &MigrationDetail, state: &mut TaskModel) {
    let was_checked = !matches!(job.status, JobStatus::Creating | JobStatus::Created | JobStatus::Checking);
    let report = match was_checked {
        true => report_of(session, &job.job_id).await.unwrap_or_default(),
        false => tencent::dts::CheckReport::default(),
    };
    state.check_steps = step_states(&report.steps).into();
    state.failed_check_steps = failed_steps(&report.steps).into();
}

/// The outcome for a task whose job does not exist. If no data has moved, the next plan configures the job again, if there is one.
fn lost(state: TaskModel, mut private: Private) -> Outcome<TaskModel> {
    let id = state.id.or(String::new());
    CreateRecords::of_process().forget_object(TYPE, &id);
    let Loss::Keep { .. } = loss_of(&private, &state, false) else { return Outcome::gone() };
    let warning = Diagnostic::warning(
        "The migration job was destroyed",
        format!(
            "{TYPE} {id} was {status} at the last refresh, and DTS does not have its job any more, or has destroyed it. The task stays in \
             the state with the status Released, because another job would copy the data again. Remove the resource when it is no longer \
             needed.",
            status = state.status.as_str().unwrap_or("started"),
        ),
    );
    live_status::record(&mut private, RELEASED, "", None, Timestamp::now());
    Outcome::with_state(TaskModel { status: RELEASED.into(), ..state }, warning).with_private(private)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(status: &str) -> TaskModel {
        TaskModel { id: "dts-1".into(), status: status.into(), ..TaskModel::default() }
    }

    #[test]
    fn a_task_whose_job_was_lost_is_kept_once_data_has_moved() {
        for status in ["running", "readyComplete", "success", RELEASED] {
            let kept = lost(task(status), Private::default());
            assert_eq!(kept.state.unwrap().status.as_str(), Some(RELEASED), "{status}");
            assert!(!kept.diagnostics.has_errors() && !kept.diagnostics.is_empty());
        }
        for status in ["created", "checkNotPass", "checking"] {
            assert!(lost(task(status), Private::default()).state.is_none(), "{status}");
        }
    }
}
