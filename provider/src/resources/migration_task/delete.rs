//! Delete: release the job, unless its data still moves.

use tfplugin::{context::Context, diagnostic::Diagnostic, private::Private, resource::Outcome, timeouts::Operation};

use super::{TIMEOUTS, model::TaskModel};
use crate::{
    clouds::{Clouds, account, planned_account},
    resources::job::{Moving, Release, moving, release, summary},
    shared::cloud_error,
};

pub(super) async fn delete(context: &Context<Clouds>, state: TaskModel, private: Private) -> Outcome<TaskModel> {
    match try_delete(context, &state, &private).await {
        Ok(()) => Outcome::gone(),
        Err(diagnostic) => Outcome::with_state(state, diagnostic).remembering(private),
    }
}

async fn try_delete(context: &Context<Clouds>, state: &TaskModel, private: &Private) -> Result<(), Diagnostic> {
    let account = account(context)?;
    account.must_be(planned_account(private), &context.cancel).await?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Delete))?;
    let id = state.id.or(String::new());
    let name = format!("migration task {id}");
    let now = summary(&session, &id).await.map_err(|error| {
        cloud_error("Cannot read the migration task", &format!("Before releasing it, reading {name}"), &error)
    })?;
    if let Some(job) = now
        && moving(&job) != Moving::No
    {
        return Err(Diagnostic::error(
            "The migration is running",
            format!(
                "DTS is moving data in {name} (status {}), and it has an instance outside of this configuration. Nothing was \
                 changed. Import the instance as dts_migration_instance and cut over with desired_status = \"stopped\", or stop \
                 and release it in the DTS console.",
                job.status
            ),
        ));
    }
    release(&session, Release { job_id: &id, name: &name }).await
}
