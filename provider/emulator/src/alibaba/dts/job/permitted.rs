//! The calls that the status of a job allows.

use crate::alibaba::gateway::Refusal;

use super::status::Status;

/// A kind of call that depends on the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Configure,
    Start,
    SkipPreCheck,
    Purchase,
    Suspend,
    Stop,
    Delete,
    ModifyName,
    ModifyPassword,
    /// Endpoint, throttling, reserved settings.
    ModifyRunning,
    /// The objects of a synchronization.
    ModifyObjects,
    /// Dedicated cluster and units.
    ModifyUnits,
    TransferClass,
    /// ResetDtsJob, which a migration does not have.
    Reset,
}

use Operation as Op;

const WAITING: &[Op] = &[
    Op::Configure,
    Op::Start,
    Op::SkipPreCheck,
    Op::Purchase,
    Op::Delete,
    Op::ModifyName,
    Op::ModifyPassword,
    Op::ModifyUnits,
    Op::Reset,
];

const RUNNING: &[Op] = &[
    Op::Suspend,
    Op::Stop,
    Op::Delete,
    Op::ModifyName,
    Op::ModifyPassword,
    Op::ModifyRunning,
    Op::ModifyUnits,
    Op::TransferClass,
    Op::Reset,
];

/// Start has no effect on a synchronization that runs or changes its objects.
const INITIALIZING: &[Op] = &[
    Op::Start,
    Op::Stop,
    Op::Delete,
    Op::ModifyName,
    Op::ModifyPassword,
    Op::ModifyRunning,
    Op::ModifyUnits,
    Op::Reset,
];

const SYNCHRONIZING: &[Op] = &[
    Op::Start,
    Op::Suspend,
    Op::Stop,
    Op::Delete,
    Op::ModifyName,
    Op::ModifyPassword,
    Op::ModifyRunning,
    Op::ModifyObjects,
    Op::ModifyUnits,
    Op::TransferClass,
    Op::Reset,
];

const PAUSED: &[Op] = &[
    Op::Start,
    Op::Stop,
    Op::Delete,
    Op::ModifyName,
    Op::ModifyPassword,
    Op::ModifyRunning,
    Op::ModifyUnits,
    Op::TransferClass,
    Op::Reset,
];

const MIGRATION_FAILED: &[Op] = &[Op::Start, Op::Stop, Op::Delete, Op::ModifyPassword, Op::ModifyRunning];

const INITIALIZE_FAILED: &[Op] =
    &[Op::Start, Op::Suspend, Op::Stop, Op::Delete, Op::ModifyPassword, Op::ModifyRunning, Op::Reset];

const FAILED: &[Op] = &[
    Op::Start,
    Op::Suspend,
    Op::Stop,
    Op::Delete,
    Op::ModifyPassword,
    Op::ModifyRunning,
    Op::ModifyObjects,
    Op::TransferClass,
    Op::Reset,
];

const CHANGING: &[Op] = &[Op::Start, Op::Stop, Op::Delete];

/// Allows the call, or refuses it with the code of the status.
pub(crate) fn check(status: Status, operation: Operation) -> Result<(), Refusal> {
    let allowed: &[Op] = match status {
        Status::NotConfigured => &[Op::Configure, Op::Delete],
        Status::NotStarted | Status::PrecheckFailed | Status::PreCheckPass => WAITING,
        Status::Migrating | Status::Retrying => RUNNING,
        Status::Initializing => INITIALIZING,
        Status::Synchronizing => SYNCHRONIZING,
        Status::Suspending => PAUSED,
        Status::MigrationFailed => MIGRATION_FAILED,
        Status::InitializeFailed => INITIALIZE_FAILED,
        Status::Failed | Status::ModifyFailed => FAILED,
        Status::Modifying => CHANGING,
        Status::Prechecking | Status::Finished | Status::Upgrade | Status::Downgrade | Status::Locked => &[Op::Delete],
    };
    if allowed.contains(&operation) { Ok(()) } else { Err(refusal(status, operation)) }
}

