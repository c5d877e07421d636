//! What follows from one attempt: an answer, an error, or another attempt.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::error::{ApiError, Attempted, Class, Error, Meaning};
use crate::protocol::{Call, Outcome, Protocol};
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

/// Decides about one attempt. `lost` says whether an earlier attempt may have had an effect.
pub(super) fn retry_decision<P: Protocol>(
    protocol: &P,
    call: &Call<P::Payload>,
    attempted: Attempted,
    lost: bool,
    result: Result<HttpResponse, TransportFailure>,
) -> Decision {
    match result {
        Ok(response) => after_response(protocol, call, attempted, lost, &response),
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
        Err(TransportFailure::TooLong(reason)) => {
            let request_id = "unknown".to_owned();
            Decision::GiveUp(Error::Unreadable { attempted, http_status: 0, request_id, reason })
        }
    }
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
) -> Decision {
    let http_status = response.status;
    let decoded = protocol.decode(response);
    let request_id = decoded.request_id;
    match decoded.outcome {
        Outcome::Answer(value) => Decision::Done(Reply { value, request_id, http_status, attempted }),
        Outcome::Unreadable { reason } => {
            Decision::GiveUp(Error::Unreadable { attempted, http_status, request_id, reason })
        }
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
            after_error(call.safety, attempted, api, protocol.retry_after(&response.headers))
        }
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
