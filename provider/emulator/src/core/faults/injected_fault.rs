//! A fault that applies to a call.

use std::time::Duration;

use crate::core::cloud::Failure;
use crate::core::lag::Lag;

use super::answer::ChangedAnswer;
use super::held::Place;
use super::rule::{Kind, Rule};

/// The rule that applies to one call.
#[derive(Debug, Clone)]
pub(crate) struct InjectedFault(Rule);

/// What happens to the call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Effect {
    /// It is performed and answered.
    Perform,
    /// It is performed, and the connection is cut in place of an answer.
    PerformAndCut,
    /// It is performed and answered, and its object is not visible for a time.
    PerformAndHide(Lag),
    /// It is performed or not, and another answer is sent in place of the real one. Its object may not be visible for a time.
    Answer(ChangedAnswer, Option<Lag>),
    /// It is not performed, and answered with a failure.
    Fail(Failure),
    /// It is not performed, and the connection is cut.
    Cut,
}

impl Effect {
    /// How long the object of the call is not visible.
    pub(crate) fn hiding(&self) -> Option<Lag> {
        match self {
            Self::PerformAndHide(lag) => Some(*lag),
            Self::Answer(_, lag) => *lag,
            _ => None,
        }
    }
}

impl InjectedFault {
    pub(super) fn new(rule: Rule) -> Self {
        Self(rule)
    }

    /// How long to wait before the call is performed.
    pub(crate) fn delay(&self) -> Duration {
        if self.0.kind == Kind::DelayMs { Duration::from_millis(self.0.delay_ms) } else { Duration::ZERO }
    }

    /// Whether and where the call is held.
    pub(crate) fn held(&self) -> Option<Place> {
        match self.0.kind {
            Kind::HoldBefore => Some(Place::Before),
            Kind::HoldAfter => Some(Place::After),
            _ => None,
        }
    }

    pub(crate) fn effect(&self) -> Effect {
        match self.0.kind {
            Kind::DelayMs | Kind::HoldBefore | Kind::HoldAfter => Effect::Perform,
            Kind::Answer => self.0.answer.clone().map_or(Effect::Perform, |answer| Effect::Answer(answer, self.0.lag)),
            Kind::Lag => self.0.lag.map_or(Effect::Perform, Effect::PerformAndHide),
            Kind::DropAfter => Effect::PerformAndCut,
            Kind::DropBefore => Effect::Cut,
            Kind::Throttle => Effect::Fail(Failure::Throttled),
            Kind::Http500 => Effect::Fail(Failure::Internal(self.message())),
            Kind::Error => Effect::Fail(match &self.0.code {
                Some(code) => {
                    Failure::Error { http_status: self.0.http_status, code: code.clone(), message: self.message() }
                }
                None => Failure::Internal(self.message()),
            }),
        }
    }

    fn message(&self) -> String {
        self.0.message.clone().unwrap_or_else(|| "A fault injected into the emulator.".to_owned())
    }
}
