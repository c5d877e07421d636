//! How a job moves from state to state.
//!
//! The pace says how long every stage (precheck, schema, full, incremental, class change) takes. The effect of a call
//! is visible a little later, too: at first the job still shows the old state.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::pace::{Moment, Stage};
use super::state::{Phase, State};

/// The state of a job, and what follows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StateMachine {
    state: State,
    phase: Option<Phase>,
    /// Polls since the last change.
    polls: u32,
    /// When the last change was.
    since: Timestamp,
    pending: Option<Pending>,
    /// It stays in its state, whatever calls request.
    held: bool,
    /// When each phase began.
    #[serde(default)]
    begun: BTreeMap<Phase, Timestamp>,
    /// Its stage when it stopped to run, and the time of that.
    #[serde(default)]
    stopped: Option<(Stage, Timestamp)>,
}

/// An accepted call whose effect is not visible yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Pending {
    Run,
    Suspend,
    Finish,
    Cancel,
}

impl Pending {
    fn state(self) -> State {
        match self {
            Self::Run => State::Running,
            Self::Suspend => State::Paused,
            Self::Finish => State::Finished,
            Self::Cancel => State::Canceled,
        }
    }
}

/// What decides about the next stages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Route {
    pub(crate) schema: bool,
    pub(crate) full: bool,
    /// Full verification is the last stage.
    pub(crate) verification: bool,
    pub(crate) incremental: bool,
    pub(crate) precheck_failed: bool,
    pub(crate) purchased: bool,
    /// The change of its objects that is running fails.
    pub(crate) change_fails: bool,
}

impl Route {
    /// The next phase after one, or the first.
    fn next(&self, after: Option<Phase>) -> Option<Phase> {
        let has = |phase: &Phase| match phase {
            Phase::Schema => self.schema,
            Phase::Full => self.full,
            Phase::Verification => self.verification,
            Phase::Incremental | Phase::CaughtUp => self.incremental,
        };
        let all = [Phase::Schema, Phase::Full, Phase::Verification, Phase::Incremental, Phase::CaughtUp];
        all.into_iter().filter(has).find(|phase| after.is_none_or(|after| *phase > after))
    }
}

impl StateMachine {
    /// A job that has just been configured.
    pub(crate) fn new(now: Timestamp) -> Self {
        let (begun, stopped) = (BTreeMap::new(), None);
        Self { state: State::Ready, phase: None, polls: 0, since: now, pending: None, held: false, begun, stopped }
    }

    pub(crate) fn state(&self) -> State {
        self.state
    }

    pub(crate) fn phase(&self) -> Option<Phase> {
        self.phase
    }

    /// The values that change when the job moves; polls alone do not move it.
    pub(crate) fn position(&self) -> impl PartialEq + use<> {
        (self.state, self.phase, self.pending)
    }

    pub(crate) fn caught_up(&self) -> bool {
        self.phase == Some(Phase::CaughtUp)
    }

    /// How much of the current stage is done, in percent; of a job that does not run any more, how much was done.
    pub(crate) fn percent(&self, moment: Moment<'_>) -> u32 {
        let (stage, now) = self.stopped.unwrap_or_else(|| (self.stage(), moment.now));
        moment.pace.percent(stage, now)
    }

    /// When a phase began.
    pub(crate) fn begin_of(&self, phase: Phase) -> Option<Timestamp> {
        self.begun.get(&phase).copied()
    }

    /// When a phase ended. The incremental phase continues without delay until the job is finished.
    pub(crate) fn end_of(&self, phase: Phase) -> Option<Timestamp> {
        self.begin_of(phase)?;
        let last = if phase == Phase::Incremental { Phase::CaughtUp } else { phase };
        let next = self.begun.iter().find(|(later, _)| **later > last).map(|(_, at)| *at);
        next.or_else(|| (self.state == State::Finished).then_some(self.since))
    }

    pub(crate) fn start_precheck(&mut self, now: Timestamp) {
        self.enter(State::Checking, now);
    }

    pub(crate) fn run(&mut self, now: Timestamp) {
        self.request(Pending::Run, now);
    }

