//! The words that a world file may have in an account of Alibaba Cloud.

use crate::core::world::Vocabulary;

use super::dts::{CLUSTER_STATES, ENGINES, ITEM_CODES, KINDS, PRIVILEGES};
use super::ram::SystemPolicies;

/// See [`Vocabulary`].
pub(crate) static VOCABULARY: Vocabulary = Vocabulary {
    engines: ENGINES,
    real_engines: &["MySQL", "MariaDB", "PolarDB"],
    instance_types: KINDS,
    access_methods: &[
        ("ecs", "ECS", &["ecs", "port"]),
        ("express", "EXPRESS", &["vpc", "host", "port"]),
        ("cen", "CEN", &["vpc", "cen", "host", "port"]),
        ("gateway", "DG", &["gateway", "host", "port"]),
        ("public", "OTHER", &["host", "port"]),
    ],
    privileges: PRIVILEGES,
    precheck_items: ITEM_CODES,
    cluster_states: CLUSTER_STATES,
    cluster_prefix: "dtscluster_",
    system_policies: || SystemPolicies::builtin().names().collect(),
};
