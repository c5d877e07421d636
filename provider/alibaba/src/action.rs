//! What a typed request is to the client.

use std::ops::Deref;

use cloud_core::{Call, Error, Reply, Safety, Service};
use serde_json::Value;

use crate::requirements::{self, Requirements};
use crate::wire::{Answer, Parameters, Place, Read as _};

/// One action of the API: a request struct that knows its name, its service and the type of its answer.
pub trait Action: Send + Sync {
    /// Name of the action as it is sent.
    const NAME: &'static str;
    /// The service that has the action.
    const SERVICE: &'static Service;
    /// What repeating the action does, in general.
    const SAFETY: Safety;
    /// What a success must have to be the answer to this action.
    const REQUIREMENTS: Requirements = Requirements::NONE;
    /// Type of the answer.
    type Answer: Answer;

    /// The parameters to send; unset values are absent.
    fn parameters(&self) -> Parameters;

    /// What repeating this request does.
    fn safety(&self) -> Safety {
        Self::SAFETY
    }
}

/// The wire names of a request struct.
pub(crate) trait Described: Action {
    /// Place and name of each parameter.
    const NAMES: &'static [(Place, &'static str)];
}

/// An answer with the id under which Alibaba Cloud logged the call. Derefs to the answer.
#[derive(Clone, Debug)]
pub struct Answered<T> {
    /// The decoded answer.
    pub answer: T,
    /// Request id; `unknown` when there was none.
    pub request_id: String,
}

impl<T> Deref for Answered<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.answer
    }
}

/// The call of a request.
pub(crate) fn call_of<A: Action>(action: &A) -> Call<Parameters> {
    let payload = action.parameters();
    Call { service: A::SERVICE, action: A::NAME, safety: action.safety(), payload, check: check::<A> }
}

/// A value of the wrong kind counts like a missing one: the client repeats the call where that is safe.
fn check<A: Action>(parameters: &Parameters, answer: &Value) -> Result<(), String> {
    requirements::check(&A::REQUIREMENTS, parameters, answer)?;
    A::Answer::read(answer).map(|_| ()).map_err(|mismatch| mismatch.to_string())
}

/// Reads an answer as its type.
pub(crate) fn read<T: Answer>(reply: Reply) -> Result<Answered<T>, Error> {
    match T::read(&reply.value) {
        Ok(answer) => Ok(Answered { answer, request_id: reply.request_id }),
        Err(mismatch) => Err(reply.unreadable(mismatch)),
    }
}