    pub(crate) fn suspend(&mut self, now: Timestamp) {
        self.request(Pending::Suspend, now);
    }

    pub(crate) fn finish(&mut self, now: Timestamp) {
        self.request(Pending::Finish, now);
    }

    pub(crate) fn cancel(&mut self, now: Timestamp) {
        self.request(Pending::Cancel, now);
    }

    /// The state to which an accepted call leads whose effect is not visible yet.
    pub(crate) fn pending(&self) -> Option<State> {
        self.pending.map(Pending::state)
    }

    pub(crate) fn modify(&mut self, now: Timestamp) {
        self.enter(State::Modifying, now);
    }

    pub(crate) fn upgrade(&mut self, now: Timestamp) {
        self.enter(State::Upgrading, now);
    }

    /// Sets the state, without regard to the rules.
    pub(crate) fn force(&mut self, state: State, now: Timestamp) {
        self.enter(state, now);
    }

    /// Sets the phase, without regard to the rules.
    pub(crate) fn force_phase(&mut self, phase: Phase, now: Timestamp) {
        (self.phase, self.polls, self.since, self.stopped) = (Some(phase), 0, now, None);
        self.begun.entry(phase).or_insert(now);
    }

    /// Keeps the job as it is, or lets it move again.
    pub(crate) fn hold(&mut self, held: bool) {
        self.held = held;
    }

    /// Whether it stays in its state, whatever calls request.
    pub(crate) fn is_held(&self) -> bool {
        self.held
    }

    /// What an engine that moves the data of the job reports: the state, and the phase if it is known.
    pub(crate) fn report(&mut self, state: State, phase: Option<Phase>, route: Route, now: Timestamp) {
        if self.state != state || self.pending.is_some() {
            self.enter(state, now);
        }
        let phase = phase.or(self.phase).or_else(|| route.next(None));
        if let Some(phase) = phase.filter(|phase| self.phase != Some(*phase)) {
            self.force_phase(phase, now);
        }
    }

    /// A precheck that was made elsewhere has ended.
    pub(crate) fn end_precheck(&mut self, route: Route, now: Timestamp) {
        self.enter(after_precheck(route), now);
    }

    /// One poll: the job moves as far as the pace allows.
    pub(crate) fn poll(&mut self, route: Route, moment: Moment<'_>) {
        if self.held {
            return;
        }
        self.polls = self.polls.saturating_add(1);
        self.advance(route, moment);
    }

    /// Moves without a poll, as far as the pace allows.
    pub(crate) fn advance(&mut self, route: Route, moment: Moment<'_>) {
        while self.step(route, moment) {}
    }

    fn stage(&self) -> Stage {
        Stage { polls: self.polls, since: self.since }
    }

    fn request(&mut self, pending: Pending, now: Timestamp) {
        if pending != Pending::Run {
            self.stop(now);
        }
        (self.pending, self.polls, self.since) = (Some(pending), 0, now);
    }

    fn enter(&mut self, state: State, now: Timestamp) {
        match state {
            State::Failed | State::Retrying | State::Paused | State::Canceled | State::Locked => self.stop(now),
            _ => self.stopped = None,
        }
        (self.state, self.pending, self.polls, self.since) = (state, None, 0, now);
    }

    /// Keeps the stage of a running job: what was done of it does not change any more.
    fn stop(&mut self, now: Timestamp) {
        if self.state == State::Running && self.stopped.is_none() {
            self.stopped = Some((self.stage(), now));
        }
    }

