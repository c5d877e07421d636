//! Refresh: one call. The plan that follows reports what it saw.

pub(super) mod history;
pub(super) mod state;

use alibaba::dts::JobSummary;
use jiff::Timestamp;
use tfplugin::{context::Context, private::Private, resource::Outcome, timeouts::Operation};

use self::state::state_of;
use super::{TIMEOUTS, schema::InstanceModel};
use crate::{
    accounts::{Clouds, account, same_account},
    diagnostics::state_error,
    resources::{
        alibaba::job::{live_status, no_such_import, summary_of},
        shared::{
            Absence, CreateRecords, RELEASED, Session, is_released,
            job_history::{Loss, loss_of},
            moved,
        },
    },
};

/// Reads the instance, and returns its job as well, if it has one. Offline, the state stays as it is.
pub(in crate::resources::alibaba) async fn refresh_with_job(
    context: &Context<Clouds>,
    state: InstanceModel,
    private: Private,
) -> (Outcome<InstanceModel>, Option<JobSummary>) {
    let mut job = None;
    let outcome = refresh(context, state, private, |found| job = Some(found.clone())).await;
    (outcome, job)
}

/// [`refresh_with_job`], where `see` gets the job.
async fn refresh(
    context: &Context<Clouds>,
    state: InstanceModel,
    private: Private,
    see: impl FnOnce(&JobSummary) + Send,
) -> Outcome<InstanceModel> {
    let noun = state.kind.noun;
    let online = match account(context) {
        Ok(account) => account.online(),
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).with_private(private),
    };
    let Some(cloud) = online else { return Outcome::done(state).with_private(private) };
    // In another account, "not found" would mean nothing.
    let account_id = match same_account(context, &private).await {
        Ok(account_id) => account_id,
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).with_private(private),
    };
    let session = Session::new(cloud, &context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Read));
    let task_id = state.task_id.or(String::new());
    let absence = if is_released(&state) { Absence::Counts } else { Absence::of(&private, Timestamp::now()) };
    match summary_of(&session, &state.kind, &task_id, absence).await {
        Ok(Some(job)) if state.kind.has_instance(&job) => {
            see(&job);
            context.data().iter().for_each(|clouds| clouds.instances.hold(&task_id));
            let is_tagged = account(context).is_ok_and(|account| account.ownership_id().is_some());
            CreateRecords::of_process().found_in_state(state.kind.instance, &job.dts_instance_id, is_tagged);
            found(job, state, private)
        }
        // An import: it has never been read.
        Ok(_) if state.status.is_null() => {
            let id = state.id.as_str().unwrap_or_default();
            let absent =
                no_such_import(&format!("{noun} instance"), id, &account_id, cloud.region(), moved::arrival(&private));
            Outcome::with_state(state, absent).with_private(private)
        }
        // No job, or a job that was not purchased: no instance.
        Ok(_) => lost(state, private),
        Err(error) => {
            let tried = format!("Reading the instance of {noun} task {task_id}");
            Outcome::with_state(state, state_error(&format!("Cannot read the {noun} instance"), &tried, &error))
                .with_private(private)
        }
    }
}

fn found(job: JobSummary, known: InstanceModel, mut private: Private) -> Outcome<InstanceModel> {
    let now = Timestamp::now();
    let reason = live_status::reason_of(&job).to_owned();
    let known_desired = known.desired_status.as_str().map(str::to_owned);
    let state = state_of(job, known);
    let before = known_desired.as_deref().filter(|known| state.desired_status.as_str() != Some(known));
    moved::record_read(&mut private);
    live_status::record(&mut private, state.status.as_str().unwrap_or_default(), &reason, before, now);
    history::record(&mut private, &state, now);
    Absence::record_seen(&mut private, now);
    Outcome::done(state).with_private(private)
}

/// The outcome for an instance whose job does not exist.
fn lost(state: InstanceModel, mut private: Private) -> Outcome<InstanceModel> {
    CreateRecords::of_process().forget_object(state.kind.instance, state.id.as_str().unwrap_or_default());
    if loss_of(&private, &state, false) == Loss::Remove {
        return Outcome::gone();
    }
    let now = Timestamp::now();
    let state = InstanceModel { status: RELEASED.into(), ..state };
    live_status::record(&mut private, RELEASED, "", None, now);
    history::record(&mut private, &state, now);
    Outcome::done(state).with_private(private)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::shared::is_released;

    fn last_seen(status: &str) -> InstanceModel {
        InstanceModel { status: status.into(), ..InstanceModel::default() }
    }

    #[test]
    fn an_instance_whose_data_has_moved_is_kept_unless_it_may_be_created_again() {
        for moved in ["Migrating", "Finished", "Suspending", RELEASED, "SomethingNew"] {
            let kept = lost(last_seen(moved), Private::default());
            assert!(kept.state.is_some_and(|state| is_released(&state)), "{moved}");
            assert!(kept.diagnostics.is_empty(), "the plan reports it");
            let again = InstanceModel { restart_on_loss: true.into(), ..last_seen(moved) };
            assert!(lost(again, Private::default()).state.is_none(), "{moved}");
        }
        for before in ["NotStarted", "PrecheckFailed", "PreCheckPass", ""] {
            assert!(lost(last_seen(before), Private::default()).state.is_none(), "{before}");
        }
    }
}
