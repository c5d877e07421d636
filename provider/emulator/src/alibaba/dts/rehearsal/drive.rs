//! What the engine reports, as the status of the jobs. It is called regularly, and waits for nothing.

use std::collections::BTreeSet;

use engine::job::Outcome;
use engine::progress::{Phase as EnginePhase, Snapshot};

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::Dts;
use crate::alibaba::dts::job::{Item, ItemState, Job};
use crate::alibaba::dts::precheck::of_servers;
use crate::jobs::{Phase, State};
use crate::rehearsal::{Rehearsals, Seen};

use super::items::{Findings, findings};
use super::plan::{DRY_RUN, NoPlan, expected, limits, plan, wanted};
use super::two_way::course;

/// A job has caught up when its delay is not longer than this, in milliseconds. The source may be written to all the time.
const CAUGHT_UP_MS: i64 = 2_000;
/// A job that has caught up is behind again when its delay is longer than this.
const BEHIND_MS: i64 = 5_000;

/// What becomes of a job.
enum Next {
    /// Nothing changes.
    Stays,
    /// The state and, if it is known, the phase.
    Is { state: State, phase: Option<Phase>, error: String },
    /// The precheck has ended.
    Checked { items: Vec<Item>, source_version: Option<String> },
}

impl Next {
    fn is(state: State) -> Self {
        Self::Is { state, phase: None, error: String::new() }
    }

    fn failed(error: impl Into<String>) -> Self {
        Self::Is { state: State::Failed, phase: None, error: error.into() }
    }
}

/// Moves the jobs between real servers as far as the engine is, and starts, limits and ends the engine as the jobs need it.
pub(crate) fn drive(dts: &mut Dts, context: CallContext<'_>) {
    let rehearsals = context.options.rehearsals.as_ref();
    let jobs = dts.jobs.all().filter(|job| job.rehearsed && !job.released);
    let jobs: Vec<String> = jobs.map(|job| job.id.clone()).collect();
    rehearsals.keep_only(&jobs.iter().map(String::as_str).collect::<BTreeSet<_>>());
    for id in &jobs {
        let Some(job) = dts.jobs.get(id) else { continue };
        let next = if job.machine.is_held() { Next::Stays } else { next(dts, context, rehearsals, job) };
        apply(dts, context, id, next);
        if let Some(figures) = rehearsals.figures(id) {
            dts.jobs.show(id, figures);
        }
    }
}

fn next(dts: &Dts, context: CallContext<'_>, rehearsals: &Rehearsals, job: &Job) -> Next {
    let id = job.id.as_str();
    let over = |ended: Option<Outcome>, state: State| match ended {
        None => Next::Stays,
        // What the source has is not at the destination, so that the job must not look finished.
        Some(Outcome::Failed(error)) if state == State::Finished => Next::failed(error.to_string()),
        Some(_) => Next::is(state),
    };
    match (job.machine.pending(), job.machine.state()) {
        (Some(State::Running), _) => {
            rehearsals.close(id);
            Next::Is { state: State::Running, phase: behind(job), error: String::new() }
        }
        (Some(State::Paused), _) => over(rehearsals.suspend(id), State::Paused),
        (Some(state), _) => over(rehearsals.finish(id), state),
        (None, State::Checking) => check(dts, context, rehearsals, job),
        (None, State::Modifying) if job.changes.last().is_some_and(|change| change.fails()) => {
            Next::is(State::ModifyFailed)
        }
        (None, State::Running | State::Retrying | State::Upgrading | State::Downgrading | State::Modifying) => {
            run(context, rehearsals, job)
        }
        // The job runs on with the objects from before.
        (None, State::ModifyFailed) => match run(context, rehearsals, job) {
            Next::Is { state: State::Running, .. } => Next::Stays,
            next => next,
        },
        (None, State::Unconfigured | State::Ready) => {
            rehearsals.forget(id);
            Next::Stays
        }
        (None, _) => {
            let _ = rehearsals.suspend(id);
            Next::Stays
        }
    }
}

/// A precheck whose items need the servers waits for them.
fn check(dts: &Dts, context: CallContext<'_>, rehearsals: &Rehearsals, job: &Job) -> Next {
    if !job.precheck.items.iter().any(|item| item.state == ItemState::Checking) {
        return Next::Checked { items: job.precheck.items.clone(), source_version: job.source_version.clone() };
    }
    let (found, source_version) = match (plan(context, job), expected(context, job)) {
        (Ok(plan), Some(expected)) => match rehearsals.checked(&job.id, &job.precheck.id, &plan, expected) {
            None => return Next::Stays,
            Some(result) => (findings(&result), result.source_version),
        },
        (Err(NoPlan::Refused { code, why }), _) => (one(code, why), None),
        (Err(NoPlan::Waits(why)), _) => (one("CHECK_CONN_SRC", why), None),
        (Err(NoPlan::Broken(error)), _) => (one("CHECK_SRC", error.to_string()), None),
        (Ok(_), None) => return Next::Stays,
    };
    let items = of_servers(dts, context, job, &found);
    let passes = items.iter().all(|item| item.state != ItemState::Failed);
    if passes && is_preparing(context, rehearsals, job) {
        return Next::Stays;
    }
    Next::Checked { items, source_version }
}

