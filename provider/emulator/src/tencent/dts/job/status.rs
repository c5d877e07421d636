//! The statuses of a job as the API names them.

use jiff::{SignedDuration, Timestamp};

use crate::jobs::{Phase, State};

use super::model::Job;
use super::trade::TradeStatus;

/// The status words that the control API can force, with their states.
const FORCED: [(&str, State); 16] = [
    ("created", State::Ready),
    ("checking", State::Checking),
    ("checkPass", State::CheckPassed),
    ("checkNotPass", State::CheckFailed),
    ("readyRun", State::CheckPassed),
    ("running", State::Running),
    ("readyComplete", State::Running),
    ("manualPaused", State::Paused),
    ("resumableErr", State::Retrying),
    ("failed", State::Failed),
    ("error", State::Failed),
    ("success", State::Finished),
    ("canceled", State::Canceled),
    ("isolated", State::Canceled),
    ("offlined", State::Canceled),
    ("unknown", State::Locked),
];

/// How long a job waits for its time after it was forced to wait.
const WAIT: SignedDuration = SignedDuration::from_hours(1);

impl Job {
    /// The status. A call whose effect is not visible yet has a separate status for the time until then.
    pub(crate) fn status(&self) -> &'static str {
        let state = self.machine.state();
        match (self.machine.pending(), state) {
            (Some(State::Running), State::Paused) => "manualPaused",
            (Some(State::Running), State::Failed | State::Retrying) => "resuming",
            (Some(State::Running), _) => "readyRun",
            (Some(State::Paused), _) => "pausing",
            (Some(State::Finished), _) => "completing",
            (Some(State::Canceled), _) => "stopping",
            (_, State::CheckPassed) if self.start_at.is_some() => "readyRun",
            (_, State::Unconfigured | State::Ready) => "created",
            (_, State::Checking) => "checking",
            (_, State::CheckPassed) => "checkPass",
            (_, State::CheckFailed) => "checkNotPass",
            (_, State::Running) if self.machine.caught_up() => "readyComplete",
            (_, State::Running) => "running",
            (_, State::Paused) => "manualPaused",
            (_, State::Retrying) => "resumableErr",
            (_, State::Failed) if self.shows_error => "error",
            (_, State::Failed) => "failed",
            (_, State::Finished) => "success",
            (_, State::Canceled) if self.shows_isolated => "isolated",
            (_, State::Canceled) => "canceled",
            (_, State::Upgrading | State::Downgrading | State::Locked | State::Modifying | State::ModifyFailed) => {
                "unknown"
            }
        }
    }

    /// The word for the status in answers, which the control API can replace.
    pub(crate) fn status_word(&self) -> &str {
        self.shown_status.as_deref().unwrap_or_else(|| self.status())
    }
}

/// Whether the control API can force a status.
pub(crate) fn is_status(name: &str) -> bool {
    FORCED.iter().any(|(known, _)| *known == name)
}

/// Puts a job into a status.
pub(crate) fn force(job: &mut Job, name: &str, now: Timestamp) {
    let Some((_, state)) = FORCED.iter().find(|(known, _)| *known == name) else { return };
    job.machine.force(*state, now);
    job.start_at = None;
    (job.shows_error, job.shows_isolated) = (name == "error", false);
    match name {
        "readyRun" => job.start_at = Some(now + WAIT),
        "readyComplete" => job.machine.force_phase(Phase::CaughtUp, now),
        "running" if job.machine.caught_up() => job.machine.force_phase(Phase::Incremental, now),
        "isolated" => job.trade.enter(TradeStatus::Isolated, now),
        "offlined" => job.trade.enter(TradeStatus::Offlined, now),
        _ => {}
    }
}
