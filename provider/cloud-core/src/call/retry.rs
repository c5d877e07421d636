//! What to make of one attempt: done, give up, or again.

use std::time::Duration;

use http::HeaderMap;
use serde_json::{Map, Value};

use super::decode::{Outcome, decode};
use super::perform::Outgoing;
use crate::action::Safety;
use crate::error::{ApiError, Attempted, Class, Error};
use crate::transport::{Failure, Response};

/// How often an address of this machine is tried again: whatever listens there does so at once.
const LOCAL_ATTEMPTS: u32 = 2;

/// A successful answer, before its type reads it.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) value: Value,
    pub(crate) request_id: String,
    pub(crate) http_status: u16,
    pub(crate) attempted: Attempted,
}

/// What follows from an attempt.
#[derive(Debug)]
pub(super) enum Verdict {
    Done(Reply),
    GiveUp(Error),
    Again(Again),
}

/// Another attempt may help.
#[derive(Debug)]
pub(super) struct Again {
    /// What to report if there is none.
    pub(super) error: Error,
    /// Wait the server asked for.
    pub(super) asked: Option<Duration>,
    /// This attempt may have taken effect.
    pub(super) lost: bool,
    /// New credentials are needed first.
    pub(super) stale: bool,
}

/// Judges one attempt. `lost` says whether an earlier attempt may have taken effect.
pub(super) fn judge(call: &Outgoing, attempted: Attempted, lost: bool, result: Result<Response, Failure>) -> Verdict {
    match result {
        Ok(response) => answered(call, attempted, lost, &response),
        Err(Failure::Setup(reason)) => Verdict::GiveUp(Error::Client { reason }),
        Err(Failure::NotSent(reason)) if lost => again(Error::AnswerLost { attempted, reason, answer: None }, lost),
        Err(Failure::NotSent(reason)) if attempted.is_local() && attempted.attempts > LOCAL_ATTEMPTS => {
            Verdict::GiveUp(Error::Unreachable { attempted, reason })
        }
        Err(Failure::NotSent(reason)) => again(Error::Unreachable { attempted, reason }, false),
        Err(Failure::Lost(reason)) => {
            let error = Error::AnswerLost { attempted, reason, answer: None };
            if call.safety == Safety::Create { Verdict::GiveUp(error) } else { again(error, true) }
        }
        Err(Failure::TooLong(reason)) => {
            let request_id = "unknown".to_owned();
            Verdict::GiveUp(Error::Unreadable { attempted, http_status: 0, request_id, reason })
        }
    }
}

fn again(error: Error, lost: bool) -> Verdict {
    Verdict::Again(Again { error, asked: None, lost, stale: false })
}

fn answered(call: &Outgoing, attempted: Attempted, lost: bool, response: &Response) -> Verdict {
    let http_status = response.status;
    let decoded = decode(http_status, header_id(&response.headers), &response.body);
    let request_id = decoded.request_id;
    match decoded.outcome {
        Outcome::Answer(value) => Verdict::Done(Reply { value, request_id, http_status, attempted }),
        Outcome::Unreadable { reason } => {
            Verdict::GiveUp(Error::Unreadable { attempted, http_status, request_id, reason })
        }
        Outcome::Refused { code, message, recommend } => {
            let api = ApiError {
                service: call.service,
                action: call.action,
                http_status,
                code,
                message,
                request_id,
                recommend,
                attempts: attempted.attempts,
                elapsed: attempted.elapsed,
                repeated_after_loss: lost,
            };
            refused(call, attempted, api, asked(&response.headers))
        }
    }
}

fn refused(call: &Outgoing, attempted: Attempted, api: ApiError, asked: Option<Duration>) -> Verdict {
    let lost = api.may_have_taken_effect();
    if lost && call.safety == Safety::Create {
        let reason = format!("the service failed with {} (request id {})", api.code, api.request_id);
        return Verdict::GiveUp(Error::AnswerLost { attempted, reason, answer: Some(Box::new(api)) });
    }
    if brought_about(call, &api) {
        let (value, http_status) = (Value::Object(Map::new()), api.http_status);
        return Verdict::Done(Reply { value, request_id: api.request_id, http_status, attempted });
    }
    let stale = api.credentials_expired();
    let safe = call.safety != Safety::Create || api.turned_away();
    let repeat = stale || asked.is_some() || (safe && api.is_retryable());
    let error = Error::Api(Box::new(api));
    if repeat { Verdict::Again(Again { error, asked, lost, stale }) } else { Verdict::GiveUp(error) }
}

/// Whether the status that is in the way is, as far as anybody can tell, what an earlier attempt asked for.
fn brought_about(call: &Outgoing, api: &ApiError) -> bool {
    let by_status = api.class() == Class::Pending && !api.is_retryable();
    call.safety == Safety::Transition && api.repeated_after_loss && by_status
}

pub(super) fn header_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-acs-request-id").and_then(|value| value.to_str().ok())
}

/// `x-acs-retry-after` counts milliseconds, `Retry-After` seconds (its date form is not used by the cloud).
fn asked(headers: &HeaderMap) -> Option<Duration> {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok().filter(|n| *n > 0);
    number("x-acs-retry-after").map(Duration::from_millis).or_else(|| number("retry-after").map(Duration::from_secs))
}
