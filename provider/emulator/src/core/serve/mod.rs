//! One call of the API of a cloud: it is read once, faults can apply to it, its signature is checked while nothing is
//! locked, it is performed under the lock, and it is answered when its changes are on disk.

#![expect(clippy::disallowed_methods, reason = "how long a call took is measured in real time")]

mod hold;

use std::time::{Duration, Instant};

use super::cloud::{Failure, NOT_EMULATED, Reply};
use super::faults::{Effect, InjectedFault, Place};
use super::http::{Cut, Incoming, Outgoing};
use super::lag::Lag;
use super::shared::{Received, Shared};
use super::time::to_http_date;

use hold::{hold_after, hold_before};

/// The answer of a call; none when no cloud could answer it.
pub(crate) async fn answer(shared: &Shared, request: Incoming, cut: &Cut) -> Option<Outgoing> {
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
    let mut response = take_effect(shared, &mut received, effect, cut).await?;
    let call = {
        let mut emulation = shared.lock();
        // First, so that a fault's own date replaces it.
        response.headers.insert(0, ("date".to_owned(), to_http_date(emulation.clock.now())));
        let call = held.and_then(|_| emulation.shown(received.pending.as_ref())).unwrap_or_default();
        // The log shows the answer, which is known now.
        let entry = std::mem::take(received.pending.entry_mut());
        emulation.answered(entry, begun.elapsed());
        call
    };
    if held == Some(Place::After) {
        hold_after(shared, call).await;
    }
    Some(response)
}

/// The refusal of an API call to a path that no API of the emulator has; none for a request that is not an API call. The
/// status is not 404, which clients read as "the object does not exist".
pub(crate) fn refuse_path(shared: &Shared, request: Incoming) -> Option<Outgoing> {
    let begun = Instant::now();
    let message = format!("The path {} is not emulated: the emulated APIs have the path / only.", request.path);
    let mut pending = shared.read_recognized(request)?.pending;
    let reply = pending.refuse(&Failure::Error { http_status: Some(400), code: NOT_EMULATED.to_owned(), message });
    shared.lock().answered(std::mem::take(pending.entry_mut()), begun.elapsed());
    Some(Outgoing::from(reply))
}

/// Performs the call, or lets it fail as a fault says.
async fn take_effect(shared: &Shared, received: &mut Received, effect: Effect, cut: &Cut) -> Option<Outgoing> {
    let reply = match &effect {
        Effect::Perform | Effect::PerformAndCut | Effect::PerformAndHide(_) => {
            perform(shared, received, effect.hiding()).await?
        }
        Effect::Answer(answer, lag) if answer.perform => perform(shared, received, *lag).await?,
        Effect::Fail(failure) => received.pending.refuse(failure),
        Effect::Answer(..) | Effect::Cut => received.pending.refuse(&Failure::NotPerformed),
    };
    let mut response = Outgoing::from(reply);
    let entry = received.pending.entry_mut();
    match &effect {
        Effect::PerformAndCut => entry.outcome = format!("DROPPED_AFTER {}", entry.outcome),
        Effect::Answer(answer, _) => {
            answer.apply(&mut response);
            entry.http_status = response.status;
            entry.outcome =
                if answer.perform { format!("ANSWER_CHANGED {}", entry.outcome) } else { "NOT_PERFORMED".to_owned() };
        }
        _ => {}
    }
    if matches!(effect, Effect::PerformAndCut | Effect::Cut) {
        cut.now();
    }
    Some(response)
}

/// Performs the call. If there is a data directory, its changes are on disk when this returns.
async fn perform(shared: &Shared, received: &mut Received, hiding: Option<Lag>) -> Option<Reply> {
    let (caller, times) = shared.lock().caller(received.cloud, received.pending.key_id());
    received.pending.authenticate(caller, times);
    let Received { cloud, pending } = received;
    let performed = shared.change(|emulation| {
        let reply = emulation.perform(*cloud, pending.as_mut());
        // Under the same lock, so that no other call sees the object first.
        if let Some(lag) = hiding {
            emulation.hide(pending.entry(), lag);
        }
        reply
    });
    match performed.await {
        Ok(reply) => reply,
        Err(error) => {
            let why = error.to_string();
            pending.entry_mut().warnings.push(why.clone());
            Some(pending.refuse(&Failure::NotStored(why)))
        }
    }
}
