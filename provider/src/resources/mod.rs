//! The resources, one folder each.

mod job;
mod migration_instance;
mod migration_task;
mod ram_role_trust;

use tfplugin::registry::Registered;

use crate::clouds::Clouds;

/// All resources of the provider.
pub(crate) fn all() -> Vec<Registered<Clouds>> {
    vec![
        Registered::new(ram_role_trust::RamRoleTrust),
        Registered::new(migration_task::MigrationTask),
        Registered::new(migration_instance::MigrationInstance),
    ]
}
