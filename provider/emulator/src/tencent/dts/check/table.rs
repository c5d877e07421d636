//! The steps of a check, by the engine of the source.

use crate::tencent::dts::engines::Engine;

/// A step: its ID, its name, and whether it can be skipped.
pub(super) struct StepKind {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) can_be_skipped: bool,
    /// Only databases like MySQL have it.
    only_mysql: bool,
}

const fn step(id: &'static str, name: &'static str, can_be_skipped: bool, only_mysql: bool) -> StepKind {
    StepKind { id, name, can_be_skipped, only_mysql }
}

/// All steps, in the order of the official example for MySQL. Which of them can be skipped, and the steps of other
/// engines, are not published.
const STEPS: [StepKind; 13] = [
    step("ConnectDBCheck", "Database connection check", false, false),
    step("VersionCheck", "Version check", false, false),
    step("SrcPrivilegeCheck", "Source instance permission check", false, false),
    step("SimpleParamCheck", "Partial instance parameter check", false, true),
    step("DstPrivilegeCheck", "Target instance permission check", false, false),
    step("DstEmptyCheck", "Target instance content conflict check", false, false),
    step("DstSpaceCheck", "Target instance space check", true, false),
    step("BinlogParamCheck", "Binlog parameter check", false, true),
    step("ConstraintCheck", "Foreign key dependency check", true, true),
    step("ConstraintRefCheck", "Partial database/table foreign key dependency check", true, true),
    step("ViewCheck", "View check", true, true),
    step("WarningParamCheck", "Warning item check", true, true),
    step("OptimizeCheck", "Peripheral check", true, true),
];

/// The IDs of all steps.
pub(crate) const STEP_IDS: &[&str] = &[
    "ConnectDBCheck",
    "VersionCheck",
    "SrcPrivilegeCheck",
    "SimpleParamCheck",
    "DstPrivilegeCheck",
    "DstEmptyCheck",
    "DstSpaceCheck",
    "BinlogParamCheck",
    "ConstraintCheck",
    "ConstraintRefCheck",
    "ViewCheck",
    "WarningParamCheck",
    "OptimizeCheck",
];

/// The privileges that a user of a source like MySQL needs.
pub(super) const NEEDED: [&str; 8] = [
    "RELOAD",
    "LOCK TABLES",
    "REPLICATION CLIENT",
    "REPLICATION SLAVE",
    "SHOW DATABASES",
    "SHOW VIEW",
    "PROCESS",
    "SELECT",
];

/// The privileges that a user of a destination needs.
pub(super) const NEEDED_AT_DESTINATION: [&str; 6] = ["ALTER", "CREATE", "DELETE", "DROP", "INSERT", "UPDATE"];

/// The privileges that a world file can grant.
pub(crate) const PRIVILEGES: &[&str] = &[
    "ALL PRIVILEGES",
    "RELOAD",
    "LOCK TABLES",
    "REPLICATION CLIENT",
    "REPLICATION SLAVE",
    "SHOW DATABASES",
    "SHOW VIEW",
    "PROCESS",
    "SELECT",
    "ALTER",
    "CREATE",
    "DELETE",
    "DROP",
    "INSERT",
    "UPDATE",
];

/// The steps for a source of an engine.
pub(super) fn steps_of(engine: Option<&Engine>) -> impl Iterator<Item = &'static StepKind> {
    let is_like_mysql = engine.is_none_or(Engine::is_like_mysql);
    STEPS.iter().filter(move |step| is_like_mysql || !step.only_mysql)
}

pub(super) fn step_named(id: &str) -> Option<&'static StepKind> {
    STEPS.iter().find(|step| step.id == id)
}

#[cfg(test)]
mod tests {
    use super::{NEEDED, NEEDED_AT_DESTINATION, PRIVILEGES, STEP_IDS, STEPS};

    #[test]
    fn the_lists_agree() {
        assert_eq!(STEPS.iter().map(|step| step.id).collect::<Vec<_>>(), STEP_IDS);
        assert!(NEEDED.iter().chain(&NEEDED_AT_DESTINATION).all(|needed| PRIVILEGES.contains(needed)));
    }
}
