//! What follows from one attempt: an answer, an error, or another attempt.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::error::{ApiError, Attempted, Class, Error, Meaning};
use crate::protocol::{Call, Decoded, Outcome, Protocol};
use crate::scrub::Scrubber;
use crate::service::Safety;
use crate::transport::{HttpResponse, TransportFailure};

/// How often an address of this machine is tried again: a server there answers immediately, or is not running.
const LOCAL_ATTEMPTS: u32 = 2;

/// A successful answer, before its type reads it.
#[derive(Debug)]
pub struct Reply {
    /// Body of the answer.
    pub value: Value,
    /// The cloud's id of the request, or `unknown`.
    pub request_id: String,
    /// HTTP status.
    pub http_status: u16,
    /// What was called and how often.
    pub attempted: Attempted,
}

impl Reply {
    /// The error for an answer whose type cannot read it.
    pub fn unreadable(self, reason: impl ToString) -> Error {
        let Self { request_id, http_status, attempted, .. } = self;
        Error::Unreadable { attempted, http_status, request_id, reason: reason.to_string() }
    }
}

/// What follows from an attempt.
#[derive(Debug)]
pub(super) enum Decision {
    Done(Reply),
    GiveUp(Error),
    Retry(Retry),
}

/// Another attempt may help.
#[derive(Debug)]
pub(super) struct Retry {
    /// The error if there is no further attempt.
    pub(super) error: Error,
    /// The wait that the server requested.
    pub(super) retry_after: Option<Duration>,
    /// Whether this attempt may have had an effect.
    pub(super) may_have_taken_effect: bool,
    /// Whether other credentials are needed first.
    pub(super) credentials_rejected: bool,
}

/// A response that is not an answer of the API.
struct NoAnswer {
    http_status: u16,
    request_id: String,
    reason: String,
}

/// Decides about one attempt. `lost` says whether an earlier attempt may have had an effect; what `scrubber` returns removes the
/// secrets of the request from the texts of a failure. It is not needed for a success.
pub(super) fn retry_decision<P: Protocol>(
    protocol: &P,
    call: &Call<P::Payload>,
    attempted: Attempted,
    lost: bool,
    result: Result<HttpResponse, TransportFailure>,
    scrubber: impl Fn() -> Scrubber,
) -> Decision {
    match result {
        Ok(response) => after_response(protocol, call, attempted, lost, &response, scrubber),
        Err(TransportFailure::Setup(reason)) => Decision::GiveUp(Error::Client { reason }),
        Err(TransportFailure::NotSent(reason)) if lost => {
            retry(Error::AnswerLost { attempted, reason, answer: None }, lost)
        }
        Err(TransportFailure::NotSent(reason)) => {
            let exhausted = attempted.is_local() && attempted.attempts > LOCAL_ATTEMPTS;
            let error = Error::Unreachable { attempted, reason };
            if exhausted { Decision::GiveUp(error) } else { retry(error, false) }
        }
        Err(TransportFailure::Lost(reason)) => {
            let error = Error::AnswerLost { attempted, reason, answer: None };
            if call.safety == Safety::Create { Decision::GiveUp(error) } else { retry(error, true) }
        }
        Err(TransportFailure::Blocked(reason)) if lost => {
            Decision::GiveUp(Error::AnswerLost { attempted, reason, answer: None })
        }
        Err(TransportFailure::Blocked(reason)) => Decision::GiveUp(Error::Unreachable { attempted, reason }),
        Err(TransportFailure::TooLong(reason)) => {
            let request_id = "unknown".to_owned();
            unreadable(call.safety, attempted, NoAnswer { http_status: 0, request_id, reason }, None)
        }
    }
}

/// What follows from a response that is not an answer. It does not show whether the call had an effect: a call that creates
/// something is not repeated, and its object is looked up. Every other call is repeated where the cause may pass.
fn unreadable(safety: Safety, attempted: Attempted, no_answer: NoAnswer, retry_after: Option<Duration>) -> Decision {
    let NoAnswer { http_status, request_id, reason } = no_answer;
    let may_pass = matches!(http_status, 0 | 200..=299 | 408 | 429 | 500..=599);
    let error = Error::Unreadable { attempted, http_status, request_id, reason };
    if safety == Safety::Create || !may_pass {
        return Decision::GiveUp(error);
    }
    Decision::Retry(Retry { error, retry_after, may_have_taken_effect: true, credentials_rejected: false })
}

