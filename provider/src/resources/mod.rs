//! The resources, one folder each.

mod identity;
pub(crate) mod job;
mod migration_instance;
pub(crate) mod migration_task;
pub(crate) mod ram_role_trust;

use tfplugin::registry::Registered;

use crate::{clouds::Clouds, rules::Rule};

/// All resources of the provider.
pub(crate) fn all() -> Vec<Registered<Clouds>> {
    vec![
        Registered::identified(ram_role_trust::RamRoleTrust),
        Registered::identified(migration_task::MigrationTask),
        Registered::identified(migration_instance::MigrationInstance),
    ]
}

/// The rules of all resources.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    ram_role_trust::rules().chain(migration_task::rules()).chain(migration_instance::rules())
}
