//! A rule as `POST /_control/faults` receives it, and its checks.

use serde::Deserialize;

use crate::core::lag::Lag;

use super::answer::ChangedAnswer;
use super::matching::Matching;

/// The calls that get a fault, and the fault.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    #[serde(rename = "match", default)]
    pub(crate) matching: Matching,
    pub(crate) kind: Kind,
    /// How many matching calls get the fault. Absent: one; with a rate, no limit.
    times: Option<u32>,
    /// To how many matching calls it does not apply first.
    #[serde(default)]
    pub(crate) after: u32,
    /// The rule is not active until a call that matches this has succeeded.
    pub(crate) since: Option<Matching>,
    /// The share of the matching calls to which it applies, above 0 and up to 1. Absent: all of them.
    pub(crate) rate: Option<f64>,
    /// With a rate: the same seed selects the same calls.
    #[serde(default)]
    pub(crate) seed: u64,
    /// For `error`: the code.
    pub(crate) code: Option<String>,
    /// For `error`: the message.
    pub(crate) message: Option<String>,
    /// For `error`: 200 causes the form of DTS business errors, 400 and more the form of the gateway. Absent: 400 for
    /// Alibaba Cloud, and 200 for Tencent Cloud, which answers every error with it.
    pub(crate) http_status: Option<u16>,
    /// For `delay_ms`: the delay in milliseconds.
    #[serde(default)]
    pub(crate) delay_ms: u64,
    /// For `answer`: the answer that is sent.
    pub(crate) answer: Option<ChangedAnswer>,
    /// For `lag` and `answer`: how long and where the object of the call is missing.
    pub(crate) lag: Option<Lag>,
}

/// What happens to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// `Throttling.User`.
    Throttle,
    /// `InternalError` with HTTP 500.
    #[serde(rename = "http_500")]
    Http500,
    /// Cut the connection; the call is not performed.
    DropBefore,
    /// Perform the call, then cut the connection.
    DropAfter,
    /// Wait for a time, then perform the call.
    DelayMs,
    /// Wait for the release, then perform the call. If the caller closes the connection before the release, the call is
    /// not performed.
    HoldBefore,
    /// Perform the call, then wait for the release before the answer.
    HoldAfter,
    /// Return an error with a certain code.
    Error,
    /// Perform the call or not, and change the answer.
    Answer,
    /// Perform the call; its object is not visible for a time.
    Lag,
}

impl Rule {
    /// Checks the names of the actions and accounts; see [`Matching::check_names`].
    ///
    /// # Errors
    ///
    /// The action or the account does not exist.
    pub(crate) fn check_names(
        &mut self,
        actions: &[&str],
        account: impl Fn(&str) -> Option<String>,
    ) -> Result<(), String> {
        for matching in std::iter::once(&mut self.matching).chain(&mut self.since) {
            matching.check_names(actions, &account)?;
        }
        Ok(())
    }

    /// Checks the rules that the types of the fields do not express.
    pub(crate) fn checked(self) -> Result<Self, String> {
        let wrong_rate = |rate: f64| !(rate > 0.0 && rate <= 1.0);
        match self.kind {
            Kind::Error if self.code.is_none() => Err("a fault of kind error needs a code".to_owned()),
            Kind::DelayMs if self.delay_ms == 0 => Err("a fault of kind delay_ms needs delay_ms".to_owned()),
            Kind::Answer if self.answer.is_none() => Err("a fault of kind answer needs answer".to_owned()),
            Kind::Lag if self.lag.is_none() => Err("a fault of kind lag needs lag".to_owned()),
            _ if self.times == Some(0) => Err("times must be at least 1".to_owned()),
            _ if self.rate.is_some_and(wrong_rate) => Err("rate must be above 0 and at most 1".to_owned()),
            _ if self.http_status.is_some_and(|status| status != 200 && !(400..600).contains(&status)) => {
                Err("http_status must be 200 or from 400 to 599".to_owned())
            }
            _ => {
                self.answer.as_ref().map_or(Ok(()), ChangedAnswer::check)?;
                self.lag.map_or(Ok(()), Lag::check)?;
                Ok(self)
            }
        }
    }

    /// How many calls can get the fault; `None` means no limit.
    pub(crate) fn limit(&self) -> Option<u32> {
        match (self.times, self.rate) {
            (None, Some(_)) => None,
            (times, _) => Some(times.unwrap_or(1)),
        }
    }
}
