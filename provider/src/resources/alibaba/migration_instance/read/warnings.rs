//! Warnings of a refresh about what no plan repairs.

use alibaba::dts::JobStatus;
use jiff::SignedDuration;
use tfplugin::diagnostic::{Diagnostic, Diagnostics};

use crate::resources::{alibaba::migration_instance::schema::InstanceModel, shared::RELEASED};

/// A migration that is suspended for longer may not resume.
const MAY_NOT_RESUME: SignedDuration = SignedDuration::from_hours(6);
/// A migration that is suspended for longer fails.
const FAILS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The warnings about a status. `message` is what DTS says about it.
pub(super) fn of_status(state: &InstanceModel, message: &str, suspended_for: Option<SignedDuration>) -> Diagnostics {
    let id = state.id.as_str().unwrap_or_default();
    let is_to_run = state.desired_status.as_str() == Some("running");
    let message = if message.is_empty() { "nothing more" } else { message };
    let warning = match JobStatus::of(state.status.as_str().unwrap_or_default()) {
        JobStatus::Locked => Some(Diagnostic::warning(
            "The migration is locked",
            format!(
                "Migration instance {id} is Locked: DTS locks an instance because of an overdue payment. It continues when the \
                 overdue amount is paid. DTS says: {message}."
            ),
        )),
        // The next apply starts one that is to run.
        JobStatus::MigrationFailed if !is_to_run => Some(Diagnostic::warning(
            "The migration has failed",
            format!(
                "Migration instance {id} is MigrationFailed. DTS says: {message}. Fix the cause, and apply with desired_status = \
                 \"running\" to start it again. DTS itself may start it again for up to seven days."
            ),
        )),
        JobStatus::Suspending => suspended_for.and_then(|time| suspended_for_long(id, time)),
        _ => None,
    };
    warning.into_iter().collect()
}

/// The warning that someone stopped an incremental migration, which does not end without a stop.
pub(super) fn stopped_outside(state: &InstanceModel) -> Option<Diagnostic> {
    let finished = state.status.as_str() == Some(JobStatus::Finished.as_str());
    let desired = state.desired_status.as_str().filter(|desired| finished && *desired != "stopped")?;
    Some(Diagnostic::warning(
        "The migration was stopped",
        format!(
            "Migration instance {id} is Finished. Incremental migration does not finish automatically, so it was stopped outside of \
             this configuration, where desired_status is {desired:?}. DTS does not start it again. If the cut-over is done, set \
             desired_status = \"stopped\". To migrate again, replace the task with allow_restart = true.",
            id = state.id.as_str().unwrap_or_default(),
        ),
    ))
}

/// The warning that the instance is kept in the state although its job does not exist.
pub(super) fn released(state: &InstanceModel) -> Diagnostic {
    Diagnostic::warning(
        "The migration was released",
        format!(
            "Migration instance {id} does not exist any more, and its data has moved: the migration was released outside of this \
             configuration. The instance stays in the state as {RELEASED}, because a new migration would copy the data again, over \
             the data that the destination has then. When the instance is no longer needed, remove it and its task from the \
             configuration. To migrate again, set restart_on_loss = true on both.",
            id = state.id.as_str().unwrap_or_default(),
        ),
    )
}

fn suspended_for_long(id: &str, time: SignedDuration) -> Option<Diagnostic> {
    let consequence = if time > FAILS {
        "A migration that is suspended for more than seven days fails, and has to start again from the beginning"
    } else if time > MAY_NOT_RESUME {
        "After six hours, it may not be possible to resume a suspended migration, because the source may not keep its log for that \
         long. After seven days it fails"
    } else {
        return None;
    };
    Some(Diagnostic::warning(
        "The migration is suspended for too long",
        format!(
            "Migration instance {id} has been suspended for {} hours. {consequence}. Resume it with desired_status = \"running\", or \
             stop it.",
            time.as_hours()
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_suspension_is_reported() {
        let hours = SignedDuration::from_hours;
        assert!(suspended_for_long("dts1", hours(5)).is_none());
        assert!(suspended_for_long("dts1", hours(7)).unwrap().detail.contains("suspended for 7 hours"));
        assert!(suspended_for_long("dts1", hours(170)).unwrap().detail.contains("start again from the beginning"));
    }

    #[test]
    fn a_stop_outside_of_terraform_is_reported() {
        let state = |status: &str, desired: &str| InstanceModel {
            status: status.into(),
            desired_status: desired.into(),
            ..InstanceModel::default()
        };
        assert!(stopped_outside(&state("Finished", "running")).is_some());
        assert!(stopped_outside(&state("Finished", "suspended")).is_some());
        assert!(stopped_outside(&state("Finished", "stopped")).is_none());
        assert!(stopped_outside(&state("Migrating", "running")).is_none());
    }

    #[test]
    fn what_no_plan_repairs_is_reported() {
        let is_reported = |status: &str, desired: &str| {
            let state =
                InstanceModel { status: status.into(), desired_status: desired.into(), ..InstanceModel::default() };
            !of_status(&state, "no disk", None).is_empty()
        };
        assert!(is_reported("Locked", "running") && is_reported("MigrationFailed", "suspended"));
        assert!(!is_reported("MigrationFailed", "running") && !is_reported("Migrating", "running"));
    }
}
