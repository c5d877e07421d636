//! Configuring a job, and checking it.

use tfplugin::diagnostic::Diagnostics;

use super::{errors::configure_error, role};
use crate::{
    accounts::tencent::Session,
    resources::{
        shared::{OperationError, retry_until_consistent},
        tencent::migration_task::{
            arguments,
            check::{self, Verdict, failed_steps, failures, step_states},
            schema::model::TaskModel,
        },
    },
};

/// Configures a job. For a source of another account, DTS gets new temporary keys.
///
/// # Errors
/// A call failed, or the user interrupted Terraform.
pub(super) async fn configure(
    session: &Session<'_>,
    planned: &TaskModel,
    config: &TaskModel,
) -> Result<(), OperationError> {
    let keys = role::assume(session, planned, config).await?;
    let request = arguments::request(planned, config, keys.as_ref());
    let configured = retry_until_consistent(session, || session.call(&request)).await;
    configured.map(|_| ()).map_err(|error| {
        let tried = format!("Configuring migration job {}", request.job_id);
        OperationError::of_call(&error, &tried, |error| configure_error(&tried, error))
    })
}

/// Runs the check, and stores its result in `task`.
///
/// # Errors
/// The check failed: one error for each failed item. Or a call failed, or the user interrupted Terraform.
pub(super) async fn check(
    session: &Session<'_>,
    task: &mut TaskModel,
    timeout: &'static str,
) -> Result<(), OperationError> {
    task.check_state = "interrupted".into();
    let Verdict { passed, report } = check::run(session, task, timeout).await?;
    task.check_state = if passed { "passed" } else { "failed" }.into();
    task.check_steps = step_states(&report.steps).into();
    task.failed_check_steps = failed_steps(&report.steps).into();
    if passed {
        return Ok(());
    }
    let id = task.instance_id.or(String::new());
    let errors = failures(&id, &report.steps, &check::skipped(task));
    Err(errors.into_iter().collect::<Diagnostics>().into())
}
