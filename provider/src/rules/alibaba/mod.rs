//! Rules on single values of Alibaba Cloud.

mod db_list;
mod db_list_form;
mod enums;
mod identity;
mod ids;
mod network;
mod phones;
mod precheck_items;
mod regions;
mod session;
mod tags;

pub(crate) use db_list::db_list_json;
pub(crate) use db_list_form::{normal_objects, same_objects};
pub(crate) use enums::{STATUSES, TYPES, access_method, engine, instance_class};
pub(crate) use identity::{account_id, oidc_provider_arn, parse_role_arn, role_arn, role_name, session_name};
pub(crate) use ids::{JOB_ID_LENGTH, instance_id, task_id, task_in_instance_id};
pub(crate) use network::{cen_id, endpoint, vpc_id};
pub(crate) use phones::phones;
pub(crate) use precheck_items::ignorable_precheck;
pub(crate) use regions::{region, similar_region};
pub(crate) use session::{external_id, session_policy};
pub(crate) use tags::{room_for_ownership, tag_filter, tag_value, tags};

use tfplugin::{
    validate::{Validator, in_range},
    value::Value,
};

use super::ValueRule;
pub(crate) use super::{name_length, no_space_around, secret_length};
use crate::facts::alibaba::limit;

/// The rules of this folder.
pub(crate) fn value_rules() -> impl Iterator<Item = &'static ValueRule> {
    let identity = identity::RULES
        .into_iter()
        .chain(session::RULES)
        .chain(network::RULES)
        .chain(regions::RULES)
        .chain(ids::RULES)
        .chain(tags::RULES);
    identity.chain(enums::RULES).chain(db_list::RULES).chain(phones::RULES).chain(precheck_items::RULES)
}

/// A time in Unix seconds.
pub(crate) fn unix_seconds() -> impl Validator {
    UnixSeconds(in_range(1..=4_102_444_800, "Unix seconds"))
}

/// A time in milliseconds is a usual mistake.
struct UnixSeconds<V>(V);

impl<V: Validator> Validator for UnixSeconds<V> {
    fn rule(&self) -> &'static str {
        self.0.rule()
    }

    fn describe(&self) -> String {
        self.0.describe()
    }

    fn check(&self, value: &Value) -> Result<(), String> {
        self.0.check(value).map_err(|problem| {
            let milliseconds = match value {
                Value::Number(number) => {
                    number.as_i64().filter(|time| (1_000_000_000_000..=4_102_444_800_000).contains(time))
                }
                _ => None,
            };
            match milliseconds {
                Some(time) => format!("{problem} That is a time in milliseconds. Write {}.", time / 1000),
                None => problem,
            }
        })
    }
}

/// A number within the limits that `schemas/alibaba/limits.toml` has under this name.
pub(crate) fn within(name: &str) -> impl Validator {
    let limit = limit(name);
    in_range(limit.range(), limit.unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_get_the_seconds() {
        assert_eq!(unix_seconds().check(&1_700_000_000.into()), Ok(()));
        assert!(unix_seconds().check(&1_700_000_000_000.into()).unwrap_err().ends_with("Write 1700000000."));
        assert!(!unix_seconds().check(&0.into()).unwrap_err().contains("Write"));
    }
}
