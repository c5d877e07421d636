//! The delay of a job over time.

use super::{Moment, Phase, StateMachine};

/// Times (Unix milliseconds) and delays: `behind` until the job has caught up, and then `now`. Empty before the
/// incremental phase.
pub(crate) fn course(machine: &StateMachine, moment: Moment<'_>, now: i64, behind: i64) -> Vec<(i64, i64)> {
    let Some(begin) = machine.begin_of(Phase::Incremental) else { return Vec::new() };
    let at = |time: jiff::Timestamp| time.as_millisecond();
    let end = at(machine.end_of(Phase::Incremental).unwrap_or(moment.now));
    match machine.begin_of(Phase::CaughtUp).map(at) {
        None => vec![(at(begin), behind), (end, behind)],
        Some(caught_up) => vec![(at(begin), behind), (caught_up, behind), (caught_up, now.max(0)), (end, now.max(0))],
    }
}
