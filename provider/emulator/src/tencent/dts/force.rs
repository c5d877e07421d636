//! Putting a job into another state, for tests.

use jiff::Timestamp;
use serde_json::Value;

use crate::core::cloud::ForcedJob;

use super::Dts;
use super::check::STEP_IDS;
use super::job::{Job, StepState, force, is_status};
use super::shown::state;

impl Dts {
    /// Forces a job; none when there is no such job. Returns the state of the job after it, or the error.
    pub(crate) fn force_job(&mut self, now: Timestamp, id: &str, forced: &ForcedJob) -> Option<Result<Value, String>> {
        self.jobs.get(id)?;
        if let Err(why) = check(forced) {
            return Some(Err(why));
        }
        let mut job = self.jobs.get_mut(id)?;
        apply(&mut job, forced, now);
        Some(Ok(state(&job)))
    }
}

fn check(forced: &ForcedJob) -> Result<(), String> {
    if let Some(name) = forced.status.as_deref().filter(|name| !is_status(name)) {
        return Err(format!("there is no job status {name}"));
    }
    for (step, result) in &forced.precheck {
        if !STEP_IDS.contains(&step.as_str()) {
            return Err(format!("there is no check step {step}"));
        }
        if StepState::named(result).is_none() {
            return Err(format!("{result} is not a result of a check step; use pass, warning or failed"));
        }
    }
    Ok(())
}

fn apply(job: &mut Job, forced: &ForcedJob, now: Timestamp) {
    if let Some(status) = &forced.status {
        force(job, status, now);
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
    job.forced_steps.extend(forced.precheck.clone());
}
