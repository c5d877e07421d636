//! The configuration as ConfigureDtsJob takes it.
//!
//! Names and values are those of the ConfigureDtsJob reference and, inside `Reserve`, of the Reserve reference. The rows of
//! [`arguments`](super::arguments) fill the request.

pub(super) mod derived;
#[cfg(test)]
mod tests;

#[cfg(any(test, fuzzing))]
use std::collections::BTreeMap;

use alibaba::dts::ConfigureDtsJob;
use tfplugin::model::{Attr, Map};

use crate::resources::alibaba::migration_task::{arguments, schema::model::TaskModel};

/// The request, from a plan in which everything is known. Passwords come from the configuration.
pub(in crate::resources::alibaba) fn configure(
    planned: &TaskModel,
    config: &TaskModel,
    region: String,
) -> ConfigureDtsJob {
    ConfigureDtsJob { region_id: Some(region), ..arguments::request(planned, Some(config)).into_request() }
}

/// The same request as name and value, for a plan in which parts are unknown. A parameter whose input is unknown is unknown.
#[cfg(any(test, fuzzing))]
pub(super) fn parameters(planned: &TaskModel) -> BTreeMap<String, Attr<String>> {
    arguments::request(planned, None).into_parameters()
}

/// The request as reviewers see it in a plan: one entry for each parameter, unknown as far as its input is. Database accounts,
/// phone numbers, row filters and the values of `reserve` are not shown.
pub(super) fn preview(planned: &TaskModel) -> Attr<Map<String>> {
    Attr::Known(Map(arguments::preview(planned).into_parameters()))
}
