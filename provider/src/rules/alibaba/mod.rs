//! Rules on single values of Alibaba Cloud.

mod db_list;
mod db_list_form;
mod enums;
mod identity;
mod network;
mod phones;
mod precheck_items;
mod regions;

pub(crate) use db_list::db_list_json;
pub(crate) use db_list_form::{normal_objects, same_objects};
pub(crate) use enums::{access_method, engine};
pub(crate) use identity::{account_id, oidc_provider_arn, parse_role_arn, role_arn, role_name, session_name};
pub(crate) use network::{cen_id, endpoint, vpc_id};
pub(crate) use phones::phones;
pub(crate) use precheck_items::ignorable_precheck;
pub(crate) use regions::region;

use tfplugin::validate::{Validator, in_range};

use super::ValueRule;
use crate::facts::alibaba::limit;

/// The rules of this folder.
pub(crate) fn value_rules() -> impl Iterator<Item = &'static ValueRule> {
    let identity = identity::RULES.into_iter().chain(network::RULES).chain(regions::RULES);
    identity.chain(enums::RULES).chain(db_list::RULES).chain(phones::RULES).chain(precheck_items::RULES)
}

/// A number within the limits that `schemas/alibaba/limits.toml` has under this name.
pub(crate) fn within(name: &str) -> impl Validator {
    let limit = limit(name);
    in_range(limit.range(), limit.unit)
}
