//! Delete: stop, release, wait until the instance does not exist any more. While data moves only with `on_destroy = "stop_and_release"`.

use jiff::Timestamp;
use tfplugin::{context::Context, diagnostic::Diagnostic, private::Private, resource::Outcome, timeouts::Operation};

use crate::{
    accounts::{Clouds, account},
    diagnostics::state_error,
    resources::alibaba::{
        job::{Release, release, replacement, summary_of},
        migration_instance::{TIMEOUTS, plan::guards::may_destroy_job, schema::InstanceModel},
    },
    resources::shared::{Absence, CreateRecords, is_released},
};

pub(in crate::resources::alibaba::migration_instance) async fn delete(
    context: &Context<Clouds>,
    state: InstanceModel,
    mut private: Private,
) -> Outcome<InstanceModel> {
    match try_delete(context, &state, &private).await {
        Ok(()) => Outcome::gone(),
        Err(diagnostic) => {
            replacement::forget(&mut private);
            Outcome::with_state(state, diagnostic).with_private(private)
        }
    }
}

async fn try_delete(context: &Context<Clouds>, state: &InstanceModel, private: &Private) -> Result<(), Diagnostic> {
    let noun = state.kind.noun;
    replacement::check_delete(&state.kind, private, state.task_id.as_str())?;
    let account = account(context)?;
    account.must_be_place_of(private, &context.cancel).await?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Delete))?;
    let task_id = state.task_id.or(String::new());
    let name = format!("the instance of {noun} task {task_id}");
    let _deleting = context.data()?.instances.begin_delete(&task_id);
    let absence = if is_released(state) { Absence::Counts } else { Absence::of(private, Timestamp::now()) };
    let job = summary_of(&session, &state.kind, &task_id, absence).await.map_err(|error| {
        state_error(
            &format!("Cannot read the {noun} instance"),
            &format!("Before releasing it, reading {name}"),
            &error,
        )
    })?;
    if let Some(job) = job {
        may_destroy_job(state, &job)?;
        release(&session, Release { kind: &state.kind, job_id: &task_id, name: &name }).await?;
        context.data()?.instances.release(&task_id);
    }
    CreateRecords::of_process().forget_object(state.kind.instance, state.id.as_str().unwrap_or_default());
    Ok(())
}
