//! Rules of a task across its arguments. Unknown values are passed over; an apply checks again, when all is known.

mod account;
mod change;
mod endpoint;
mod engine_options;
mod objects;
mod options;
#[cfg(test)]
mod tests;

use tfplugin::{diagnostic::Diagnostics, model::Attr, path::AttributePath};

use super::schema::{endpoint::Side, ends::known_endpoints, model::TaskModel};
use crate::{
    resources::{
        shared::password_rules::{self, Passwords},
        tencent::job::links,
    },
    rules::Rule,
};

pub(crate) use account::own_account;
pub(super) use account::{of_account, warnings};
pub(super) use change::{begin_status, bought_for, change_in_status, immutable, must_begin, released, status_change};

/// The rule that the task and the instance share.
static PAIR: [&Rule; 1] = [&links::LINK];

/// All of them, for the documentation.
pub(crate) fn all() -> impl Iterator<Item = &'static Rule> {
    let groups = [
        &endpoint::RULES[..],
        &engine_options::RULES,
        &objects::RULES,
        &options::RULES,
        &account::RULES,
        &change::RULES,
        &PAIR,
    ];
    groups.into_iter().flatten().copied()
}

/// Everything the configuration alone can tell.
pub(super) fn validate(config: &TaskModel, out: &mut Diagnostics) {
    for (side, end) in known_endpoints(config) {
        endpoint::check(side, end, out);
        let passwords = Passwords {
            block: side.block(),
            password: &end.password,
            password_wo: &end.password_wo,
            password_wo_version: &end.password_wo_version,
        };
        password_rules::check(&passwords, out);
    }
    if let (Attr::Known(source), Attr::Known(destination)) = (&config.source, &config.destination) {
        let paths = [at(Side::Source, "engine"), at(Side::Destination, "engine")];
        links::check(&source.engine, &destination.engine, [&paths[0], &paths[1]], out);
    }
    engine_options::check(config, out);
    objects::check(config, out);
    options::check(config, out);
}

/// An argument of an end.
fn at(side: Side, argument: &str) -> AttributePath {
    AttributePath::of(&[side.block(), argument])
}
