//! The delay of a job over time.

use super::{Moment, Phase, StateMachine};

/// Times (Unix milliseconds) and delays: `behind` until the job has caught up, and then `now`. Empty before the
/// incremental phase. A job that was put into its last phase was never behind.
pub(crate) fn course(machine: &StateMachine, moment: Moment<'_>, now: i64, behind: i64) -> Vec<(i64, i64)> {
    let at = |time: jiff::Timestamp| time.as_millisecond();
    let begin = machine.begin_of(Phase::Incremental).map(at);
    let caught_up = machine.begin_of(Phase::CaughtUp).map(at);
    let end = machine.end_of(Phase::Incremental).or_else(|| machine.end_of(Phase::CaughtUp));
    let end = at(end.unwrap_or(moment.now));
    let mut course = Vec::new();
    if let Some(begin) = begin {
        course.extend([(begin, behind), (caught_up.unwrap_or(end), behind)]);
    }
    if let Some(caught_up) = caught_up {
        course.extend([(caught_up, now.max(0)), (end, now.max(0))]);
    }
    course
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::jobs::pace::ByPolls;

    fn second(number: i64) -> Timestamp {
        Timestamp::from_second(number).unwrap()
    }

    fn of(phases: &[(Phase, i64)]) -> Vec<(i64, i64)> {
        let mut machine = StateMachine::new(second(0));
        for (phase, at) in phases {
            machine.force_phase(*phase, second(*at));
        }
        course(&machine, Moment { now: second(9), pace: &ByPolls(1) }, 0, 5000)
    }

    #[test]
    fn a_job_is_behind_until_it_has_caught_up() {
        assert_eq!(of(&[(Phase::Full, 1)]), []);
        assert_eq!(of(&[(Phase::Full, 1), (Phase::Incremental, 2)]), [(2000, 5000), (9000, 5000)]);
        let all = of(&[(Phase::Full, 1), (Phase::Incremental, 2), (Phase::CaughtUp, 4)]);
        assert_eq!(all, [(2000, 5000), (4000, 5000), (4000, 0), (9000, 0)]);
    }

    #[test]
    fn a_job_that_is_put_into_its_last_phase_has_a_course() {
        assert_eq!(of(&[(Phase::Full, 1), (Phase::CaughtUp, 4)]), [(4000, 0), (9000, 0)]);
    }
}
