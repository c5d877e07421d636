//! What a task remembers beside its state.

use alibaba::dts::JobStatus;
use serde_json::json;
use tfplugin::{model::Attr, private::Private};

use crate::resources::alibaba::migration_task::{KIND, schema::model::TaskModel};

/// The status a task keeps whose job vanished after data had moved.
pub(super) const RELEASED: &str = "Released";

/// The job whose data has moved.
const MOVED: &str = "moved";
/// The job a destroy has begun to release.
const RELEASING: &str = "releasing";
/// Set in the plan of a new object: what it may start over of what another one has moved. The core hands this to the delete
/// of the object it replaces, and only then.
const RESTART: &str = "restart";

/// Notes that data of this job has moved, if the status says so.
pub(super) fn note_moved(private: &mut Private, state: &TaskModel) {
    if has_started(state) && !is_released(state) {
        private.set(MOVED, state.id.as_str().unwrap_or_default());
    }
}

/// Whether data of this job has moved.
pub(super) fn has_moved(private: &Private, state: &TaskModel) -> bool {
    noted(private, MOVED).is_some_and(|id| state.id.as_str() == Some(id)) || has_started(state)
}

/// The job an object that is to be replaced has moved data with: known to the second plan of a replacement.
pub(super) fn moved_before(private: &Private) -> Option<&str> {
    noted(private, MOVED)
}

/// Notes that a destroy releases the job.
pub(super) fn note_releasing(private: &mut Private, id: &str) {
    private.set(RELEASING, id);
}

/// A job that is still at work is not being released.
pub(super) fn forget_releasing(private: &mut Private) {
    private.remove(RELEASING);
}

/// Whether a destroy has begun to release the job.
pub(super) fn is_releasing(private: &Private, state: &TaskModel) -> bool {
    noted(private, RELEASING).is_some_and(|id| state.id.as_str() == Some(id))
}

/// Notes in the plan of a new object what it may start over: a migration, or only one that was lost.
pub(super) fn note_restart(private: &mut Private, planned: &TaskModel) {
    private.set(RESTART, json!({"any": is_on(&planned.allow_restart), "lost": is_on(&planned.restart_on_loss)}));
}

/// Whether this delete makes room for a new object that must not start over.
pub(super) fn restart_is_unasked(private: &Private, lost: bool) -> bool {
    let allowed = |kind: &str| private.get(RESTART).map(|noted| noted[kind] == true);
    allowed("any") == Some(false) && !(lost && allowed("lost") == Some(true))
}

/// Whether the notes are those of a new object; not any more.
pub(super) fn forget_restart(private: &mut Private) -> bool {
    let noted = private.get(RESTART).is_some();
    private.remove(RESTART);
    noted
}

/// A lost migration that may start over stands in nobody's way.
pub(super) fn forget_moved(private: &mut Private) {
    private.remove(MOVED);
}

/// What a new job begins with: nothing of the one before.
pub(super) fn begin_anew(private: &mut Private) {
    for note in [MOVED, RELEASING, RESTART] {
        private.remove(note);
    }
}

/// Whether the task's migration has begun, by the status the last refresh saw.
pub(super) fn has_started(state: &TaskModel) -> bool {
    state.status.as_str().is_some_and(|status| KIND.has_started(&JobStatus::of(status)))
}

/// Whether the task's job is gone after data had moved.
pub(super) fn is_released(state: &TaskModel) -> bool {
    state.status.as_str() == Some(RELEASED)
}

/// Whether the user said so.
pub(super) fn is_on(switch: &Attr<bool>) -> bool {
    switch.get() == Some(&true)
}

fn noted<'p>(private: &'p Private, name: &str) -> Option<&'p str> {
    private.get(name).and_then(serde_json::Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(id: &str, status: &str) -> TaskModel {
        TaskModel { id: id.into(), status: status.into(), ..TaskModel::default() }
    }

    #[test]
    fn what_moved_stays_noted_whatever_the_status_becomes() {
        let mut private = Private::default();
        note_moved(&mut private, &task("a", "PreCheckPass"));
        assert!(!has_moved(&private, &task("a", "PreCheckPass")) && moved_before(&private).is_none());
        note_moved(&mut private, &task("a", "Migrating"));
        assert!(has_moved(&private, &task("a", "PrecheckFailed")));
        assert_eq!(moved_before(&private), Some("a"));
        assert!(!has_moved(&private, &task("b", "NotStarted")), "another job");
        begin_anew(&mut private);
        assert_eq!(private, Private::default());
    }

    #[test]
    fn a_released_job_counts_as_moved() {
        let released = task("a", RELEASED);
        assert!(is_released(&released) && has_started(&released) && has_moved(&Private::default(), &released));
    }

    #[test]
    fn a_delete_knows_whether_a_new_object_follows_and_may_start_over() {
        let noted = |any: bool, lost: bool| {
            let mut private = Private::default();
            let planned = TaskModel { allow_restart: any.into(), restart_on_loss: lost.into(), ..TaskModel::default() };
            note_restart(&mut private, &planned);
            private
        };
        assert!(!restart_is_unasked(&Private::default(), false), "a destroy makes room for nothing");
        assert!(restart_is_unasked(&noted(false, false), true) && restart_is_unasked(&noted(false, true), false));
        assert!(!restart_is_unasked(&noted(true, false), false) && !restart_is_unasked(&noted(false, true), true));
    }

    #[test]
    fn a_release_is_of_one_job() {
        let mut private = Private::default();
        note_releasing(&mut private, "a");
        assert!(is_releasing(&private, &task("a", "Finished")) && !is_releasing(&private, &task("b", "Finished")));
        forget_releasing(&mut private);
        assert!(!is_releasing(&private, &task("a", "Finished")));
    }
}
