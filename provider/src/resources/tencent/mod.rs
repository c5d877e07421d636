//! The resources of Tencent Cloud, one folder each.

mod cam_assume_role_grant;
pub(crate) mod cam_role_trust;
pub(crate) mod job;
mod migration_instance;
pub(crate) mod migration_task;
pub(crate) mod source_account;

use tfplugin::registry::{Registered, RegisteredListResource};

use crate::{
    accounts::Clouds,
    rules::{Rule, ValueRule},
};

/// All resources of Tencent Cloud.
pub(super) fn all() -> Vec<Registered<Clouds>> {
    vec![
        Registered::identified(cam_assume_role_grant::CamAssumeRoleGrant),
        Registered::identified(cam_role_trust::CamRoleTrust),
        Registered::identified(migration_instance::MigrationInstance),
        Registered::identified(migration_task::MigrationTask),
    ]
}

/// The lists of the objects of these resources.
pub(super) fn lists() -> Vec<RegisteredListResource<Clouds>> {
    vec![
        RegisteredListResource::new(cam_assume_role_grant::Policies),
        RegisteredListResource::new(cam_role_trust::Roles),
        RegisteredListResource::new(migration_instance::LIST),
        RegisteredListResource::new(migration_task::LIST),
    ]
}

/// The rules of these resources on single values.
pub(super) fn value_rules() -> impl Iterator<Item = &'static ValueRule> {
    let of_cam = cam_assume_role_grant::value_rules().chain(cam_role_trust::value_rules());
    of_cam.chain(migration_instance::value_rules())
}

/// The rules of these resources.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    let of_cam = cam_assume_role_grant::rules().chain(cam_role_trust::rules());
    of_cam.chain(migration_instance::rules()).chain(migration_task::rules())
}
