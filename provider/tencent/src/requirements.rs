//! What makes a success the answer to a call.

pub use cloud_core::wire::Requirements;
use cloud_core::wire::{Sent, check_answer};
use serde_json::Value;

use crate::wire::Parameters;

/// Checks a success against the parameters of its call. An error says what is wrong with it.
pub(crate) fn check(requirements: &Requirements, parameters: &Parameters, answer: &Value) -> Result<(), String> {
    check_answer(requirements, parameters, answer)
}

impl Sent for Parameters {
    fn text(&self, parameter: &str) -> Option<&str> {
        self.get(parameter)
    }

    fn number(&self, parameter: &str) -> Option<i64> {
        Parameters::number(self, parameter)
    }
}
