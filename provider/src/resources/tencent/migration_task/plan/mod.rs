//! The plan of a task: facts for reviewers, and rules that need the account or the state.

mod changes;
mod warnings;

use tencent::dts::JobStatus;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
    private::Private,
    resource::Plan,
};

pub(crate) use self::changes::{Changes, changes, is_imported, remember_configured};
use super::{
    derived, rules,
    schema::model::TaskModel,
    status::{Step, step},
};
use crate::{
    accounts::{
        Clouds,
        tencent::{Account, account},
    },
    resources::{
        shared::{JobState as _, is_released, job_history},
        tencent::job::moves_data,
    },
};

/// Completes the plan. All errors are reported together.
pub(crate) async fn complete(context: &Context<Clouds>, plan: &mut Plan<TaskModel>) -> Result<(), Diagnostic> {
    let account = account(context)?;
    let account_id = account.id_at_plan(&context.cancel).await?;
    if let Some(account_id) = &account_id {
        account.remember_place(&mut plan.private, account_id);
    }
    if account.online().is_some() {
        account.required_region()?;
    }
    rules::of_account(&plan.config, account_id.as_deref(), account.region(), &mut plan.diagnostics);
    derived::fill(&mut plan.planned);
    match plan.prior.clone() {
        Some(prior) if plan.replace.is_empty() => plan_change(plan, &prior),
        Some(_) => {}
        None => {
            rules::begin_status(&plan.config, &mut plan.diagnostics);
            rules::warnings(&plan.config, &mut plan.diagnostics);
        }
    }
    Ok(())
}

fn plan_change(plan: &mut Plan<TaskModel>, prior: &TaskModel) {
    job_history::record_stage(&mut plan.private, prior);
    let imported = is_imported(&plan.private);
    let changes = changes(prior, &plan.planned, imported);
    if is_released(prior) {
        plan.diagnostics.push(warnings::released(prior));
        plan.diagnostics.extend(changes_of_released(&plan.planned, prior, &changes));
        keep_computed(&mut plan.planned, prior);
        return;
    }
    if prior.has_started() {
        plan.diagnostics.extend(rejected_changes(&plan.planned, prior, &changes, &prior.live_status()));
    } else if changes.must_check(prior) {
        plan.diagnostics.extend(changes_of_purchase(&plan.planned, prior, &changes));
        let task = &mut plan.planned;
        task.status = Attr::Unknown;
        task.check_state = Attr::Unknown;
        task.check_steps = Attr::Unknown;
        task.failed_check_steps = Attr::Unknown;
    }
    if !imported || prior.desired_status.is_known() {
        plan_status(plan, prior);
    }
}

/// Plans the step to another desired status.
fn plan_status(plan: &mut Plan<TaskModel>, prior: &TaskModel) {
    let status = prior.live_status();
    let next = step_of_change(prior, &plan.planned, &status);
    match next {
        Err(blocked) => plan.diagnostics.push(rules::status_change(&status, &plan.planned, blocked)),
        Ok(next) => {
            plan.diagnostics.extend(warnings::of_status(&plan.private, prior, &plan.planned, next));
            if next != Step::None || plan.planned.desired_status.is_unknown() {
                let task = &mut plan.planned;
                task.status = Attr::Unknown;
                task.progress = Attr::Unknown;
                task.delay_seconds = Attr::Unknown;
                task.delay_megabytes = Attr::Unknown;
                task.caught_up = Attr::Unknown;
            }
        }
    }
}

/// The step from the status to the planned one. None if the desired status does not change.
pub(crate) fn step_of_change(
    prior: &TaskModel,
    planned: &TaskModel,
    status: &JobStatus,
) -> Result<Step, super::status::Blocked> {
    match planned.desired_status.as_str() {
        Some(desired) if prior.desired_status != planned.desired_status => step(status, desired),
        _ => Ok(Step::None),
    }
}

/// The errors about arguments that DTS does not change in this status of a started job.
pub(crate) fn rejected_changes(
    planned: &TaskModel,
    prior: &TaskModel,
    changes: &Changes,
    status: &JobStatus,
) -> Diagnostics {
    let mut rejected = Diagnostics::new();
    for argument in changes.arguments.iter().filter(|argument| !argument.is_unknown(planned)) {
        let path = argument.path(planned);
        match argument.call() {
            Some(call) if !call.is_allowed(status) => rejected.push(rules::change_in_status(path, prior, status)),
            Some(super::arguments::Call::RuntimeAttributes) => {
                if let Err(key) = super::arguments::changed_settings(prior, planned) {
                    rejected.push(rules::immutable(path.key(&key), prior, status));
                }
            }
            Some(_) => {}
            None => rejected.push(rules::immutable(path, prior, status)),
        }
    }
    if changes.rerun {
        rejected.push(rules::immutable(AttributePath::of(&RERUN), prior, status));
    }
    rejected
}

