//! Waiting for the release of a call that a fault holds.

use std::time::Instant;

use crate::core::cloud::{Exchange, Failure};
use crate::core::faults::{Place, Shown};
use crate::core::shared::Shared;

/// Returns when the call may be performed. When its caller goes away first, the server drops this future: the call is
/// logged as one that was not performed.
pub(super) async fn hold_before(shared: &Shared, exchange: &mut dyn Exchange) {
    let call = shared.lock().shown(exchange).unwrap_or_default();
    wait(shared, call, Place::Before, Some(exchange)).await;
}

/// Returns when the call may be answered. It is in the log already.
pub(super) async fn hold_after(shared: &Shared, call: Shown) {
    wait(shared, call, Place::After, None).await;
}

async fn wait<'a>(shared: &'a Shared, call: Shown, place: Place, exchange: Option<&'a mut dyn Exchange>) {
    let (number, released) = shared.lock().held.add(call, place);
    let _guard = HoldGuard { shared, exchange, number, begun: Instant::now() };
    // A sender that is gone is a reset: the call continues.
    let _ = released.await;
}

/// Removes a held call whose caller did not wait for its release.
struct HoldGuard<'a> {
    shared: &'a Shared,
    /// A call that was not performed.
    exchange: Option<&'a mut dyn Exchange>,
    number: u64,
    begun: Instant,
}

impl Drop for HoldGuard<'_> {
    fn drop(&mut self) {
        let mut emulation = self.shared.lock();
        let Some(call) = emulation.held.remove(self.number) else { return };
        if let Some(exchange) = self.exchange.take() {
            exchange.refuse(&Failure::NotPerformed);
            let mut entry = std::mem::take(exchange.entry_mut());
            entry.account = call.account;
            emulation.answered(entry, self.begun.elapsed());
        }
    }
}
