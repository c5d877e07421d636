//! What a typed request is to the client.

pub use cloud_core::Answered;
use cloud_core::{Call, Safety, Service};
use serde_json::Value;

use crate::requirements::{self, Requirements};
use crate::wire::{Answer, Parameters, Read as _};

/// One action of the API: a request struct that knows its name, its service and the type of its answer.
pub trait Action: Send + Sync {
    /// Name of the action as it is sent.
    const NAME: &'static str;
    /// The service that has the action.
    const SERVICE: &'static Service;
    /// What repeating the action does.
    const SAFETY: Safety;
    /// What a success must have to be the answer to this action.
    const REQUIREMENTS: Requirements = Requirements::NONE;
    /// Type of the answer.
    type Answer: Answer;

    /// The parameters to send; unset values are absent.
    fn parameters(&self) -> Parameters;
}

/// The wire names of a request struct.
pub(crate) trait Described: Action {
    /// The dotted names of the parameters.
    fn names() -> Vec<String>;
}

/// The call of a request.
pub(crate) fn call_of<A: Action>(action: &A) -> Call<Parameters> {
    let payload = action.parameters();
    Call { service: A::SERVICE, action: A::NAME, safety: A::SAFETY, payload, check: check::<A> }
}

/// A value of the wrong kind counts like a missing one: the client repeats the call where that is safe.
fn check<A: Action>(parameters: &Parameters, answer: &Value) -> Result<(), String> {
    requirements::check(&A::REQUIREMENTS, parameters, answer)?;
    A::Answer::read(answer).map(|_| ()).map_err(|mismatch| mismatch.to_string())
}
