//! Calls that are held until somebody lets them go, so that a test can act at that very point.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::core::http::Incoming;
use crate::core::log::Entry;
use crate::core::shared::Shared;

use super::injected_fault::not_performed;
use super::matching::Shown;

/// The calls that are held now.
#[derive(Debug, Default)]
pub(crate) struct Held {
    last: u64,
    calls: BTreeMap<u64, Waiting>,
}

#[derive(Debug)]
struct Waiting {
    call: Shown,
    place: Place,
    release: oneshot::Sender<()>,
}

/// Where a call is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Before it did anything.
    Before,
    /// When it has done its work and is not answered yet.
    After,
}

impl Held {
    fn add(&mut self, call: Shown, place: Place) -> (u64, oneshot::Receiver<()>) {
        let (release, released) = oneshot::channel();
        self.last += 1;
        self.calls.insert(self.last, Waiting { call, place, release });
        (self.last, released)
    }

    /// Lets all go; says how many.
    pub(crate) fn release(&mut self) -> usize {
        let calls = std::mem::take(&mut self.calls);
        // A receiver is gone only when its caller is.
        calls.into_values().filter_map(|waiting| waiting.release.send(()).ok()).count()
    }

    pub(crate) fn to_json(&self) -> Value {
        let calls = self.calls.iter().map(|(id, Waiting { call, place, .. })| {
            let place = if *place == Place::Before { "before" } else { "after" };
            json!({"id": id, "action": call.action, "account": call.account, "object": call.object, "held": place})
        });
        Value::Array(calls.collect())
    }
}

/// Returns when the call is let go. When its caller goes away first, the server drops this future.
pub(crate) async fn hold(shared: &Arc<Shared>, request: &Incoming, place: Place) {
    let (ticket, released) = {
        let mut emulation = shared.lock();
        let call = emulation.shown(request).unwrap_or_default();
        emulation.held.add(call, place)
    };
    let _left = Left { shared, request, place, ticket, begun: Instant::now() };
    // A sender that is gone is a reset: the call goes on.
    let _ = released.await;
}

/// Tidies up after a caller that did not wait for the end.
struct Left<'a> {
    shared: &'a Arc<Shared>,
    request: &'a Incoming,
    place: Place,
    ticket: u64,
    begun: Instant,
}

impl Drop for Left<'_> {
    fn drop(&mut self) {
        let mut emulation = self.shared.lock();
        let Some(waiting) = emulation.held.calls.remove(&self.ticket) else { return };
        // What was performed is in the log already.
        if self.place == Place::Before {
            let mut entry = Entry::default();
            entry.account = waiting.call.account;
            emulation.refuse(self.request, not_performed(), &mut entry);
            emulation.ended(entry, self.begun.elapsed());
        }
    }
}
