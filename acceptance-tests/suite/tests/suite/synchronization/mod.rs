//! Data synchronization: the task and the instance from the first apply to the destroy.

mod access;
mod example;
mod kinds;
mod one_way;
mod outside;
mod over_the_wire;
mod switches;
mod two_kinds;
pub(crate) mod two_way;

use crate::support::hcl::{self, Hcl};

/// A complete synchronization across accounts, with the role of the source owner.
pub(crate) fn complete() -> Hcl {
    hcl::complete_migration()
        .with_all("dts_migration_", "dts_synchronization_")
        .with("migration_types = [\"schema\", \"full\", \"incremental\"]", "initial_phases = [\"schema\", \"full\"]")
}

/// The same with further arguments of the instance.
pub(crate) fn with(arguments: &str) -> Hcl {
    complete().with("  instance_class = ", &format!("{arguments}\n  instance_class = "))
}
