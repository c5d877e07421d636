//! What the private data remembers of a job, so that no migration (or synchronization) starts over, and copies its data again, without //! a setting that allows it. The history does not depend on the cloud or on the kind of the job.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use tfplugin::private::Private;

use super::{Absence, private_state::Key};

/// How far a job has come, as its status shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// There is no status yet.
    Unknown,
    /// The job has never started: no data has moved.
    NotStarted,
    /// The precheck has failed. A job that ran before, and was started again, may have this status as well.
    CheckFailed,
    /// A precheck runs. A purchased job starts when it has passed.
    Checking,
    /// The precheck has passed. A purchase starts the job.
    Ready,
    /// The job has started: data has moved, or may have.
    Started,
}

/// The state of a resource that belongs to one job.
pub(crate) trait JobState {
    /// ID of the job.
    fn job_id(&self) -> Option<&str>;

    /// The status that the last refresh returned.
    fn status(&self) -> Option<&str>;

    /// How far a job of that status has come.
    fn stage(&self) -> Stage;

    /// Whether the resource may be created again after its job was lost.
    fn restart_on_loss(&self) -> bool;

    /// Whether the job has started, by the status that the last refresh returned.
    fn has_started(&self) -> bool {
        self.stage() == Stage::Started
    }
}

/// The job whose data has moved, or may have.
const MOVED: Key<Moved> = Key::new("moved", 1);
/// ID of the job that a destroy has begun to release.
const RELEASING: Key<String> = Key::new("releasing", 1);
/// Set in the plan of a new object: what it may start over. Terraform hands this to the delete of the object that it replaces, and to no
/// other delete.
const RESTART: Key<Restart> = Key::new("restart", 1);
/// When the job was first seen suspended (RFC 3339).
const SUSPENDED_SINCE: Key<String> = Key::new("suspended_since", 1);

#[derive(Deserialize)]
struct Moved {
    job_id: String,
    /// Whether a refresh returned a status of a started job. Otherwise a start was only requested.
    observed: bool,
}

impl From<Moved> for Json {
    fn from(moved: Moved) -> Self {
        json!({"job_id": moved.job_id, "observed": moved.observed})
    }
}

/// What a new object may start over.
#[derive(Deserialize)]
struct Restart {
    /// Any job.
    any: bool,
    /// A job that does not exist any more.
    lost: bool,
}

impl From<Restart> for Json {
    fn from(restart: Restart) -> Self {
        json!({"any": restart.any, "lost": restart.lost})
    }
}

/// Forgets the previous job: a new one has no history.
pub(crate) fn reset(private: &mut Private) {
    Absence::reset(private);
    MOVED.remove(private);
    RELEASING.remove(private);
    RESTART.remove(private);
    SUSPENDED_SINCE.remove(private);
}

/// Records how far the job has come.
pub(crate) fn record_stage(private: &mut Private, state: &impl JobState) {
    match state.stage() {
        Stage::Started if !is_released(state) => record_moved(private, state, true),
        Stage::NotStarted => forget_moved(private),
        // A start was requested, and its precheck has failed.
        Stage::CheckFailed if MOVED.read(private).is_some_and(|moved| !moved.observed) => forget_moved(private),
        _ => {}
    }
}

/// Records that a start of the job was requested: from now on data may move, whether a refresh sees it or not.
pub(crate) fn record_start_request(private: &mut Private, state: &impl JobState) {
    if matches!(state.stage(), Stage::Checking | Stage::Ready) && !has_moved(private, state) {
        record_moved(private, state, false);
    }
}

fn record_moved(private: &mut Private, state: &impl JobState, observed: bool) {
    MOVED.write(private, Moved { job_id: state.job_id().unwrap_or_default().to_owned(), observed });
}

/// Whether data of this job has moved, or may have.
pub(crate) fn has_moved(private: &Private, state: &impl JobState) -> bool {
    moved_job(private).is_some_and(|id| state.job_id() == Some(&id)) || state.has_started()
}

/// The job whose data has moved. The second plan of a replacement finds here the job of the object to replace.
pub(crate) fn moved_job(private: &Private) -> Option<String> {
    MOVED.read(private).map(|moved| moved.job_id)
}

/// Forgets that data has moved: the job may be started over.
pub(crate) fn forget_moved(private: &mut Private) {
    MOVED.remove(private);
}

/// Records that a destroy releases the job.
pub(crate) fn record_release(private: &mut Private, job_id: &str) {
    RELEASING.write(private, job_id.to_owned());
}

/// Forgets a release that did not take place: the job still works.
pub(crate) fn forget_release(private: &mut Private) {
    RELEASING.remove(private);
}

/// Whether a destroy has begun to release the job.
pub(crate) fn is_being_released(private: &Private, state: &impl JobState) -> bool {
    RELEASING.read(private).is_some_and(|id| state.job_id() == Some(&id))
}

/// Records in the plan of a new object what it may start over: any job, or only a lost one.
pub(crate) fn record_restart_permission(private: &mut Private, any: bool, lost: bool) {
    RESTART.write(private, Restart { any, lost });
}

/// Whether this delete is part of a replacement whose new object may not start the job over. `lost`: the job does not exist any more.
pub(crate) fn forbids_restart(private: &Private, lost: bool) -> bool {
    RESTART.read(private).is_some_and(|restart| !(restart.any || (lost && restart.lost)))
}

/// Forgets the permission. Returns whether there was one: the private data is then that of a new object.
pub(crate) fn forget_restart_permission(private: &mut Private) -> bool {
    RESTART.remove(private)
}

/// Records whether the job is suspended now.
pub(crate) fn record_suspension(private: &mut Private, is_suspended: bool, now: Timestamp) {
    if !is_suspended {
        SUSPENDED_SINCE.remove(private);
    } else if suspended_since(private).is_none() {
        SUSPENDED_SINCE.write(private, now.to_string());
    }
}

/// For how long the job has been suspended, as far as refreshes saw it.
pub(crate) fn suspended_for(private: &Private, now: Timestamp) -> Option<SignedDuration> {
    suspended_since(private).map(|since| now.duration_since(since))
}

fn suspended_since(private: &Private) -> Option<Timestamp> {
    SUSPENDED_SINCE.read(private)?.parse().ok()
}

/// The status of a resource that is kept in the state although its job does not exist any more. Not a status of the cloud.
pub(crate) const RELEASED: &str = "Released";

/// Whether the job does not exist any more, and its data has moved.
pub(crate) fn is_released(state: &impl JobState) -> bool {
    state.status() == Some(RELEASED)
}

/// What a refresh does with a resource whose job does not exist any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    /// Remove it from the state: the next plan creates it again.
    Remove,
    /// Keep it as [`RELEASED`], because a new job would copy the data again.
    Keep {
        /// Whether data has moved. Otherwise it only may have: the job could have been purchased since the last refresh.
        has_moved: bool,
    },
}

/// What a refresh does now that the job does not exist any more. `may_have_started`: another resource could have started it since the
/// last refresh.
pub(crate) fn loss_of(private: &Private, state: &impl JobState, may_have_started: bool) -> Loss {
    let has_moved = has_moved(private, state);
    if !(has_moved || may_have_started) || is_being_released(private, state) || state.restart_on_loss() {
        Loss::Remove
    } else {
        Loss::Keep { has_moved }
    }
}

#[cfg(test)]
mod tests;
