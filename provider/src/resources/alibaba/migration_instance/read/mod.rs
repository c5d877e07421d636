//! Refresh: one call, and what is odd about the migration.

use alibaba::dts::{JobStatus, JobSummary};
use jiff::{SignedDuration, Timestamp};
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    private::Private,
    resource::Outcome,
    timeouts::Operation,
};

use super::{KIND, TIMEOUTS, loss::lost, memory, model::InstanceModel, state::state_of};
use crate::{
    accounts::{Clouds, account, same_account},
    diagnostics::cloud_error,
    resources::alibaba::job::summary,
    resources::shared::Session,
};

/// A migration that is suspended for longer may not resume.
const MAY_NOT_RESUME: SignedDuration = SignedDuration::from_hours(6);
/// One that is suspended for longer fails.
const FAILS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Reads the instance; without a cloud to ask the state stays.
pub(super) async fn refresh(
    context: &Context<Clouds>,
    state: InstanceModel,
    private: Private,
) -> Outcome<InstanceModel> {
    let online = match account(context) {
        Ok(account) => account.online(),
        Err(diagnostic) => return Outcome::with_state(state, diagnostic).with_private(private),
    };
    let Some(cloud) = online else { return Outcome::done(state).with_private(private) };
    // In another account "not found" would say nothing.
    if let Err(diagnostic) = same_account(context, &private).await {
        return Outcome::with_state(state, diagnostic).with_private(private);
    }
    let session = Session::new(cloud, &context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Read));
    let task_id = state.task_id.or(String::new());
    match summary(&session, KIND, &task_id).await {
        Ok(Some(job)) if KIND.has_instance(&job) => seen(job, state, private),
        // No job, or a job nobody bought: no instance.
        Ok(_) => lost(state, private),
        Err(error) => {
            let tried = format!("Reading the instance of migration task {task_id}");
            Outcome::with_state(state, cloud_error("Cannot read the migration instance", &tried, &error))
                .with_private(private)
        }
    }
}

fn seen(job: JobSummary, known: InstanceModel, mut private: Private) -> Outcome<InstanceModel> {
    let now = Timestamp::now();
    let said = job.error_message.clone();
    let incremental = job.migration_mode.data_synchronization;
    let state = state_of(job, known);
    memory::note(&mut private, &state, now);
    let mut cautions = cautions(&state, &said, memory::suspended_for(&private, now));
    cautions.extend(incremental.then(|| stopped_by_others(&state)).flatten());
    Outcome::with_state(state, cautions).with_private(private)
}

/// What no plan repairs.
fn cautions(state: &InstanceModel, said: &str, suspended_for: Option<SignedDuration>) -> Diagnostics {
    let id = state.id.as_str().unwrap_or_default();
    let wants_to_run = state.desired_status.as_str() == Some("running");
    let said = if said.is_empty() { "nothing more" } else { said };
    let caution = match JobStatus::of(state.status.as_str().unwrap_or_default()) {
        JobStatus::Locked => Some(Diagnostic::warning(
            "The migration is locked",
            format!(
                "Migration instance {id} is Locked, which DTS does for an overdue payment. It goes on when the account's \
                 balance is settled. DTS says: {said}."
            ),
        )),
        // One that is to run is started again by the next apply.
        JobStatus::MigrationFailed if !wants_to_run => Some(Diagnostic::warning(
            "The migration has failed",
            format!(
                "Migration instance {id} is MigrationFailed. DTS says: {said}. Mend what it names and apply with \
                 desired_status = \"running\" to start it again. DTS itself may start it again for up to seven days."
            ),
        )),
        JobStatus::Suspending => suspended_for.and_then(|time| suspended(id, time)),
        _ => None,
    };
    caution.into_iter().collect()
}

/// Incremental migration never ends by itself.
fn stopped_by_others(state: &InstanceModel) -> Option<Diagnostic> {
    let finished = state.status.as_str() == Some(JobStatus::Finished.as_str());
    let wanted = state.desired_status.as_str().filter(|wanted| finished && *wanted != "stopped")?;
    Some(Diagnostic::warning(
        "The migration was stopped",
        format!(
            "Migration instance {id} is Finished and has incremental migration, which never ends by itself: it was stopped outside \
             of this configuration, where desired_status is {wanted:?}. DTS does not start it again. Write desired_status = \
             \"stopped\" if the cut-over is done; to migrate anew, replace the task with allow_restart = true.",
            id = state.id.as_str().unwrap_or_default(),
        ),
    ))
}

fn suspended(id: &str, time: SignedDuration) -> Option<Diagnostic> {
    let consequence = if time > FAILS {
        "After seven days a suspended migration fails, and has to begin anew"
    } else if time > MAY_NOT_RESUME {
        "After six hours a suspended migration may not resume, because the source's log may not go back that far; after \
         seven days it fails"
    } else {
        return None;
    };
    Some(Diagnostic::warning(
        "The migration is suspended for too long",
        format!(
            "Migration instance {id} has been suspended for {} hours. {consequence}. Resume it with desired_status = \
             \"running\", or end it.",
            time.as_hours()
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_suspension_is_told() {
        let hours = SignedDuration::from_hours;
        assert!(suspended("dts1", hours(5)).is_none());
        assert!(suspended("dts1", hours(7)).unwrap().detail.contains("suspended for 7 hours"));
        assert!(suspended("dts1", hours(170)).unwrap().detail.contains("has to begin anew"));
    }

    #[test]
    fn a_stop_by_others_is_told() {
        let state = |status: &str, desired: &str| InstanceModel {
            status: status.into(),
            desired_status: desired.into(),
            ..InstanceModel::default()
        };
        assert!(stopped_by_others(&state("Finished", "running")).is_some());
        assert!(stopped_by_others(&state("Finished", "suspended")).is_some());
        assert!(stopped_by_others(&state("Finished", "stopped")).is_none());
        assert!(stopped_by_others(&state("Migrating", "running")).is_none());
    }

    #[test]
    fn what_no_plan_repairs_is_told() {
        let told = |status: &str, desired: &str| {
            let state =
                InstanceModel { status: status.into(), desired_status: desired.into(), ..InstanceModel::default() };
            !cautions(&state, "no disk", None).is_empty()
        };
        assert!(told("Locked", "running") && told("MigrationFailed", "suspended"));
        assert!(!told("MigrationFailed", "running") && !told("Migrating", "running"));
    }
}
