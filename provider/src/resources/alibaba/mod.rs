//! The resources of Alibaba Cloud, one folder each.

pub(crate) mod job;
mod migration_instance;
pub(crate) mod migration_task;
pub(crate) mod operations;
pub(crate) mod ram_role_trust;
mod synchronization_instance;
mod synchronization_task;

use tfplugin::registry::{Registered, RegisteredListResource};

use crate::{
    accounts::Clouds,
    rules::{Rule, ValueRule},
};

pub(crate) use self::migration_instance::{is_caught_up, phases_of as instance_phases};

/// All resources of Alibaba Cloud.
pub(super) fn all() -> Vec<Registered<Clouds>> {
    vec![
        Registered::identified(ram_role_trust::RamRoleTrust),
        Registered::identified(migration_task::MigrationTask),
        Registered::identified(migration_instance::MigrationInstance),
        Registered::identified(synchronization_task::SynchronizationTask::NEW),
        Registered::identified(synchronization_instance::SynchronizationInstance::NEW),
    ]
}

/// The lists of the objects of these resources.
pub(super) fn lists() -> Vec<RegisteredListResource<Clouds>> {
    vec![
        RegisteredListResource::new(ram_role_trust::Roles),
        RegisteredListResource::new(job::Jobs::<job::TaskIdentity>::of(&job::MIGRATION)),
        RegisteredListResource::new(job::Jobs::<job::InstanceIdentity>::of(&job::MIGRATION)),
        RegisteredListResource::new(job::Jobs::<job::TaskIdentity>::of(&job::SYNCHRONIZATION)),
        RegisteredListResource::new(job::Jobs::<job::InstanceIdentity>::of(&job::SYNCHRONIZATION)),
    ]
}

/// The rules of these resources on single values.
pub(super) fn value_rules() -> impl Iterator<Item = &'static ValueRule> {
    ram_role_trust::value_rules()
}

/// The rules of these resources.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    ram_role_trust::rules()
        .chain(migration_task::rules())
        .chain(migration_instance::rules())
        .chain(synchronization_task::rules())
        .chain(synchronization_instance::rules())
}
