//! Forcing a job into a state.

use serde::Deserialize;
use serde_json::Value;

use crate::alibaba::dts::job::{ITEM_CODES, Phase, Status};
use crate::core::emulation::Emulation;

use std::collections::BTreeMap;

use super::state;

/// What `POST /_control/jobs/{id}` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Forced {
    /// A status by its name in the API.
    status: Option<String>,
    /// `schema`, `full`, `incremental` or `caught_up`.
    phase: Option<Phase>,
    /// True keeps the job where it is, whatever is asked for; false lets it move again.
    hold: Option<bool>,
    /// A status word of no known meaning, shown in place of the status; empty for the true one.
    shown_status: Option<String>,
    /// The job's error text.
    error_message: Option<String>,
    /// Precheck item code → `Success`, `Warning` or `Failed`, from the next precheck on.
    #[serde(default)]
    precheck: BTreeMap<String, String>,
}

impl Emulation {
    /// Forces a job; says what the job is now.
    pub(crate) fn force(&mut self, id: &str, forced: &Forced) -> Result<Value, String> {
        let status = match &forced.status {
            None => None,
            Some(name) => Some(Status::named(name).ok_or_else(|| format!("there is no job status {name}"))?),
        };
        for (item, state) in &forced.precheck {
            if !ITEM_CODES.contains(&item.as_str()) {
                return Err(format!("there is no precheck item {item}"));
            }
            if !["Success", "Warning", "Failed"].contains(&state.as_str()) {
                return Err(format!("{state} is no state of a precheck item; use Success, Warning or Failed"));
            }
        }
        let job = self.jobs.get_mut(id).ok_or_else(|| format!("there is no job {id}"))?;
        if let Some(status) = status {
            job.life.force(status);
        }
        if let Some(phase) = forced.phase {
            job.life.force_phase(phase);
        }
        if let Some(held) = forced.hold {
            job.life.hold(held);
        }
        if let Some(word) = &forced.shown_status {
            job.shown_status = Some(word.clone()).filter(|word| !word.is_empty());
        }
        if let Some(text) = &forced.error_message {
            job.error_message.clone_from(text);
        }
        job.forced_items.extend(forced.precheck.clone());
        Ok(state::job(job))
    }
}
