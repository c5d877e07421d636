//! Waiting for the release of a call that a fault holds.

#![expect(clippy::disallowed_methods, reason = "how long a call was held is measured in real time")]

use std::time::Instant;

use crate::core::cloud::{Failure, PendingCall};
use crate::core::faults::{Place, Shown};
use crate::core::shared::Shared;

/// Returns when the call may be performed. If its caller closes the connection before that, the server drops this
/// future: the call is logged as not performed.
pub(super) async fn hold_before(shared: &Shared, pending: &mut dyn PendingCall) {
    let call = shared.lock().shown(pending).unwrap_or_default();
    wait(shared, call, Place::Before, Some(pending)).await;
}

/// Returns when the call may be answered. It is in the log already.
pub(super) async fn hold_after(shared: &Shared, call: Shown) {
    wait(shared, call, Place::After, None).await;
}

async fn wait<'a>(shared: &'a Shared, call: Shown, place: Place, pending: Option<&'a mut dyn PendingCall>) {
    let (number, released) = shared.lock().held.add(call, place);
    let _guard = HoldGuard { shared, pending, number, begun: Instant::now() };
    // A dropped sender means a reset: the call continues.
    let _ = released.await;
}

/// Removes a held call whose caller has not waited for its release.
struct HoldGuard<'a> {
    shared: &'a Shared,
    /// A call that was not performed.
    pending: Option<&'a mut dyn PendingCall>,
    number: u64,
    begun: Instant,
}

impl Drop for HoldGuard<'_> {
    fn drop(&mut self) {
        let mut emulation = self.shared.lock();
        let Some(call) = emulation.held.remove(self.number) else { return };
        if let Some(pending) = self.pending.take() {
            pending.refuse(&Failure::NotPerformed);
            let mut entry = std::mem::take(pending.entry_mut());
            entry.account = call.account;
            emulation.answered(entry, self.begun.elapsed());
        }
    }
}
