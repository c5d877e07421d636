//! A comparison of the data of source and destination.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::jobs::{Moment, Stage};
use crate::tencent::gateway::Fields;
use crate::tencent::time::{to_beijing, to_beijing_or_never};

/// A comparison.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct CompareTask {
    pub(crate) id: String,
    pub(crate) name: String,
    /// `Objects`, `ObjectMode` and `Options`, as they were sent.
    pub(crate) request: Fields,
    pub(crate) state: CompareState,
    pub(crate) polls: u32,
    pub(crate) since: Timestamp,
    pub(crate) created: Timestamp,
    pub(crate) started: Option<Timestamp>,
    pub(crate) finished: Option<Timestamp>,
}

/// The status of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum CompareState {
    Created,
    Running,
    Success,
    Canceled,
}

impl CompareTask {
    /// The status as the API names it.
    pub(crate) fn status(&self) -> &'static str {
        match self.state {
            CompareState::Created => "created",
            CompareState::Running => "running",
            CompareState::Success => "success",
            CompareState::Canceled => "canceled",
        }
    }

    pub(crate) fn poll(&mut self) {
        self.polls = self.polls.saturating_add(1);
    }

    pub(crate) fn advance(&mut self, moment: Moment<'_>) {
        let stage = Stage { polls: self.polls, since: self.since };
        if self.state == CompareState::Running
            && let Some(at) = moment.pace.over_since(stage, moment.now)
        {
            (self.state, self.finished) = (CompareState::Success, Some(at));
        }
    }

    /// The comparison in answers.
    pub(crate) fn to_json(&self, job: &str) -> Value {
        let objects = self.request.value("Objects").cloned().unwrap_or(Value::Null);
        json!({
            "JobId": job,
            "CompareTaskId": self.id,
            "TaskName": self.name,
            "Status": self.status(),
            "Config": objects,
            "CheckProcess": null,
            "CompareProcess": null,
            "Conclusion": if self.state == CompareState::Success { "same" } else { "" },
            "CreatedAt": to_beijing(self.created),
            "StartedAt": to_beijing_or_never(self.started),
            "FinishedAt": to_beijing_or_never(self.finished),
            "Method": "dataCheck",
            "Options": self.request.value("Options").cloned().unwrap_or(Value::Null),
            "Message": "",
        })
    }

    /// The newest comparison in the detail of a job.
    pub(crate) fn summary(tasks: &[Self]) -> Value {
        let newest = tasks.last();
        let status = match newest.map(|task| task.state) {
            None | Some(CompareState::Created) => "unstart",
            Some(CompareState::Running) => "running",
            Some(CompareState::Success) => "consistent",
            Some(CompareState::Canceled) => "canceled",
        };
        json!({"CompareTaskId": newest.map_or("", |task| task.id.as_str()), "Status": status})
    }
}
