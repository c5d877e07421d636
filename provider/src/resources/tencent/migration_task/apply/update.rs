//! Update in place: configure and check a job that has not started, change one that has, and take the step to another status.

use tencent::dts::MigrationDetail;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    resource::{Apply, Outcome},
    timeouts::Operation,
};

use super::{
    configure::{check, configure},
    reach::{Goal, read, take, wait_until_stable},
};
use crate::{
    accounts::{
        Clouds,
        tencent::{Session, account},
    },
    diagnostics::cloud_error,
    resources::{
        shared::{OperationError, Stage, is_released, job_history, live_status},
        tencent::{
            job::stage_of,
            migration_task::{
                TIMEOUTS,
                arguments::{Call, changed_settings, rate_limit_call},
                derived,
                plan::{
                    Changes, changes, changes_of_purchase, changes_of_released, is_imported, preflight,
                    rejected_changes, remember_configured, step_of_change,
                },
                read::state::applied,
                rules,
                schema::model::TaskModel,
            },
        },
    },
};

pub(crate) async fn update(context: &Context<Clouds>, apply: Apply<TaskModel>) -> Outcome<TaskModel> {
    let mut reached = apply.prior.clone().unwrap_or_default();
    let result = try_update(context, &apply, &mut reached).await;
    let mut private = apply.private;
    let outcome = match result {
        Ok(state) => {
            remember_configured(&mut private);
            live_status::forget(&mut private);
            Outcome::done(state)
        }
        Err(OperationError::Interrupted(doing)) => Outcome::with_state(
            reached,
            Diagnostic::error(
                "Interrupted",
                format!(
                    "{doing} was interrupted. DTS continues with what it has accepted; apply again to complete it."
                ),
            ),
        ),
        Err(OperationError::Failed(diagnostics)) => Outcome::with_state(reached, diagnostics),
    };
    if let Some(state) = &outcome.state {
        job_history::record_stage(&mut private, state);
    }
    outcome.with_private(private)
}

async fn try_update(
    context: &Context<Clouds>,
    apply: &Apply<TaskModel>,
    reached: &mut TaskModel,
) -> Result<TaskModel, OperationError> {
    let prior = reached.clone();
    let mut planned = apply.planned.clone();
    // Values that were unknown at plan are known now.
    derived::fill(&mut planned);
    let imported = is_imported(&apply.private);
    if is_released(&prior) {
        let rejected = changes_of_released(&planned, &prior, &changes(&prior, &planned, imported));
        if rejected.has_errors() {
            return Err(rejected.into());
        }
        return Ok(TaskModel { request_preview: prior.request_preview.clone(), ..planned });
    }
    let account = account(context)?;
    let account_id = account.must_be_place_of(&apply.private, &context.cancel).await?;
    preflight(&apply.config, &account_id, account)?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&planned.timeouts, Operation::Update))?;
    let id = prior.id.or(String::new());
    let job = wait_until_stable(&session, &id, "update").await?;
    let changes = changes(&prior, &planned, imported);
    // The plan may be old.
    if stage_of(&job.status) == Stage::Started {
        change_started(&session, &prior, &planned, &changes, &job).await?;
    } else if changes.must_check(&prior) {
        let rejected = changes_of_purchase(&planned, &prior, &changes);
        if rejected.has_errors() {
            return Err(rejected.into());
        }
        if changes.configures() {
            configure(&session, &planned, &apply.config).await?;
            *reached = configured(&planned, &prior);
        }
        let checked = check(&session, &mut planned, "update").await;
        reached.check_state = planned.check_state.clone();
        if planned.check_steps.is_known() {
            reached.check_steps = planned.check_steps.clone();
            reached.failed_check_steps = planned.failed_check_steps.clone();
        }
        checked?;
    }
    let job = read(&session, &id).await?;
    let next = step_of_change(&prior, &planned, &job.status)
        .map_err(|blocked| rules::status_change(&job.status, &planned, blocked))?;
    take(&session, &Goal { id: &id, task: &planned, timeout: "update" }, next, &job).await?;
    let job = read(&session, &id).await?;
    let checked = TaskModel {
        check_steps: known_or(&planned.check_steps, &prior.check_steps),
        failed_check_steps: known_or(&planned.failed_check_steps, &prior.failed_check_steps),
        ..planned.clone()
    };
    Ok(applied(&job, &planned, &checked))
}

fn known_or<T: Clone>(value: &tfplugin::model::Attr<T>, other: &tfplugin::model::Attr<T>) -> tfplugin::model::Attr<T> {
    if value.is_unknown() { other.clone() } else { value.clone() }
}

/// The state of a job that was configured again and is not checked yet. Its status is what the next refresh finds.
fn configured(planned: &TaskModel, prior: &TaskModel) -> TaskModel {
    TaskModel {
        desired_status: prior.desired_status.clone(),
        status: prior.status.clone(),
        trade_status: prior.trade_status.clone(),
        check_steps: prior.check_steps.clone(),
        failed_check_steps: prior.failed_check_steps.clone(),
        check_state: "interrupted".into(),
        progress: prior.progress.clone(),
        delay_seconds: prior.delay_seconds.clone(),
        delay_megabytes: prior.delay_megabytes.clone(),
        caught_up: prior.caught_up.clone(),
        ..planned.clone()
    }
}

/// Changes of a started job: the calls that DTS allows in its status.
async fn change_started(
    session: &Session<'_>,
    prior: &TaskModel,
    planned: &TaskModel,
    changes: &Changes,
    job: &MigrationDetail,
) -> Result<(), OperationError> {
    let rejected: Diagnostics = rejected_changes(planned, prior, changes, &job.status);
    if rejected.has_errors() {
        return Err(rejected.into());
    }
    let has = |call: Call| changes.arguments.iter().any(|argument| argument.call() == Some(call));
    let id = &job.job_id;
    if has(Call::RateLimit) {
        let tried = format!("Changing the limits of migration job {id}");
        session.call(&rate_limit_call(planned)).await.map_err(|error| {
            OperationError::of_call(&error, &tried, |error| cloud_error("Cannot change the limits", &tried, error))
        })?;
    }
    if has(Call::RuntimeAttributes)
        && let Ok(request) = changed_settings(prior, planned)
    {
        let tried = format!("Changing the settings of migration job {id}");
        session.call(&request).await.map_err(|error| {
            OperationError::of_call(&error, &tried, |error| cloud_error("Cannot change the settings", &tried, error))
        })?;
    }
    Ok(())
}
