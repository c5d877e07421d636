//! Rules on single values of Alibaba Cloud.

mod db_list;
mod enums;
mod identity;
mod network;
mod phones;
mod precheck_items;

pub(crate) use db_list::db_list_json;
pub(crate) use enums::{access_method, engine, object_kinds, region};
pub(crate) use identity::{account_id, parse_role_arn, role_arn, role_name, session_name};
pub(crate) use network::{cen_id, endpoint, host, vpc_id};
pub(crate) use phones::phones;
pub(crate) use precheck_items::ignorable_precheck;

use tfplugin::validate::{Validator, in_range};

use crate::facts::alibaba::limit;

/// A number within the limits `schemas/alibaba/limits.toml` has under this name.
pub(crate) fn within(name: &str) -> impl Validator {
    let limit = limit(name);
    in_range(limit.range(), limit.unit)
}
