//! Putting a job into another state, for tests.

use jiff::Timestamp;
use serde_json::Value;

use crate::core::cloud::ForcedJob;

use super::job::{ITEM_CODES, Job, Status};
use super::{Dts, state_view};

/// States that a precheck item can be forced into.
const ITEM_STATES: [&str; 3] = ["Success", "Warning", "Failed"];

impl Dts {
    /// Forces a job; none when there is no such job. Returns the state of the job after it, or the error.
    pub(crate) fn force_job(&mut self, now: Timestamp, id: &str, forced: &ForcedJob) -> Option<Result<Value, String>> {
        self.jobs.get(id)?;
        if let Err(why) = check(forced) {
            return Some(Err(why));
        }
        let mut job = self.jobs.get_mut(id)?;
        apply(&mut job, forced, now);
        Some(Ok(state_view::job(&job)))
    }
}

fn check(forced: &ForcedJob) -> Result<(), String> {
    if let Some(name) = forced.status.as_deref().filter(|name| Status::named(name).is_none()) {
        return Err(format!("there is no job status {name}"));
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
    if let Some(status) = forced.status.as_deref().and_then(Status::named) {
        job.machine.force(status.state(), now);
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
