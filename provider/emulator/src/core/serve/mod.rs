//! One call of a cloud's API: it is read once, faults may hit it, its signature is checked while nothing is locked, it is
//! performed under the lock, and answered when what it has changed is on disk.

#![expect(clippy::disallowed_methods, reason = "how long a call took is measured in real time")]

mod hold;

use std::time::{Duration, Instant};

use super::cloud::{Failure, Reply};
use super::faults::{Effect, InjectedFault, Place};
use super::http::{Cut, Incoming};
use super::shared::{Received, Shared};

use hold::{hold_after, hold_before};

/// The answer of a call; none when no cloud could answer it.
pub(crate) async fn answer(shared: &Shared, request: Incoming, cut: &Cut) -> Option<Reply> {
    let begun = Instant::now();
    let mut received = shared.read(request)?;
    let fault = shared.lock().next_fault(received.pending.as_ref());
    let delay = shared.latency() + fault.as_ref().map_or(Duration::ZERO, InjectedFault::delay);
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    let held = fault.as_ref().and_then(InjectedFault::held);
    if held == Some(Place::Before) {
        hold_before(shared, received.pending.as_mut()).await;
    }
    let effect = fault.map_or(Effect::Perform, |fault| fault.effect());
    let reply = take_effect(shared, &mut received, effect, cut).await?;
    let call = {
        let mut emulation = shared.lock();
        let call = held.and_then(|_| emulation.shown(received.pending.as_ref())).unwrap_or_default();
        // The log shows what is answered, and that is known now.
        let entry = std::mem::take(received.pending.entry_mut());
        emulation.answered(entry, begun.elapsed());
        call
    };
    if held == Some(Place::After) {
        hold_after(shared, call).await;
    }
    Some(reply)
}

/// Performs the call, or has it fail as a fault says.
async fn take_effect(shared: &Shared, received: &mut Received, effect: Effect, cut: &Cut) -> Option<Reply> {
    let reply = match &effect {
        Effect::Perform | Effect::PerformAndCut => perform(shared, received).await?,
        Effect::Fail(failure) => received.pending.refuse(failure),
        Effect::Cut => received.pending.refuse(&Failure::NotPerformed),
    };
    if effect == Effect::PerformAndCut {
        let entry = received.pending.entry_mut();
        entry.outcome = format!("DROPPED_AFTER {}", entry.outcome);
    }
    if matches!(effect, Effect::PerformAndCut | Effect::Cut) {
        cut.now();
    }
    Some(reply)
}

/// Performs the call. What it has changed is on disk then, if there is a data directory.
async fn perform(shared: &Shared, received: &mut Received) -> Option<Reply> {
    let (caller, times) = shared.lock().caller(received.pending.key_id());
    received.pending.authenticate(caller, times);
    let Received { cloud, pending } = received;
    match shared.change(|emulation| emulation.perform(*cloud, pending.as_mut())).await {
        Ok(reply) => reply,
        Err(error) => {
            let why = error.to_string();
            pending.entry_mut().warnings.push(why.clone());
            Some(pending.refuse(&Failure::NotStored(why)))
        }
    }
}
