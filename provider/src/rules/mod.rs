//! What can be checked before the first API call: the types of rules, the rules on single values that fit every cloud, and one
//! folder of such rules for each cloud. Rules that compare several values are in the folder of their resource.

pub(crate) mod alibaba;
mod general;
mod host;
mod json;
mod rule;
mod suppressed;
mod text;
mod value;

pub(crate) use general::general_rules;
pub(crate) use host::{host, host_rules};
pub(crate) use json::duplicate_key;
pub(crate) use rule::{Phase, Rule, Violation};
pub(crate) use suppressed::SuppressedWarnings;
pub(crate) use text::{shown, without_space_around};
pub(crate) use value::{Check, Requirement, ValueRule};
