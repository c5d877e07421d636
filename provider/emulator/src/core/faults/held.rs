//! Calls that are held until they are released, so that a test can act at exactly that point.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tokio::sync::oneshot;

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
    /// Before it is performed.
    Before,
    /// After it was performed, and before it is answered.
    After,
}

impl Held {
    /// Adds a call. Returns its number, and a receiver that ends when the call is released or everything is reset.
    pub(crate) fn add(&mut self, call: Shown, place: Place) -> (u64, oneshot::Receiver<()>) {
        let (release, released) = oneshot::channel();
        self.last += 1;
        self.calls.insert(self.last, Waiting { call, place, release });
        (self.last, released)
    }

    /// Removes a call that was not released.
    pub(crate) fn remove(&mut self, number: u64) -> Option<Shown> {
        self.calls.remove(&number).map(|waiting| waiting.call)
    }

    /// Releases all calls; returns their number.
    pub(crate) fn release(&mut self) -> usize {
        let calls = std::mem::take(&mut self.calls);
        // A receiver is dropped only when its caller has closed the connection.
        calls.into_values().filter_map(|waiting| waiting.release.send(()).ok()).count()
    }

    /// The calls as the control API shows them.
    pub(crate) fn to_json(&self) -> Value {
        let calls = self.calls.iter().map(|(id, Waiting { call, place, .. })| {
            let place = if *place == Place::Before { "before" } else { "after" };
            json!({"id": id, "action": call.action, "account": call.account, "object": call.object, "held": place})
        });
        Value::Array(calls.collect())
    }
}
