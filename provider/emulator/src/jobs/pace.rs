//! How fast jobs move.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a job has been in its state and phase, in the two measures that a pace can use.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Stage {
    /// Polls of the job since the stage began.
    pub(crate) polls: u32,
    /// When the stage began.
    pub(crate) since: Timestamp,
}

/// Decides when a stage of a job is over. It is called while the state of the emulator is locked, so it must not wait:
/// an engine that moves data on another thread stores its figures where the pace can read them.
pub(crate) trait Pace: Send + Sync {
    /// How much of the stage is done, from 0 to 100.
    fn percent(&self, stage: Stage, now: Timestamp) -> u32;

    /// The time at which the stage ended; none while it runs.
    fn over_since(&self, stage: Stage, now: Timestamp) -> Option<Timestamp>;

    /// The time from which the effect of a call that was accepted at the beginning of the stage is visible; none before
    /// that.
    fn shows_since(&self, stage: Stage, now: Timestamp) -> Option<Timestamp>;

    /// Whether jobs move between calls, so that the emulator has to check them from time to time.
    fn runs_between_calls(&self) -> bool;
}

/// A moment at which jobs are examined.
#[derive(Clone, Copy)]
pub(crate) struct Moment<'a> {
    pub(crate) now: Timestamp,
    pub(crate) pace: &'a dyn Pace,
}

/// Every stage takes a number of polls; with 0 it is over immediately.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ByPolls(pub(crate) u32);

impl ByPolls {
    /// Polls until the effect of an accepted call is visible, at most.
    const ACCEPTED: u32 = 2;
}

impl Pace for ByPolls {
    fn percent(&self, stage: Stage, _: Timestamp) -> u32 {
        stage.polls.saturating_mul(100).checked_div(self.0).unwrap_or(100).min(100)
    }

    fn over_since(&self, stage: Stage, now: Timestamp) -> Option<Timestamp> {
        (stage.polls >= self.0).then_some(now)
    }

    fn shows_since(&self, stage: Stage, now: Timestamp) -> Option<Timestamp> {
        (stage.polls >= self.0.min(Self::ACCEPTED)).then_some(now)
    }

    fn runs_between_calls(&self) -> bool {
        false
    }
}

/// Every stage takes a certain time; with zero it is over immediately.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ByClock(pub(crate) SignedDuration);

impl ByClock {
    /// Time until the effect of an accepted call is visible, at most.
    const ACCEPTED: SignedDuration = SignedDuration::from_secs(1);

    fn past(stage: Stage, time: SignedDuration, now: Timestamp) -> Option<Timestamp> {
        let end = stage.since.saturating_add(time).unwrap_or(Timestamp::MAX);
        (end <= now).then_some(end)
    }
}

impl Pace for ByClock {
    fn percent(&self, stage: Stage, now: Timestamp) -> u32 {
        let done = now.duration_since(stage.since).as_millis().clamp(0, self.0.as_millis());
        let percent = (100 * done).checked_div(self.0.as_millis()).unwrap_or(100);
        u32::try_from(percent).unwrap_or(100)
    }

    fn over_since(&self, stage: Stage, now: Timestamp) -> Option<Timestamp> {
        Self::past(stage, self.0, now)
    }

    fn shows_since(&self, stage: Stage, now: Timestamp) -> Option<Timestamp> {
        Self::past(stage, self.0.min(Self::ACCEPTED), now)
    }

    fn runs_between_calls(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{ByClock, ByPolls, Pace, Stage};

    const BEGIN: Timestamp = Timestamp::UNIX_EPOCH;

    fn after(seconds: i64) -> Timestamp {
        BEGIN + SignedDuration::from_secs(seconds)
    }

    fn polled(polls: u32) -> Stage {
        Stage { polls, since: BEGIN }
    }

    #[test]
    fn by_polls_only_polls_count() {
        let pace = ByPolls(4);
        assert_eq!([0, 1, 4, 9].map(|polls| pace.percent(polled(polls), after(1000))), [0, 25, 100, 100]);
        assert_eq!(
            (pace.over_since(polled(3), after(9)), pace.over_since(polled(4), after(9))),
            (None, Some(after(9)))
        );
        assert_eq!((pace.shows_since(polled(1), BEGIN), pace.shows_since(polled(2), BEGIN)), (None, Some(BEGIN)));
        assert_eq!((ByPolls(0).percent(polled(0), BEGIN), ByPolls(0).over_since(polled(0), BEGIN)), (100, Some(BEGIN)));
    }

    #[test]
    fn by_the_clock_only_time_counts() {
        let pace = ByClock(SignedDuration::from_secs(10));
        assert_eq!([-1, 0, 5, 30].map(|seconds| pace.percent(polled(9), after(seconds))), [0, 0, 50, 100]);
        assert_eq!(
            (pace.over_since(polled(9), after(9)), pace.over_since(polled(0), after(15))),
            (None, Some(after(10)))
        );
        assert_eq!((pace.shows_since(polled(9), BEGIN), pace.shows_since(polled(0), after(3))), (None, Some(after(1))));
        let none = ByClock(SignedDuration::ZERO);
        assert_eq!((none.percent(polled(0), BEGIN), none.over_since(polled(0), BEGIN)), (100, Some(BEGIN)));
    }
}