/// A job without a copy misses the changes before its start position: it leaves the precheck when it has one.
fn is_preparing(context: CallContext<'_>, rehearsals: &Rehearsals, job: &Job) -> bool {
    let copies = job.modes.schema || job.modes.full;
    if copies || job.purchase.is_none() || context.options.real_jobs.is_dry_run {
        return false;
    }
    if job.partner.as_ref().is_some_and(|partner| rehearsals.sends_unmarked(partner)) {
        return true;
    }
    match rehearsals.run(&job.id, wanted(job), course(job), || plan(context, job)) {
        Ok(seen) => seen.outcome.is_none() && seen.snapshot.phase == EnginePhase::Starting,
        Err(NoPlan::Waits(_) | NoPlan::Refused { .. } | NoPlan::Broken(_)) => false,
    }
}

fn one(code: &'static str, why: String) -> Findings {
    Findings::from([(code, (ItemState::Failed, why))])
}

/// The engine runs the job; what it reports is the state of the job.
fn run(context: CallContext<'_>, rehearsals: &Rehearsals, job: &Job) -> Next {
    if context.options.real_jobs.is_dry_run {
        return Next::failed(format!("{DRY_RUN}; start it again without that to run the job"));
    }
    // Changes that the other direction still sends without its mark would come back.
    if job.partner.as_ref().is_some_and(|partner| rehearsals.sends_unmarked(partner)) {
        return Next::Stays;
    }
    let seen = match rehearsals.run(&job.id, wanted(job), course(job), || plan(context, job)) {
        Ok(seen) => seen,
        Err(NoPlan::Waits(why)) => return Next::Is { state: State::Retrying, phase: behind(job), error: why },
        Err(NoPlan::Refused { why, .. }) => return Next::failed(why),
        Err(NoPlan::Broken(error)) => return Next::failed(error.to_string()),
    };
    rehearsals.limit(&job.id, limits(job, seen.snapshot.phase == EnginePhase::Following));
    match &seen.outcome {
        Some(Outcome::Finished) => Next::Is { state: State::Finished, phase: last_phase(job), error: String::new() },
        Some(Outcome::Failed(error)) => {
            rehearsals.close(&job.id);
            Next::failed(error.to_string())
        }
        // No call has suspended it: it continues.
        Some(Outcome::Suspended) => {
            rehearsals.close(&job.id);
            Next::Stays
        }
        None if seen.snapshot.phase == EnginePhase::Retrying => {
            let error = seen.snapshot.last_error.clone().unwrap_or_default();
            Next::Is { state: State::Retrying, phase: behind(job), error }
        }
        None => Next::Is { state: State::Running, phase: phase(job, &seen), error: String::new() },
    }
}

/// The phase that the engine reports; none when it is not known yet.
fn phase(job: &Job, seen: &Seen) -> Option<Phase> {
    if seen.compares && !job.modes.incremental {
        return Some(Phase::Verification);
    }
    match seen.snapshot.phase {
        EnginePhase::Schema => Some(Phase::Schema),
        EnginePhase::Copying => Some(Phase::Full),
        EnginePhase::Following if keeps_up(job, &seen.snapshot) => Some(Phase::CaughtUp),
        EnginePhase::Following => Some(Phase::Incremental),
        EnginePhase::Starting | EnginePhase::Retrying => behind(job),
        EnginePhase::Ended => None,
    }
}

/// A job that had caught up is behind while the engine is not following the changes.
fn behind(job: &Job) -> Option<Phase> {
    job.machine.caught_up().then_some(Phase::Incremental)
}

fn keeps_up(job: &Job, snapshot: &Snapshot) -> bool {
    let longest = if job.machine.caught_up() { BEHIND_MS } else { CAUGHT_UP_MS };
    let delay = snapshot.delay().map(|delay| i64::try_from(delay.as_millis()).unwrap_or(i64::MAX));
    snapshot.caught_up || delay.is_some_and(|delay| delay <= longest)
}

/// The phase in which a job ends.
fn last_phase(job: &Job) -> Option<Phase> {
    let phases = [
        (Phase::CaughtUp, job.modes.incremental),
        (Phase::Verification, job.verification().full),
        (Phase::Full, job.modes.full),
    ];
    Some(phases.into_iter().find(|(_, has)| *has).map_or(Phase::Schema, |(phase, _)| phase))
}

/// Changes the job only if something differs, so that it is not written to disk at each call.
fn apply(dts: &mut Dts, context: CallContext<'_>, id: &str, next: Next) {
    let Some(mut job) = dts.jobs.get_mut(id) else { return };
    match next {
        Next::Stays => {}
        Next::Is { state, phase, error } => {
            let machine = &job.machine;
            let same_phase = phase.is_none_or(|phase| machine.phase() == Some(phase)) && machine.phase().is_some();
            if machine.state() == state && machine.pending().is_none() && same_phase && job.error_message == error {
                return;
            }
            job.error_message = error;
            job.driven(context.now, |machine, route| machine.report(state, phase, route, context.now));
        }
        Next::Checked { items, source_version } => {
            job.precheck.items = items;
            job.source_version = source_version;
            job.driven(context.now, |machine, route| machine.end_precheck(route, context.now));
        }
    }
}
