//! Injected faults: calls that match a rule fail, hang, or lose their answer.

use std::time::Duration;

use serde::Deserialize;

use crate::answer::Refusal;
use crate::connection::Cut;
use crate::emulation::Emulation;
use crate::exchange::Reply;
use crate::request::{Address, Incoming};
use crate::verify::Claim;

use super::log::Entry;

/// The rules in force.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Rule>);

/// A rule as `POST /_control/faults` takes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    #[serde(rename = "match", default)]
    matching: Matching,
    kind: Kind,
    /// How many matching calls it spoils.
    #[serde(default = "once")]
    times: u32,
    /// How many matching calls it lets through before.
    #[serde(default)]
    after: u32,
    /// For `error`: the code.
    code: Option<String>,
    /// For `error`: the message.
    message: Option<String>,
    /// For `error`: 200 gives the form of DTS business errors, 400 and more that of the gateway.
    #[serde(default = "bad_request")]
    http_status: u16,
    /// For `delay_ms`: how long.
    #[serde(default)]
    delay_ms: u64,
}

/// Which calls a rule means; what is absent matches all.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Matching {
    action: Option<String>,
    account: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    /// `Throttling.User`.
    Throttle,
    /// `InternalError` with HTTP 500.
    #[serde(rename = "http_500")]
    Http500,
    /// Cut the connection and do nothing.
    DropBefore,
    /// Do it, then cut the connection.
    DropAfter,
    /// Wait, then do it.
    DelayMs,
    /// Answer with a given code.
    Error,
}

/// A rule that has hit one call.
#[derive(Debug, Clone)]
pub(crate) struct Fault(Rule);

impl Rule {
    /// Checks what the fields' types do not say.
    pub(crate) fn checked(self) -> Result<Self, String> {
        match self.kind {
            Kind::Error if self.code.is_none() => Err("a fault of kind error needs a code".to_owned()),
            Kind::DelayMs if self.delay_ms == 0 => Err("a fault of kind delay_ms needs delay_ms".to_owned()),
            _ if self.http_status != 200 && !(400..600).contains(&self.http_status) => {
                Err("http_status must be 200 or from 400 to 599".to_owned())
            }
            _ => Ok(self),
        }
    }
}

impl Faults {
    pub(crate) fn add(&mut self, rule: Rule) {
        self.0.push(rule);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    fn next(&mut self, action: &str, account: &str) -> Option<Fault> {
        let fits = |wanted: &Option<String>, given: &str| wanted.as_deref().is_none_or(|wanted| wanted == given);
        let rule = self.0.iter_mut().find(|rule| {
            rule.times > 0 && fits(&rule.matching.action, action) && fits(&rule.matching.account, account)
        })?;
        if rule.after > 0 {
            rule.after -= 1;
            return None;
        }
        rule.times -= 1;
        Some(Fault(rule.clone()))
    }
}

impl Emulation {
    /// The fault that hits this request, if any; its rule counts down.
    pub(crate) fn next_fault(&mut self, request: &Incoming) -> Option<Fault> {
        if self.faults.0.is_empty() {
            return None;
        }
        let address = Address::read(request).ok()?;
        let key = Claim::read(request, address.scheme).ok().map(|claim| claim.key_id);
        let account = key.and_then(|key| self.keys.get(&key)).map(|caller| caller.account.clone());
        self.faults.next(&address.action, &account.unwrap_or_default())
    }
}

impl Fault {
    /// How long to wait before the call is looked at.
    pub(crate) fn delay(&self) -> Duration {
        if self.0.kind == Kind::DelayMs { Duration::from_millis(self.0.delay_ms) } else { Duration::ZERO }
    }

    /// Answers the call as the fault wants it.
    pub(crate) fn apply(&self, emulation: &mut Emulation, request: &Incoming, entry: &mut Entry, cut: &Cut) -> Reply {
        match self.0.kind {
            Kind::DelayMs => emulation.exchange(request, entry),
            Kind::DropAfter => {
                let reply = emulation.exchange(request, entry);
                entry.outcome = format!("DROPPED_AFTER {}", entry.outcome);
                cut.now();
                reply
            }
            Kind::DropBefore => {
                let reply = emulation.refuse(request, Refusal::gateway(500, "DROPPED_BEFORE", ""), entry);
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

fn once() -> u32 {
    1
}

fn bad_request() -> u16 {
    400
}
