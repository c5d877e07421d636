//! What must hold of single values, shared by the provider block and the resources.

mod identity;
mod network;
mod precheck;

pub(crate) use identity::{account_id, parse_role_arn, role_arn, role_name, session_name};
pub(crate) use network::endpoint;
pub(crate) use precheck::ignorable_precheck;

use tfplugin::validate::Validator;

/// Applies a rule to one text, outside of a configuration.
pub(crate) fn check(rule: &impl Validator, text: &str) -> Result<(), String> {
    rule.check(&text.into()).map_err(|problem| format!("It {}. {problem}", rule.describe()))
}
