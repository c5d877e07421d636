//! What can be known before the cloud is asked: checks of single values, and the frame for rules across values, which
//! stand with their resource.

mod db_list;
mod identity;
mod json;
mod network;
mod phones;
mod precheck;
mod rule;
mod words;

pub(crate) use db_list::db_list_json;
pub(crate) use identity::{account_id, parse_role_arn, role_arn, role_name, session_name};
pub(crate) use json::{duplicate_key, normal_objects, same_objects};
pub(crate) use network::{cen_id, endpoint, host, vpc_id};
pub(crate) use phones::phones;
pub(crate) use precheck::ignorable_precheck;
pub(crate) use rule::{Phase, Rule, Violation};
pub(crate) use words::{access_method, engine, object_kinds, region};

use tfplugin::validate::{Validator, in_range};

use crate::facts::alibaba::limit;

/// A number within the limits `schemas/alibaba/limits.toml` has under this name.
pub(crate) fn within(name: &str) -> impl Validator {
    let limit = limit(name);
    in_range(limit.range(), limit.unit)
}

/// Applies a rule to one text, outside of a configuration.
pub(crate) fn check(rule: &impl Validator, text: &str) -> Result<(), String> {
    rule.check(&text.into()).map_err(|problem| format!("It {}. {problem}", rule.describe()))
}
