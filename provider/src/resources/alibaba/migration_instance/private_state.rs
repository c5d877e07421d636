//! What is remembered of an instance beside its state: whose it is, whether data has moved, since when it is suspended.

use alibaba::dts::JobStatus;
use jiff::{SignedDuration, Timestamp};
use tfplugin::private::Private;

use super::{KIND, loss::RELEASED, model::InstanceModel};

/// The task of the instance that exists.
const TASK: &str = "task";
/// Whether data has moved, or may have.
const MOVED: &str = "moved";
/// When the migration was first seen suspended (RFC 3339).
const SUSPENDED_SINCE: &str = "suspended_since";

/// A new instance has nothing of the one before it.
pub(super) fn begin(private: &mut Private) {
    for name in [MOVED, SUSPENDED_SINCE] {
        private.remove(name);
    }
}

/// Notes what a state tells.
pub(super) fn note(private: &mut Private, state: &InstanceModel, now: Timestamp) {
    note_task(private, state.task_id.as_str());
    let status = JobStatus::of(state.status.as_str().unwrap_or_default());
    match &status {
        // A job that has started is never configured or checked anew: here no data has moved.
        JobStatus::NotConfigured | JobStatus::NotStarted | JobStatus::PrecheckFailed => private.remove(MOVED),
        status if KIND.has_started(status) => private.set(MOVED, true),
        _ => {}
    }
    if status != JobStatus::Suspending {
        private.remove(SUSPENDED_SINCE);
    } else if suspended_since(private).is_none() {
        private.set(SUSPENDED_SINCE, now.to_string());
    }
}

/// The migration was told to start: from now on data may move, whoever looks.
pub(super) fn note_start(private: &mut Private, state: &InstanceModel) {
    if matches!(
        JobStatus::of(state.status.as_str().unwrap_or_default()),
        JobStatus::PreCheckPass | JobStatus::Prechecking
    ) {
        private.set(MOVED, true);
    }
}

/// Notes whose instance it is.
pub(super) fn note_task(private: &mut Private, task_id: Option<&str>) {
    match task_id {
        Some(task_id) => private.set(TASK, task_id),
        None => private.remove(TASK),
    }
}

/// The task of the instance that exists.
pub(super) fn task(private: &Private) -> Option<&str> {
    private.get(TASK).and_then(|id| id.as_str())
}

/// Whether data has moved, as far as this state and the memory tell.
pub(super) fn has_moved(private: &Private, state: &InstanceModel) -> bool {
    let last = state.status.as_str().unwrap_or_default();
    private.get(MOVED).is_some() || last == RELEASED || KIND.has_started(&JobStatus::of(last))
}

/// For how long the migration has been suspended.
pub(super) fn suspended_for(private: &Private, now: Timestamp) -> Option<SignedDuration> {
    suspended_since(private).map(|since| now.duration_since(since))
}

fn suspended_since(private: &Private) -> Option<Timestamp> {
    private.get(SUSPENDED_SINCE)?.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(private: &mut Private, status: &str) -> InstanceModel {
        let state = InstanceModel { task_id: "job1".into(), status: status.into(), ..InstanceModel::default() };
        note(private, &state, Timestamp::UNIX_EPOCH);
        state
    }

    #[test]
    fn data_that_has_moved_is_remembered() {
        let mut private = Private::default();
        let checking = noted(&mut private, "PreCheckPass");
        assert!(!has_moved(&private, &checking) && task(&private) == Some("job1"));
        note_start(&mut private, &checking);
        assert!(has_moved(&private, &checking), "it may run by now");
        let failed = noted(&mut private, "PrecheckFailed");
        assert!(!has_moved(&private, &failed));
        noted(&mut private, "Migrating");
        assert!(has_moved(&private, &checking));
        begin(&mut private);
        assert!(!has_moved(&private, &checking));
    }

    #[test]
    fn the_first_sight_of_a_suspended_migration_counts() {
        let mut private = Private::default();
        let after = |hours| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours);
        let suspended = noted(&mut private, "Suspending");
        note(&mut private, &suspended, after(5));
        assert_eq!(suspended_for(&private, after(7)), Some(SignedDuration::from_hours(7)));
        noted(&mut private, "Migrating");
        assert_eq!(suspended_for(&private, after(7)), None);
    }
}
