//! How the two runs of a round meet.

use std::time::Duration;

use acceptance_harness::emulator::Control;
use fastrand::Rng;
use serde_json::json;
use tokio::time::{Instant, sleep};

/// The second run starts at most so many milliseconds after the first one.
const LATEST_START: u64 = 400;
/// How long the call of one run is held for that of the other run, which may not come: the other run has found the first job.
const PATIENCE: Duration = Duration::from_secs(3);
/// Longer than a run takes to come to its first job.
const LIMIT: Duration = Duration::from_secs(60);
const BETWEEN_POLLS: Duration = Duration::from_millis(10);

/// How the two runs of a round meet.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Start {
    /// The second one starts a moment after the first one.
    Later(Duration),
    /// Both have looked for an equal job before one of them creates it.
    BothBeforeCreate,
    /// Both have created a job before one of them gets the answer.
    BothAfterCreate,
}

impl Start {
    /// Another one in each round.
    pub(crate) fn of_round(number: usize, random: &mut Rng) -> Self {
        match number % 3 {
            0 => Self::Later(Duration::from_millis(random.u64(0..LATEST_START))),
            1 => Self::BothBeforeCreate,
            _ => Self::BothAfterCreate,
        }
    }

    /// How much later the second run starts.
    pub(crate) fn pause(self) -> Duration {
        match self {
            Self::Later(pause) => pause,
            Self::BothBeforeCreate | Self::BothAfterCreate => Duration::ZERO,
        }
    }

    /// Holds the calls that create the jobs, until both runs have sent theirs.
    pub(crate) async fn meet(self, control: &Control) {
        let kind = match self {
            Self::Later(_) => return,
            Self::BothBeforeCreate => "hold_before",
            Self::BothAfterCreate => "hold_after",
        };
        let rule = json!({"match": {"action": "ConfigureDtsJob"}, "kind": kind, "times": 2});
        control.fault(&rule).await.unwrap();
        until_held(control, 1, LIMIT).await;
        until_held(control, 2, PATIENCE).await;
        control.clear_faults().await.unwrap();
        control.release().await.unwrap();
    }
}

/// Waits until so many calls are held, or the time is up.
async fn until_held(control: &Control, count: usize, limit: Duration) {
    let begun = Instant::now();
    while control.held().await.unwrap().len() < count && begun.elapsed() < limit {
        sleep(BETWEEN_POLLS).await;
    }
}