    /// Moves to the next stage; false when the job stays in its stage.
    fn step(&mut self, route: Route, moment: Moment<'_>) -> bool {
        if self.held {
            return false;
        }
        if let Some(pending) = self.pending {
            let Some(at) = moment.pace.shows_since(self.stage(), moment.now) else { return false };
            self.enter(pending.state(), at);
            return true;
        }
        if self.state == State::Running && self.phase.is_none() {
            self.phase = route.next(None);
            self.begun.extend(self.phase.map(|first| (first, self.since)));
        }
        let Some(at) = moment.pace.over_since(self.stage(), moment.now) else { return false };
        match self.state {
            State::Checking => self.enter(after_precheck(route), at),
            State::Upgrading | State::Downgrading => self.enter(State::Running, at),
            State::Modifying if route.change_fails => self.enter(State::ModifyFailed, at),
            State::Modifying => self.enter(State::Running, at),
            State::Running if !self.caught_up() => match route.next(self.phase) {
                Some(next) => self.force_phase(next, at),
                None => self.enter(State::Finished, at),
            },
            _ => return false,
        }
        true
    }
}

fn after_precheck(route: Route) -> State {
    match (route.precheck_failed, route.purchased) {
        (true, _) => State::CheckFailed,
        (false, true) => State::Running,
        (false, false) => State::CheckPassed,
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{Phase, Route, State, StateMachine};
    use crate::jobs::{ByClock, ByPolls, Moment};

    const ROUTE: Route = Route {
        schema: true,
        full: true,
        verification: false,
        incremental: true,
        precheck_failed: false,
        purchased: true,
        change_fails: false,
    };

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    const BY_TWO_POLLS: Moment<'_> = Moment { now: NOW, pace: &ByPolls(2) };

    fn states(machine: &mut StateMachine, route: Route, polls: usize) -> Vec<(State, Option<Phase>)> {
        (0..polls)
            .map(|_| {
                machine.poll(route, BY_TWO_POLLS);
                (machine.state(), machine.phase())
            })
            .collect()
    }

    /// A failed job does not get on, and a finished phase has its times.
    #[test]
    fn what_was_done_of_a_phase_stays_when_the_job_stops() {
        let after = |seconds| Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds);
        let pace = ByClock(SignedDuration::from_secs(10));
        let at = |seconds| Moment { now: after(seconds), pace: &pace };
        let route = Route { schema: true, purchased: true, ..ROUTE };
        let mut machine = StateMachine::new(after(0));
        machine.force(State::Running, after(0));
        machine.advance(route, at(14));
        assert_eq!((machine.phase(), machine.percent(at(14))), (Some(Phase::Full), 40));
        assert_eq!((machine.begin_of(Phase::Schema), machine.end_of(Phase::Schema)), (Some(after(0)), Some(after(10))));
        assert_eq!((machine.begin_of(Phase::Full), machine.end_of(Phase::Full)), (Some(after(10)), None));
        for state in [State::Failed, State::Paused] {
            let mut stopped = machine.clone();
            stopped.force(state, after(14));
            assert_eq!(stopped.percent(at(19)), 40, "{state:?}");
            stopped.force(State::Running, after(20));
            assert_eq!(stopped.percent(at(23)), 30, "{state:?}: it copies again");
        }
        assert_eq!(machine.percent(at(19)), 90, "a running job gets on");
    }

    #[test]
    fn an_unpurchased_job_stops_at_the_precheck() {
        let route = Route { purchased: false, ..ROUTE };
        let mut machine = StateMachine::new(NOW);
        machine.start_precheck(NOW);
        assert_eq!(states(&mut machine, route, 4)[1..], [(State::CheckPassed, None); 3]);
        machine.start_precheck(NOW);
        let failed = Route { precheck_failed: true, ..route };
        assert_eq!(states(&mut machine, failed, 2)[1], (State::CheckFailed, None));
    }

    #[test]
    fn an_incremental_job_catches_up_and_stays() {
        let mut machine = StateMachine::new(NOW);
        machine.start_precheck(NOW);
        let seen = states(&mut machine, ROUTE, 12);
        assert_eq!(seen[0], (State::Checking, None));
        assert_eq!(seen[1], (State::Running, Some(Phase::Schema)));
        assert_eq!(seen[3], (State::Running, Some(Phase::Full)));
        assert_eq!(seen[5], (State::Running, Some(Phase::Incremental)));
        assert_eq!(seen[7..], [(State::Running, Some(Phase::CaughtUp)); 5]);
    }

    #[test]
    fn a_full_only_job_finishes_automatically() {
        let route = Route { incremental: false, ..ROUTE };
        let mut machine = StateMachine::new(NOW);
        machine.start_precheck(NOW);
        assert_eq!(states(&mut machine, route, 6)[5], (State::Finished, Some(Phase::Full)));
    }

    #[test]
    fn a_verified_full_only_job_finishes_after_the_verification() {
        let route = Route { incremental: false, verification: true, ..ROUTE };
        let mut machine = StateMachine::new(NOW);
        machine.start_precheck(NOW);
        let seen = states(&mut machine, route, 8);
        assert_eq!(seen[5], (State::Running, Some(Phase::Verification)));
        assert_eq!(seen[7], (State::Finished, Some(Phase::Verification)));
    }

    #[test]
    fn the_effect_of_a_call_is_visible_after_the_first_poll() {
        let mut machine = StateMachine::new(NOW);
        machine.force(State::Running, NOW);
        machine.force_phase(Phase::CaughtUp, NOW);
        machine.suspend(NOW);
        assert_eq!(
            states(&mut machine, ROUTE, 2).iter().map(|it| it.0).collect::<Vec<_>>(),
            [State::Running, State::Paused]
        );
        machine.run(NOW);
        assert_eq!(states(&mut machine, ROUTE, 2)[1], (State::Running, Some(Phase::CaughtUp)));
        machine.finish(NOW);
        assert_eq!(states(&mut machine, ROUTE, 2)[1].0, State::Finished);
    }

    #[test]
    fn a_change_of_the_objects_ends_in_the_phase_in_which_it_began() {
        let mut machine = StateMachine::new(NOW);
        machine.force(State::Running, NOW);
        machine.force_phase(Phase::CaughtUp, NOW);
        machine.modify(NOW);
        assert_eq!(
            states(&mut machine, ROUTE, 2),
            [(State::Modifying, Some(Phase::CaughtUp)), (State::Running, Some(Phase::CaughtUp))]
        );
        machine.modify(NOW);
        let failing = Route { change_fails: true, ..ROUTE };
        assert_eq!(states(&mut machine, failing, 2)[1].0, State::ModifyFailed);
    }

    #[test]
    fn a_held_job_stays_until_it_is_released() {
        let mut machine = StateMachine::new(NOW);
        machine.force(State::Upgrading, NOW);
        machine.hold(true);
        machine.finish(NOW);
        assert!(states(&mut machine, ROUTE, 5).iter().all(|seen| seen.0 == State::Upgrading));
        machine.hold(false);
        assert_eq!(states(&mut machine, ROUTE, 2)[1].0, State::Finished);
    }

    #[test]
    fn with_zero_polls_everything_happens_immediately() {
        let (route, immediately) = (ROUTE, Moment { now: NOW, pace: &ByPolls(0) });
        let mut machine = StateMachine::new(NOW);
        machine.start_precheck(NOW);
        machine.advance(route, immediately);
        assert!(machine.caught_up());
        machine.finish(NOW);
        machine.advance(route, immediately);
        assert_eq!(machine.state(), State::Finished);
    }

    #[test]
    fn by_the_clock_a_job_moves_although_no_call_polls_it() {
        let pace = ByClock(SignedDuration::from_secs(10));
        let after = |seconds| Moment { now: NOW + SignedDuration::from_secs(seconds), pace: &pace };
        let mut machine = StateMachine::new(NOW);
        machine.start_precheck(NOW);
        machine.advance(ROUTE, after(9));
        assert_eq!(machine.state(), State::Checking);
        // The precheck, the schema, and half of the data.
        machine.advance(ROUTE, after(25));
        assert_eq!((machine.phase(), machine.percent(after(25))), (Some(Phase::Full), 50));
        machine.advance(ROUTE, after(1000));
        assert!(machine.caught_up());
        machine.suspend(after(1000).now);
        machine.advance(ROUTE, after(1000));
        assert_eq!(machine.state(), State::Running);
        machine.advance(ROUTE, after(1001));
        assert_eq!(machine.state(), State::Paused);
    }
}