/// The refusal of a call in a status.
pub(crate) fn refusal(status: Status, operation: Operation) -> Refusal {
    let code = match (status, operation) {
        (Status::Modifying, Op::ModifyObjects | Op::ModifyRunning) => "DTS.Msg.OperationDenied.JobStatusModifying",
        (Status::Prechecking, Op::ModifyObjects) => "DTS.Msg.CheckStatus.InvalidInitStatus",
        (Status::NotConfigured | Status::NotStarted | Status::PrecheckFailed | Status::PreCheckPass, _) => {
            "InvalidJobStatus"
        }
        (Status::Prechecking, _) => "InvalidJobStatus",
        (_, Op::Configure) => "DTS.Msg.UpdateJob.OperationDenied.InitStatus",
        (_, Op::ModifyRunning | Op::ModifyObjects) => "DTS.Msg.ModifyDenied.JobStatusNotRunning",
        _ => "InvalidJobStatus",
    };
    let message = format!("The job is {}; the call is not allowed in this status.", status.name());
    Refusal::business(403, code, message)
}

#[cfg(test)]
mod tests {
    use super::{Op, Status, check};

    #[test]
    fn each_refusal_has_its_code_and_its_allowed_twin() {
        let cases = [
            (Status::NotStarted, Op::Start, Op::Stop, "InvalidJobStatus"),
            (Status::PreCheckPass, Op::Configure, Op::Suspend, "InvalidJobStatus"),
            (Status::Prechecking, Op::Delete, Op::Start, "InvalidJobStatus"),
            (Status::Prechecking, Op::Delete, Op::ModifyObjects, "DTS.Msg.CheckStatus.InvalidInitStatus"),
            (Status::Migrating, Op::Suspend, Op::Configure, "DTS.Msg.UpdateJob.OperationDenied.InitStatus"),
            (Status::Suspending, Op::Start, Op::Suspend, "InvalidJobStatus"),
            (Status::MigrationFailed, Op::Start, Op::Purchase, "InvalidJobStatus"),
            (Status::Migrating, Op::ModifyUnits, Op::Start, "InvalidJobStatus"),
            (Status::Finished, Op::Delete, Op::Start, "InvalidJobStatus"),
            (Status::Finished, Op::Delete, Op::ModifyUnits, "InvalidJobStatus"),
            (Status::Finished, Op::Delete, Op::ModifyRunning, "DTS.Msg.ModifyDenied.JobStatusNotRunning"),
            (Status::NotConfigured, Op::Configure, Op::Start, "InvalidJobStatus"),
            (Status::NotConfigured, Op::Configure, Op::Reset, "InvalidJobStatus"),
            (Status::Initializing, Op::Start, Op::Suspend, "InvalidJobStatus"),
            (Status::Initializing, Op::Reset, Op::ModifyObjects, "DTS.Msg.ModifyDenied.JobStatusNotRunning"),
            (Status::Synchronizing, Op::ModifyObjects, Op::Configure, "DTS.Msg.UpdateJob.OperationDenied.InitStatus"),
            (Status::Suspending, Op::ModifyRunning, Op::ModifyObjects, "DTS.Msg.ModifyDenied.JobStatusNotRunning"),
            (Status::Modifying, Op::Start, Op::ModifyObjects, "DTS.Msg.OperationDenied.JobStatusModifying"),
            (Status::Modifying, Op::Delete, Op::Suspend, "InvalidJobStatus"),
            (Status::ModifyFailed, Op::ModifyObjects, Op::Configure, "DTS.Msg.UpdateJob.OperationDenied.InitStatus"),
            (Status::Failed, Op::Suspend, Op::Purchase, "InvalidJobStatus"),
            (Status::InitializeFailed, Op::Start, Op::ModifyObjects, "DTS.Msg.ModifyDenied.JobStatusNotRunning"),
        ];
        for (status, allowed, refused, code) in cases {
            assert!(check(status, allowed).is_ok(), "{status:?} {allowed:?}");
            assert_eq!(check(status, refused).unwrap_err().code(), code, "{status:?} {refused:?}");
        }
    }
}
