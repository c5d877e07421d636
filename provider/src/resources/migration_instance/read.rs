//! Refresh: one call.

use tfplugin::{context::Context, private::Private, resource::Outcome, timeouts::Operation};

use super::{TIMEOUTS, model::InstanceModel, state::state_of};
use crate::{
    clouds::{Clouds, account, same_account},
    resources::job::{is_purchased, summary},
    shared::{Session, cloud_error},
};

/// Reads the instance; without a cloud to ask the state stays.
pub(super) async fn refresh(
    context: &Context<Clouds>,
    state: InstanceModel,
    private: Private,
) -> Outcome<InstanceModel> {
    let online = match account(context) {
        Ok(account) => account.online(),
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).remembering(private),
    };
    let Some(cloud) = online else { return Outcome::done(state).remembering(private) };
    // In another account "not found" would say nothing.
    if let Err(diagnostic) = same_account(context, &private).await {
        return Outcome::with_state(state, diagnostic).remembering(private);
    }
    let session = Session::new(cloud, &context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Read));
    let task_id = state.task_id.or(String::new());
    match summary(&session, &task_id).await {
        Ok(Some(job)) if is_purchased(&job.pay_type, &job.dts_job_class, &job.status) => {
            Outcome::done(state_of(job, state)).remembering(private)
        }
        // No job, or a job nobody bought: no instance.
        Ok(_) => Outcome::gone(),
        Err(error) => {
            let tried = format!("Reading the instance of migration task {task_id}");
            Outcome::with_state(state, cloud_error("Cannot read the migration instance", &tried, &error))
                .remembering(private)
        }
    }
}
