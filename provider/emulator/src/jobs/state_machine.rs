//! How a job moves from status to status: by polls.
//!
//! Every stage (precheck, schema, full, incremental, class change) takes a number of polls, the *pace*. What a call
//! asks for happens a little later too: the first poll still sees the old status, unless the pace is below 2.

use serde::{Deserialize, Serialize};

use crate::alibaba::dts::job::{Phase, Status};

/// Polls until an accepted call shows, at most.
const ASYNCHRONOUS: u32 = 2;

/// Where a job is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Life {
    status: Status,
    phase: Option<Phase>,
    /// Polls since the last change.
    polls: u32,
    pending: Option<Pending>,
    /// Stays as it is, whatever is asked for.
    held: bool,
}

/// An accepted call that does not show yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Pending {
    Run,
    Suspend,
    Finish,
}

/// What the way ahead depends on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Route {
    /// Polls per stage.
    pub(crate) pace: u32,
    pub(crate) schema: bool,
    pub(crate) full: bool,
    /// Full verification with nothing after it.
    pub(crate) verification: bool,
    pub(crate) incremental: bool,
    pub(crate) precheck_failed: bool,
    pub(crate) purchased: bool,
}

impl Route {
    /// The next phase after one, or the first.
    fn next(&self, after: Option<Phase>) -> Option<Phase> {
        let wanted = |phase: &Phase| match phase {
            Phase::Schema => self.schema,
            Phase::Full => self.full,
            Phase::Verification => self.verification,
            Phase::Incremental | Phase::CaughtUp => self.incremental,
        };
        let all = [Phase::Schema, Phase::Full, Phase::Verification, Phase::Incremental, Phase::CaughtUp];
        all.into_iter().filter(wanted).find(|phase| after.is_none_or(|after| *phase > after))
    }
}

impl Life {
    pub(crate) fn new() -> Self {
        Self { status: Status::NotStarted, phase: None, polls: 0, pending: None, held: false }
    }

    pub(crate) fn status(&self) -> Status {
        self.status
    }

    pub(crate) fn phase(&self) -> Option<Phase> {
        self.phase
    }

    /// What changes when the job moves; polls alone do not move it.
    pub(crate) fn place(&self) -> impl PartialEq + use<> {
        (self.status, self.phase, self.pending)
    }

    pub(crate) fn caught_up(&self) -> bool {
        self.phase == Some(Phase::CaughtUp)
    }

    /// How far the current stage is, in percent.
    pub(crate) fn percent(&self, pace: u32) -> u32 {
        (100 * self.polls).checked_div(pace).unwrap_or(100).min(100)
    }

    pub(crate) fn start_precheck(&mut self) {
        self.become_now(Status::Prechecking);
    }

    pub(crate) fn run(&mut self) {
        self.ask(Pending::Run);
    }

    pub(crate) fn suspend(&mut self) {
        self.ask(Pending::Suspend);
    }

    pub(crate) fn finish(&mut self) {
        self.ask(Pending::Finish);
    }

    pub(crate) fn upgrade(&mut self) {
        self.become_now(Status::Upgrade);
    }

    /// Sets a status whatever the rules say.
    pub(crate) fn force(&mut self, status: Status) {
        self.become_now(status);
    }

    /// Sets the phase of a job whatever the rules say.
    pub(crate) fn force_phase(&mut self, phase: Phase) {
        self.phase = Some(phase);
        self.polls = 0;
    }

    /// Keeps the job where it is, or lets it move again.
    pub(crate) fn hold(&mut self, held: bool) {
        self.held = held;
    }

    /// One poll: the job moves as far as it may.
    pub(crate) fn poll(&mut self, route: Route) {
        if self.held {
            return;
        }
        self.polls = self.polls.saturating_add(1);
        self.settle(route);
    }

    /// Moves on without a poll, which matters only when stages take none.
    pub(crate) fn settle(&mut self, route: Route) {
        while self.step(route) {}
    }

    fn ask(&mut self, pending: Pending) {
        self.pending = Some(pending);
        self.polls = 0;
    }

    fn become_now(&mut self, status: Status) {
        self.status = status;
        self.pending = None;
        self.polls = 0;
    }

