//! The resources of Tencent Cloud, one folder each.

pub(crate) mod cam_role_trust;
pub(crate) mod job;
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
        Registered::identified(cam_role_trust::CamRoleTrust),
        Registered::identified(migration_instance::MigrationInstance),
        Registered::identified(migration_task::MigrationTask),
    ]
}

/// The rules of these resources on single values.
pub(super) fn value_rules() -> impl Iterator<Item = &'static ValueRule> {
    cam_role_trust::value_rules().chain(migration_instance::value_rules())
}

/// The rules of these resources.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    cam_role_trust::rules().chain(migration_instance::rules()).chain(migration_task::rules())
}
