//! The result of a check: its steps, and the items of each.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The last check of a job.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Check {
    pub(crate) steps: Vec<Step>,
    pub(crate) started: Option<Timestamp>,
    pub(crate) ended: Option<Timestamp>,
    /// The verdict; none while the check runs, and before the first one.
    pub(crate) passed: Option<bool>,
}

/// One step.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Step {
    pub(crate) id: String,
    pub(crate) state: StepState,
    pub(crate) items: Vec<Item>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum StepState {
    Pass,
    Warning,
    Failed,
}

/// What a step has found.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) state: StepState,
    pub(crate) reason: String,
    pub(crate) solution: String,
    pub(crate) log: String,
}

impl StepState {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warning => "warning",
            Self::Failed => "failed",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Pass, Self::Warning, Self::Failed].into_iter().find(|state| state.name() == name)
    }
}

impl Check {
    /// Whether a step has failed that is not skipped.
    pub(crate) fn fails(&self, skipped: &BTreeSet<String>) -> bool {
        self.steps.iter().any(|step| step.state == StepState::Failed && !skipped.contains(&step.id))
    }
}
