//! Putting a job into another state, for tests.

use jiff::Timestamp;
use serde_json::Value;

use crate::core::cloud::ForcedJob;
use crate::jobs::Phase;

use super::job::{ITEM_CODES, Job, JobKind, Status};
use super::{Dts, state_view};

/// States that a precheck item can be forced into.
const ITEM_STATES: [&str; 3] = ["Success", "Warning", "Failed"];

impl Dts {
    /// Forces a job; none when there is no such job. Returns the state of the job after it, or the error.
    pub(crate) fn force_job(&mut self, now: Timestamp, id: &str, forced: &ForcedJob) -> Option<Result<Value, String>> {
        let kind = self.jobs.get(id)?.kind;
        if let Err(why) = check(kind, forced) {
            return Some(Err(why));
        }
        let mut job = self.jobs.get_mut(id)?;
        apply(&mut job, forced, now);
        Some(Ok(state_view::job(&job)))
    }
}

fn check(kind: JobKind, forced: &ForcedJob) -> Result<(), String> {
    if let Some(name) = forced.status.as_deref().filter(|name| Status::named(kind, name).is_none()) {
        return Err(format!("there is no status {name} of a {} job", kind.name()));
    }
    for (item, state) in &forced.precheck {
        if !ITEM_CODES.contains(&item.as_str()) {
            return Err(format!("there is no precheck item {item}"));
        }
        if !ITEM_STATES.contains(&state.as_str()) {
            return Err(format!("{state} is not a state of a precheck item; use Success, Warning or Failed"));
        }
    }
    Ok(())
}

fn apply(job: &mut Job, forced: &ForcedJob, now: Timestamp) {
    if let Some(status) = forced.status.as_deref().and_then(|name| Status::named(job.kind, name)) {
        job.machine.force(status.state(), now);
        // In a synchronization, the phase belongs to the status.
        let late = job.machine.phase() >= Some(Phase::Incremental);
        match status {
            Status::Synchronizing | Status::Failed | Status::Modifying | Status::ModifyFailed if !late => {
                job.machine.force_phase(Phase::CaughtUp, now);
            }
            Status::Initializing | Status::InitializeFailed if late || job.machine.phase().is_none() => {
                job.machine.force_phase(Phase::Full, now);
            }
            _ => {}
        }
    }
    if let Some(phase) = forced.phase {
        job.machine.force_phase(phase, now);
    }
    if let Some(held) = forced.hold {
        job.machine.hold(held);
    }
    if let Some(word) = &forced.shown_status {
        job.shown_status = Some(word.clone()).filter(|word| !word.is_empty());
    }
    if let Some(text) = &forced.error_message {
        job.error_message.clone_from(text);
    }
    job.forced_items.extend(forced.precheck.clone());
}
