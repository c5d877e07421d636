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
    /// Dedicated cluster and units.
    ModifyUnits,
    TransferClass,
}

/// Allows the call, or refuses it with the code of the status.
pub(crate) fn check(status: Status, operation: Operation) -> Result<(), Refusal> {
    use Operation as Op;
    let waiting: &[Op] = &[
        Op::Configure,
        Op::Start,
        Op::SkipPreCheck,
        Op::Purchase,
        Op::Delete,
        Op::ModifyName,
        Op::ModifyPassword,
        Op::ModifyUnits,
    ];
    let running: &[Op] = &[
        Op::Suspend,
        Op::Stop,
        Op::Delete,
        Op::ModifyName,
        Op::ModifyPassword,
        Op::ModifyRunning,
        Op::ModifyUnits,
        Op::TransferClass,
    ];
    let paused: &[Op] = &[
        Op::Start,
        Op::Stop,
        Op::Delete,
        Op::ModifyName,
        Op::ModifyPassword,
        Op::ModifyRunning,
        Op::ModifyUnits,
        Op::TransferClass,
    ];
    let failed: &[Op] = &[Op::Start, Op::Stop, Op::Delete, Op::ModifyPassword, Op::ModifyRunning];
    let allowed: &[Op] = match status {
        Status::NotConfigured => &[Op::Configure, Op::Delete],
        Status::NotStarted | Status::PrecheckFailed | Status::PreCheckPass => waiting,
        Status::Migrating | Status::Retrying => running,
        Status::Suspending => paused,
        Status::MigrationFailed => failed,
        Status::Prechecking | Status::Finished | Status::Upgrade | Status::Downgrade | Status::Locked => &[Op::Delete],
    };
    if allowed.contains(&operation) { Ok(()) } else { Err(refusal(status, operation)) }
}

fn refusal(status: Status, operation: Operation) -> Refusal {
    let code = match (status, operation) {
        (Status::Prechecking, _) => "DTS.Msg.CheckStatus.InvalidInitStatus",
        (Status::NotConfigured | Status::NotStarted | Status::PrecheckFailed | Status::PreCheckPass, _) => {
            "InvalidJobStatus"
        }
        (_, Operation::Configure) => "DTS.Msg.UpdateJob.OperationDenied.InitStatus",
        (_, Operation::ModifyRunning) => "DTS.Msg.ModifyDenied.JobStatusNotRunning",
        _ => "InvalidJobStatus",
    };
    let message = format!("The job is {}; the call is not allowed in this status.", status.name());
    Refusal::business(403, code, message)
}

#[cfg(test)]
mod tests {
    use super::{Operation, Status, check};

    #[test]
    fn each_refusal_has_its_code_and_its_allowed_twin() {
        use Operation as Op;
        let cases = [
            (Status::NotStarted, Op::Start, Op::Stop, "InvalidJobStatus"),
            (Status::PreCheckPass, Op::Configure, Op::Suspend, "InvalidJobStatus"),
            (Status::Prechecking, Op::Delete, Op::Start, "DTS.Msg.CheckStatus.InvalidInitStatus"),
            (Status::Migrating, Op::Suspend, Op::Configure, "DTS.Msg.UpdateJob.OperationDenied.InitStatus"),
            (Status::Suspending, Op::Start, Op::Suspend, "InvalidJobStatus"),
            (Status::MigrationFailed, Op::Start, Op::Purchase, "InvalidJobStatus"),
            (Status::Migrating, Op::ModifyUnits, Op::Start, "InvalidJobStatus"),
            (Status::Finished, Op::Delete, Op::Start, "InvalidJobStatus"),
            (Status::Finished, Op::Delete, Op::ModifyUnits, "InvalidJobStatus"),
            (Status::Finished, Op::Delete, Op::ModifyRunning, "DTS.Msg.ModifyDenied.JobStatusNotRunning"),
            (Status::NotConfigured, Op::Configure, Op::Start, "InvalidJobStatus"),
        ];
        for (status, allowed, refused, code) in cases {
            assert!(check(status, allowed).is_ok(), "{status:?} {allowed:?}");
            assert_eq!(check(status, refused).unwrap_err().code(), code, "{status:?} {refused:?}");
        }
    }
}
