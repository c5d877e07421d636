//! The resources of Tencent Cloud, one folder each.

mod job;
mod migration_instance;
mod migration_task;

use tfplugin::registry::Registered;

use crate::{
    accounts::Clouds,
    rules::{Rule, ValueRule},
};

/// All resources of Tencent Cloud.
pub(super) fn all() -> Vec<Registered<Clouds>> {
    vec![
        Registered::identified(migration_instance::MigrationInstance),
        Registered::identified(migration_task::MigrationTask),
    ]
}

/// The rules of these resources on single values.
pub(super) fn value_rules() -> impl Iterator<Item = &'static ValueRule> {
    migration_instance::value_rules()
}

/// The rules of these resources.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    migration_instance::rules().chain(migration_task::rules())
}
