//! A fault that has hit a call.

use std::sync::Arc;
use std::time::Duration;

use crate::alibaba::gateway::Refusal;
use crate::alibaba::gateway::Reply;
use crate::core::emulation::Emulation;
use crate::core::http::Cut;
use crate::core::http::Incoming;
use crate::core::log::Entry;
use crate::core::shared::Shared;

use super::hold::{Place, hold};
use super::rule::{Kind, Rule};

/// The rule of one call.
#[derive(Debug, Clone)]
pub(crate) struct Fault(Rule);

impl Fault {
    pub(crate) fn new(rule: Rule) -> Self {
        Self(rule)
    }

    /// How long to wait before the call is looked at.
    pub(crate) fn delay(&self) -> Duration {
        if self.0.kind == Kind::DelayMs { Duration::from_millis(self.0.delay_ms) } else { Duration::ZERO }
    }

    /// Returns when the call may be performed.
    pub(crate) async fn before(&self, shared: &Arc<Shared>, request: &Incoming) {
        if self.0.kind == Kind::HoldBefore {
            hold(shared, request, Place::Before).await;
        }
    }

    /// Returns when the call may be answered.
    pub(crate) async fn after(&self, shared: &Arc<Shared>, request: &Incoming) {
        if self.0.kind == Kind::HoldAfter {
            hold(shared, request, Place::After).await;
        }
    }

    /// Answers the call as the fault wants it.
    pub(crate) fn apply(&self, emulation: &mut Emulation, request: &Incoming, entry: &mut Entry, cut: &Cut) -> Reply {
        match self.0.kind {
            Kind::DelayMs | Kind::HoldBefore | Kind::HoldAfter => emulation.exchange(request, entry),
            Kind::DropAfter => {
                let reply = emulation.exchange(request, entry);
                entry.outcome = format!("DROPPED_AFTER {}", entry.outcome);
                cut.now();
                reply
            }
            Kind::DropBefore => {
                let reply = emulation.refuse(request, not_performed(), entry);
                cut.now();
                reply
            }
            Kind::Throttle | Kind::Http500 | Kind::Error => emulation.refuse(request, self.refusal(), entry),
        }
    }

    fn refusal(&self) -> Refusal {
        let message = self.0.message.clone().unwrap_or_else(|| "A fault injected into the emulator.".to_owned());
        match (&self.0.kind, &self.0.code) {
            (Kind::Throttle, _) => {
                Refusal::gateway(400, "Throttling.User", "Request was denied due to user flow control.")
            }
            (Kind::Error, Some(code)) if self.0.http_status == 200 => Refusal::business(400, code, message),
            (Kind::Error, Some(code)) => Refusal::gateway(self.0.http_status, code, message),
            _ => Refusal::gateway(500, "InternalError", message),
        }
    }
}

/// How the log names a call that was cut off before it did anything.
pub(crate) fn not_performed() -> Refusal {
    Refusal::gateway(500, "DROPPED_BEFORE", "")
}
