//! Rules of a task across its arguments. Unknown values are passed over; an apply checks again, when all is known.

mod account;
mod arguments;
mod by_type;
mod cautions;
mod change;
mod cluster;
mod filters;
mod objects;
mod options;
mod passwords;
mod regions;
mod settings;
mod support;
#[cfg(test)]
mod tests;
mod types;
mod verification_json;
mod warnings;
mod wire_values;

use tfplugin::{diagnostic::Diagnostics, path::AttributePath};

use crate::resources::alibaba::migration_task::schema::{
    endpoint::{Side, known_endpoints},
    model::TaskModel,
};
use crate::{resources::shared::password_rules, rules::Rule};

pub(super) use account::own_account;
pub(crate) use account::own_account_at;
pub(super) use change::{IMMUTABLE, REDIRECTED, STATUS};
pub(super) use cluster::{away_from_cluster, unusable_cluster};
pub(crate) use objects::check_selection;
pub(in crate::resources::alibaba) use objects::{has_keys_of_json, has_row_filter};
pub(super) use passwords::password_missing;
pub(crate) use regions::mixed_regions;
pub(super) use regions::other_partition;
pub(super) use warnings::warnings;

/// All of them, for the documentation.
pub(crate) fn all() -> impl Iterator<Item = &'static Rule> {
    [
        &arguments::RULES[..],
        &support::RULES,
        &password_rules::RULES,
        &passwords::RULES,
        &types::RULES,
        &objects::RULES,
        &filters::RULES,
        &options::RULES,
        &by_type::RULES,
        &settings::RULES,
        &wire_values::RULES,
        &regions::RULES,
        &cluster::RULES,
        &account::RULES,
        &warnings::RULES,
        &cautions::RULES,
        &change::RULES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// Everything the configuration alone can tell.
pub(super) fn validate(config: &TaskModel, out: &mut Diagnostics) {
    for (side, end) in known_endpoints(config) {
        support::check(side, end, out);
        arguments::check(side, end, config, out);
        passwords::check(side, end, out);
    }
    types::check(config, out);
    objects::check(config, out);
    options::check(config, out);
    by_type::check(config, out);
    settings::check(config, out);
    wire_values::check(config, out);
    regions::check(config, out);
}

/// The same before an apply changes anything: what was unknown is known now.
///
/// # Errors
/// All that is wrong.
pub(super) fn preflight(config: &TaskModel) -> Result<(), Diagnostics> {
    let mut found = Diagnostics::new();
    validate(config, &mut found);
    if found.has_errors() { Err(found) } else { Ok(()) }
}

/// An argument of an end.
fn at(side: Side, argument: &str) -> AttributePath {
    AttributePath::of(&[side.block(), argument])
}
