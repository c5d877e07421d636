//! Delete: stop, release, wait until gone. Never while data moves, unless asked to.

use tfplugin::{context::Context, diagnostic::Diagnostic, private::Private, resource::Outcome, timeouts::Operation};

use super::{KIND, TIMEOUTS, guards::destroy_of_job, model::InstanceModel, replacing};
use crate::{
    accounts::{Clouds, account, planned_account},
    diagnostics::cloud_error,
    resources::alibaba::job::{Release, release, summary},
};

pub(super) async fn delete(
    context: &Context<Clouds>,
    state: InstanceModel,
    mut private: Private,
) -> Outcome<InstanceModel> {
    match try_delete(context, &state, &private).await {
        Ok(()) => Outcome::gone(),
        Err(diagnostic) => {
            replacing::forget(&mut private);
            Outcome::with_state(state, diagnostic).with_private(private)
        }
    }
}

async fn try_delete(context: &Context<Clouds>, state: &InstanceModel, private: &Private) -> Result<(), Diagnostic> {
    replacing::at_delete(state, private)?;
    let account = account(context)?;
    account.must_be(planned_account(private), &context.cancel).await?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Delete))?;
    let task_id = state.task_id.or(String::new());
    let name = format!("the instance of migration task {task_id}");
    let job = summary(&session, KIND, &task_id).await.map_err(|error| {
        cloud_error("Cannot read the migration instance", &format!("Before releasing it, reading {name}"), &error)
    })?;
    if let Some(job) = job {
        destroy_of_job(state, &job)?;
    }
    release(&session, Release { kind: KIND, job_id: &task_id, name: &name }).await
}
