//! What can be checked before the first API call: the types of rules, the rules on single values that fit every cloud, and one
//! folder of such rules for each cloud. Rules that compare several values are in the folder of their resource.

pub(crate) mod alibaba;
mod foreign;
mod general;
mod host;
mod json;
mod rule;
mod suppressed;
mod tags;
pub(crate) mod tencent;
mod text;
mod value;
mod white_space;

pub(crate) use foreign::{
    cloud_of_arn, is_instance_of_alibaba, is_instance_of_tencent, looks_like_alibaba_account, looks_like_uin,
};
pub(crate) use general::general_rules;
pub(crate) use host::host;
use host::host_rules;
pub(crate) use json::duplicate_key;
pub(crate) use rule::{Phase, Rule, Violation};
pub(crate) use suppressed::SuppressedWarnings;
pub(crate) use tags::OWNERSHIP_TAG;
pub(crate) use text::{
    LONGEST_NAME, LONGEST_SECRET, characters, name_length, not_blank, secret_length, shown, without_space_around,
};
pub(crate) use value::{Check, Requirement, ValueRule};
pub(crate) use white_space::{no_space_around, no_white_space_around};

/// The rules that compare several values and that fit every cloud.
pub(crate) fn several_value_rules() -> impl Iterator<Item = &'static Rule> {
    [&tags::COUNT, &tags::OWNERSHIP, &foreign::ACCOUNT].into_iter()
}

/// The rules on single values that fit every cloud.
pub(crate) fn value_rules() -> impl Iterator<Item = &'static ValueRule> {
    host_rules().into_iter().chain(white_space::RULES)
}