/// The path of the argument with which the user requests another check.
const RERUN: [&str; 2] = ["check", "rerun"];

/// The errors about arguments of a job that has not started and was bought for other values.
pub(crate) fn changes_of_purchase(planned: &TaskModel, prior: &TaskModel, changes: &Changes) -> Diagnostics {
    let changed = changes.arguments.iter().filter(|argument| !argument.is_unknown(planned));
    let bought = changed.filter(|argument| BOUGHT_FOR.contains(&argument.name(planned).as_str()));
    bought.map(|argument| rules::bought_for(argument.path(planned), prior)).collect()
}

/// What a purchase decides.
const BOUGHT_FOR: [&str; 4] = ["source.engine", "source.region", "destination.engine", "destination.region"];

/// The errors about arguments of a job that does not exist any more.
pub(crate) fn changes_of_released(planned: &TaskModel, prior: &TaskModel, changes: &Changes) -> Diagnostics {
    let changed = changes.arguments.iter().filter(|argument| !argument.is_unknown(planned));
    let paths = changed.map(|argument| argument.path(planned));
    paths.chain(changes.rerun.then(|| AttributePath::of(&RERUN))).map(|path| rules::released(path, prior)).collect()
}

/// A lost job has its last computed values.
fn keep_computed(planned: &mut TaskModel, prior: &TaskModel) {
    planned.request_preview = prior.request_preview.clone();
    planned.is_cross_account = prior.is_cross_account.clone();
    planned.uses_plaintext_connection = prior.uses_plaintext_connection.clone();
}

/// Checks the rules again before an apply changes anything: values that were unknown at plan are known now.
///
/// # Errors
/// All violations.
pub(crate) fn preflight(config: &TaskModel, account_id: &str, account: &Account) -> Result<(), Diagnostics> {
    let mut found = Diagnostics::new();
    rules::validate(config, &mut found);
    account.cloud()?;
    let region = account.required_region()?;
    rules::of_account(config, Some(account_id), Some(region), &mut found);
    if found.has_errors() { Err(found) } else { Ok(()) }
}

/// Whether the task may be destroyed, by this status.
///
/// # Errors
/// Its job migrates data, and `on_destroy` does not allow to stop it.
pub(crate) fn may_destroy(state: &TaskModel, status: &JobStatus) -> Result<(), Diagnostic> {
    let may_stop = state.on_destroy.as_str() == Some("stop");
    if may_stop || is_released(state) || !moves_data(status) {
        return Ok(());
    }
    Err(Diagnostic::error(
        "The migration is running",
        format!(
            "Migration job {id} is {status}: data is moving, and on_destroy is \"refuse_while_running\". The job was not \
             stopped.\n\nTo cut over, set desired_status = \"completed\" and apply: the apply waits until the destination has caught up, \
             and completes the job. Switch the application only after that, because a migration that still runs can overwrite what the \
             application writes to the destination. Then destroy.\n\nTo stop the job without a cut-over, set on_destroy = \"stop\", \
             apply, and destroy.",
            id = state.id.as_str().unwrap_or_default(),
        ),
    )
    .at(AttributePath::of(&["on_destroy"])))
}

/// Forgets what only the previous job of the task had.
pub(crate) fn reset(private: &mut Private) {
    job_history::reset(private);
    remember_configured(private);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(status: &str, on_destroy: &str) -> TaskModel {
        TaskModel { status: status.into(), on_destroy: on_destroy.into(), ..TaskModel::default() }
    }

    #[test]
    fn a_job_that_moves_data_is_stopped_only_with_permission() {
        for moving in ["running", "readyComplete", "readyRun", "resuming", "somethingNew"] {
            let refused = task(moving, "refuse_while_running");
            assert!(may_destroy(&refused, &refused.live_status()).is_err(), "{moving}");
            let allowed = task(moving, "stop");
            assert!(may_destroy(&allowed, &allowed.live_status()).is_ok(), "{moving}");
        }
        for still in
            ["created", "checkPass", "checkNotPass", "manualPaused", "failed", "success", "canceled", "Released"]
        {
            let task = task(still, "refuse_while_running");
            assert!(may_destroy(&task, &task.live_status()).is_ok(), "{still}");
        }
    }
}