    fn step(&mut self, route: Route) -> bool {
        if self.held {
            return false;
        }
        if let Some(pending) = self.pending {
            if self.polls < route.pace.min(ASYNCHRONOUS) {
                return false;
            }
            self.become_now(match pending {
                Pending::Run => Status::Migrating,
                Pending::Suspend => Status::Suspending,
                Pending::Finish => Status::Finished,
            });
            return true;
        }
        if self.status == Status::Migrating && self.phase.is_none() {
            self.phase = route.next(None);
        }
        if self.polls < route.pace {
            return false;
        }
        match self.status {
            Status::Prechecking => self.become_now(after_precheck(route)),
            Status::Upgrade | Status::Downgrade => self.become_now(Status::Migrating),
            Status::Migrating if !self.caught_up() => match route.next(self.phase) {
                Some(next) => self.force_phase(next),
                None => self.become_now(Status::Finished),
            },
            _ => return false,
        }
        true
    }
}

fn after_precheck(route: Route) -> Status {
    match (route.precheck_failed, route.purchased) {
        (true, _) => Status::PrecheckFailed,
        (false, true) => Status::Migrating,
        (false, false) => Status::PreCheckPass,
    }
}

#[cfg(test)]
mod tests {
    use super::{Life, Phase, Route, Status};

    const ROUTE: Route = Route {
        pace: 2,
        schema: true,
        full: true,
        verification: false,
        incremental: true,
        precheck_failed: false,
        purchased: true,
    };

    fn statuses(life: &mut Life, route: Route, polls: usize) -> Vec<(Status, Option<Phase>)> {
        (0..polls)
            .map(|_| {
                life.poll(route);
                (life.status(), life.phase())
            })
            .collect()
    }

    #[test]
    fn an_unpurchased_job_stops_at_the_precheck() {
        let route = Route { purchased: false, ..ROUTE };
        let mut life = Life::new();
        life.start_precheck();
        assert_eq!(statuses(&mut life, route, 4)[1..], [(Status::PreCheckPass, None); 3]);
        life.start_precheck();
        let failed = Route { precheck_failed: true, ..route };
        assert_eq!(statuses(&mut life, failed, 2)[1], (Status::PrecheckFailed, None));
    }

    #[test]
    fn an_incremental_job_catches_up_and_stays() {
        let mut life = Life::new();
        life.start_precheck();
        let seen = statuses(&mut life, ROUTE, 12);
        assert_eq!(seen[0], (Status::Prechecking, None));
        assert_eq!(seen[1], (Status::Migrating, Some(Phase::Schema)));
        assert_eq!(seen[3], (Status::Migrating, Some(Phase::Full)));
        assert_eq!(seen[5], (Status::Migrating, Some(Phase::Incremental)));
        assert_eq!(seen[7..], [(Status::Migrating, Some(Phase::CaughtUp)); 5]);
    }

    #[test]
    fn a_full_only_job_finishes_by_itself() {
        let route = Route { incremental: false, ..ROUTE };
        let mut life = Life::new();
        life.start_precheck();
        assert_eq!(statuses(&mut life, route, 6)[5], (Status::Finished, Some(Phase::Full)));
    }

    #[test]
    fn a_verified_full_only_job_finishes_after_the_verification() {
        let route = Route { incremental: false, verification: true, ..ROUTE };
        let mut life = Life::new();
        life.start_precheck();
        let seen = statuses(&mut life, route, 8);
        assert_eq!(seen[5], (Status::Migrating, Some(Phase::Verification)));
        assert_eq!(seen[7], (Status::Finished, Some(Phase::Verification)));
    }

    #[test]
    fn accepted_calls_show_after_the_first_poll() {
        let mut life = Life::new();
        life.force(Status::Migrating);
        life.force_phase(Phase::CaughtUp);
        life.suspend();
        assert_eq!(
            statuses(&mut life, ROUTE, 2).iter().map(|it| it.0).collect::<Vec<_>>(),
            [Status::Migrating, Status::Suspending]
        );
        life.run();
        assert_eq!(statuses(&mut life, ROUTE, 2)[1], (Status::Migrating, Some(Phase::CaughtUp)));
        life.finish();
        assert_eq!(statuses(&mut life, ROUTE, 2)[1].0, Status::Finished);
    }

    #[test]
    fn a_held_job_stays_whatever_is_asked_and_goes_on_when_it_is_let_go() {
        let mut life = Life::new();
        life.force(Status::Upgrade);
        life.hold(true);
        life.finish();
        assert!(statuses(&mut life, ROUTE, 5).iter().all(|seen| seen.0 == Status::Upgrade));
        life.hold(false);
        assert_eq!(statuses(&mut life, ROUTE, 2)[1].0, Status::Finished);
    }

    #[test]
    fn without_pace_everything_happens_at_once() {
        let route = Route { pace: 0, ..ROUTE };
        let mut life = Life::new();
        life.start_precheck();
        life.settle(route);
        assert!(life.caught_up());
        life.finish();
        life.settle(route);
        assert_eq!(life.status(), Status::Finished);
    }
}
