//! Delete: the job ends to be a task of this configuration. Its instance is released by `dts_tencent_migration_instance`. While data moves,
//! the job is stopped, and only with `on_destroy = "stop"`.

use jiff::Timestamp;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    private::Private,
    resource::Outcome,
    timeouts::Operation,
};

use super::{ownership::subject, reach::stop_job};
use crate::{
    accounts::{Clouds, tencent::account},
    diagnostics::cloud_error,
    resources::{
        shared::{Absence, CreateRecords, OperationError, Stage, is_released},
        tencent::{
            job::{detail_of, is_isolated, moves_data, stage_of},
            migration_task::{TIMEOUTS, TYPE, plan::may_destroy, schema::model::TaskModel},
        },
    },
};

pub(crate) async fn delete(context: &Context<Clouds>, state: TaskModel, private: Private) -> Outcome<TaskModel> {
    match try_delete(context, &state, &private).await {
        Ok(()) => Outcome::gone(),
        Err(error) => {
            let diagnostics: Diagnostics = match error {
                OperationError::Failed(diagnostics) => diagnostics,
                OperationError::Interrupted(doing) => Diagnostic::error(
                    "Interrupted",
                    format!("{doing} was interrupted. Run the same Terraform command again to complete it."),
                )
                .into(),
            };
            Outcome::with_state(state, diagnostics).with_private(private)
        }
    }
}

async fn try_delete(context: &Context<Clouds>, state: &TaskModel, private: &Private) -> Result<(), OperationError> {
    let account = account(context)?;
    let account_id = account.must_be_place_of(private, &context.cancel).await?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Delete))?;
    let id = state.id.or(String::new());
    let absence = if is_released(state) { Absence::Counts } else { Absence::of(private, Timestamp::now()) };
    let tried = format!("Before removing its task, reading migration job {id}");
    let job = detail_of(&session, &id, absence).await.map_err(|error| {
        OperationError::of_call(&error, &tried, |error| cloud_error("Cannot read the migration job", &tried, error))
    })?;
    let records = CreateRecords::of_process();
    let in_flight = &context.data()?.tencent_tasks;
    let Some(job) = job else {
        records.forget_object(TYPE, &id);
        return Ok(());
    };
    let is_isolated = is_isolated(&job);
    if !is_isolated {
        may_destroy(state, &job.status)?;
    }
    if moves_data(&job.status) && !is_isolated {
        stop_job(&session, &id, "delete").await?;
    }
    records.forget_object(TYPE, &id);
    if stage_of(&job.status) != Stage::Started {
        // The job keeps its configuration. A later task of this working directory may configure it again.
        let subject = subject(&account_id, session.region(), &id);
        records.begin(&subject, &std::collections::BTreeSet::new(), session.server_time());
        records.created(&subject, &id);
    }
    in_flight.release(&id);
    Ok(())
}
