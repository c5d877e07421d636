//! Changes of the objects of a synchronization. Each of them is a sub-job.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::alibaba::dts::configuration::Modes;
use crate::jobs::State;

use super::precheck_items::{Item, ItemState};

/// A change of the objects.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Change {
    /// The ID of the sub-job.
    pub(crate) id: String,
    pub(crate) created: Timestamp,
    /// The complete new list of objects.
    pub(crate) objects: String,
    /// The phases of the added objects.
    pub(crate) modes: Modes,
    /// The precheck of the change.
    pub(crate) items: Vec<Item>,
    pub(crate) state: ChangeState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ChangeState {
    Running,
    Finished,
    Failed,
}

impl Change {
    pub(crate) fn fails(&self) -> bool {
        self.items.iter().any(|item| item.state == ItemState::Failed)
    }

    /// What becomes of a running change when its job is in this state; none while it runs.
    pub(crate) fn result(&self, job: State) -> Option<ChangeState> {
        match (self.state, job) {
            (ChangeState::Running, State::Modifying) => None,
            (ChangeState::Running, State::Running) => Some(ChangeState::Finished),
            (ChangeState::Running, _) => Some(ChangeState::Failed),
            _ => None,
        }
    }

    /// The status of the sub-job.
    pub(crate) fn status(&self) -> &'static str {
        match self.state {
            ChangeState::Running => "Initializing",
            ChangeState::Finished => "Finished",
            ChangeState::Failed if self.fails() => "PrecheckFailed",
            ChangeState::Failed => "InitializeFailed",
        }
    }
}