fn retry(error: Error, may_have_taken_effect: bool) -> Decision {
    Decision::Retry(Retry { error, retry_after: None, may_have_taken_effect, credentials_rejected: false })
}

fn after_response<P: Protocol>(
    protocol: &P,
    call: &Call<P::Payload>,
    attempted: Attempted,
    lost: bool,
    response: &HttpResponse,
    scrubber: impl Fn() -> Scrubber,
) -> Decision {
    let http_status = response.status;
    let decoded = decode_without_secrets(protocol, response, &scrubber);
    let request_id = decoded.request_id;
    let retry_after = protocol.retry_after(&response.headers);
    let no_answer = |request_id, reason| {
        let no_answer = NoAnswer { http_status, request_id, reason };
        unreadable(call.safety, attempted.clone(), no_answer, retry_after)
    };
    match decoded.outcome {
        Outcome::Answer(value) => match (call.check)(&call.payload, &value) {
            Ok(()) => Decision::Done(Reply { value, request_id, http_status, attempted }),
            Err(reason) => no_answer(request_id, scrubber().scrub(&reason)),
        },
        Outcome::Unreadable { reason } => no_answer(request_id, reason),
        Outcome::Refused { code, message, recommend } => {
            let api = ApiError {
                service: call.service,
                action: call.action,
                http_status,
                meaning: protocol.meaning(call.service, http_status, &code, &message),
                code,
                message,
                request_id,
                recommend,
                attempts: attempted.attempts,
                elapsed: attempted.elapsed,
                repeated_after_loss: lost,
            };
            after_error(call.safety, attempted, api, retry_after)
        }
    }
}

/// Decodes a response. The texts of a failure are those of its body without the secrets of the request: a text that is cut off, or
/// put together, could contain a part of one.
fn decode_without_secrets<P: Protocol>(
    protocol: &P,
    response: &HttpResponse,
    scrubber: impl Fn() -> Scrubber,
) -> Decoded {
    let decoded = protocol.decode(response);
    if matches!(decoded.outcome, Outcome::Answer(_)) {
        return decoded;
    }
    match scrubber().scrub_body(&response.body) {
        Some(body) => {
            protocol.decode(&HttpResponse { status: response.status, headers: response.headers.clone(), body })
        }
        None => decoded,
    }
}

fn after_error(safety: Safety, attempted: Attempted, api: ApiError, retry_after: Option<Duration>) -> Decision {
    let meaning = api.meaning;
    if meaning.may_have_taken_effect && safety == Safety::Create {
        let reason = format!("the service failed with {} (request id {})", api.code, api.request_id);
        return Decision::GiveUp(Error::AnswerLost { attempted, reason, answer: Some(Box::new(api)) });
    }
    if already_applied(safety, &api) {
        let (value, http_status) = (Value::Object(Map::new()), api.http_status);
        return Decision::Done(Reply { value, request_id: api.request_id, http_status, attempted });
    }
    let safe = safety != Safety::Create || meaning.rejected_before_execution;
    let repeat = meaning.credentials_rejected || retry_after.is_some() || (safe && meaning.retryable);
    let error = Error::Api(Box::new(api));
    if !repeat {
        return Decision::GiveUp(error);
    }
    let Meaning { may_have_taken_effect, credentials_rejected, .. } = meaning;
    Decision::Retry(Retry { error, retry_after, may_have_taken_effect, credentials_rejected })
}

/// Whether the status that prevents the call is probably the one that an earlier attempt requested.
fn already_applied(safety: Safety, api: &ApiError) -> bool {
    let by_status = api.class() == Class::Pending && !api.meaning.retryable;
    safety == Safety::Transition && api.repeated_after_loss && by_status
}
