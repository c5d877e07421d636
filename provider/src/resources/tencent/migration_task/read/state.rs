//! The state of a task from an answer.

use tencent::dts::{JobStatus, MigrationDetail};
use tfplugin::model::{Attr, Map};

use crate::resources::tencent::{
    job::{delay_megabytes, delay_seconds},
    migration_task::{
        arguments,
        schema::model::{Progress, TaskModel},
        status::refreshed,
    },
};

/// The state of a job. `known` is the state before.
pub(crate) fn state_of(job: &MigrationDetail, known: TaskModel) -> TaskModel {
    let mut state = known;
    arguments::read(&mut state, job);
    if !arguments::is_configured(job) {
        // What the purchase decides is known before the configuration.
        state.check_state = "interrupted".into();
    }
    let known_desired = state.desired_status.as_str().map(str::to_owned);
    state.desired_status = refreshed(&job.status, known_desired.as_deref()).into();
    fill_defaults(&mut state);
    fill(&mut state, job);
    state
}

/// The defaults of arguments that only the provider uses, for an import.
fn fill_defaults(state: &mut TaskModel) {
    let text = |value: &mut Attr<String>, default: &str| {
        if value.is_null() {
            *value = default.into();
        }
    };
    text(&mut state.wait_for, "running");
    text(&mut state.on_destroy, "refuse_while_running");
    text(&mut state.migration_type, "full_and_increment");
    text(&mut state.run_mode, "immediate");
    if state.max_delay_seconds.is_null() {
        state.max_delay_seconds = 5.into();
    }
}

/// Fills the computed attributes, except the steps of the check.
pub(crate) fn fill(state: &mut TaskModel, job: &MigrationDetail) {
    state.id = job.job_id.as_str().into();
    state.instance_id = job.job_id.as_str().into();
    state.status = job.status.as_str().into();
    state.trade_status = job.trade_info.trade_status.as_str().into();
    state.check_state = check_state(&job.status, &state.check_state).into();
    let progress = job.step_info.steps.iter().map(|step| {
        let progress = Progress {
            status: step.status.as_str().into(),
            percent: step.percent.into(),
            message: step.step_message.as_str().into(),
        };
        (step.step_id.clone(), progress)
    });
    state.progress = progress.collect::<Map<_>>().into();
    state.delay_seconds = delay_seconds(job).into();
    state.delay_megabytes = delay_megabytes(job).into();
    state.caught_up = (job.status == JobStatus::ReadyComplete).into();
    let mut derived = state.clone();
    crate::resources::tencent::migration_task::derived::fill(&mut derived);
    state.is_cross_account = derived.is_cross_account;
    state.uses_plaintext_connection = derived.uses_plaintext_connection;
    state.request_preview = derived.request_preview;
}

/// The result of the last check. A job that was configured again, or is being checked, has none that counts.
fn check_state(status: &JobStatus, known: &Attr<String>) -> String {
    match status {
        JobStatus::CheckPass => "passed",
        JobStatus::CheckNotPass => "failed",
        JobStatus::Creating | JobStatus::Created => "interrupted",
        JobStatus::Checking => known.as_str().unwrap_or("interrupted"),
        // A job starts only after it has passed.
        _ => known.as_str().filter(|known| *known != "interrupted").unwrap_or("passed"),
    }
    .to_owned()
}

/// The state after an apply: the planned values, and what DTS returned where the plan does not know the value.
pub(crate) fn applied(job: &MigrationDetail, planned: &TaskModel, checked: &TaskModel) -> TaskModel {
    let mut read = planned.clone();
    fill(&mut read, job);
    let mut state = planned.clone();
    let computed =
        |planned: &Attr<String>, read: Attr<String>| if planned.is_unknown() { read } else { planned.clone() };
    state.id = computed(&planned.id, read.id);
    state.status = computed(&planned.status, read.status);
    state.trade_status = computed(&planned.trade_status, read.trade_status);
    let check = if checked.check_state.is_known() { checked.check_state.clone() } else { read.check_state };
    state.check_state = computed(&planned.check_state, check);
    replace_unknown(&mut state.check_steps, checked.check_steps.clone());
    replace_unknown(&mut state.failed_check_steps, checked.failed_check_steps.clone());
    replace_unknown(&mut state.progress, read.progress);
    replace_unknown(&mut state.delay_seconds, read.delay_seconds);
    replace_unknown(&mut state.delay_megabytes, read.delay_megabytes);
    replace_unknown(&mut state.caught_up, read.caught_up);
    replace_unknown(&mut state.is_cross_account, read.is_cross_account);
    replace_unknown(&mut state.uses_plaintext_connection, read.uses_plaintext_connection);
    if state.request_preview.is_unknown() || state.request_preview.get().is_some_and(Map::has_unknown) {
        state.request_preview = read.request_preview;
    }
    state
}

/// A value that is not known yet, from an answer. One that the answer does not have is not set.
fn replace_unknown<T>(value: &mut Attr<T>, read: Attr<T>) {
    if value.is_unknown() {
        *value = if read.is_unknown() { Attr::Null } else { read };
    }
}
