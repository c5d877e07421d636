//! The Terraform process that runs a provider process, and whether it has ended.

use serde::{Deserialize, Serialize};
use sysinfo::{Pid, Process, ProcessRefreshKind, ProcessStatus, ProcessesToUpdate, System, UpdateKind};

/// By how many seconds two readings of the start time of one process may differ: some systems calculate it from the clock.
const START_TIME_TOLERANCE: u64 = 2;

/// A Terraform process. An ID alone is not enough, because the system uses it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TerraformProcess {
    /// Process ID.
    pub(super) pid: u32,
    /// Start time, in seconds since 1970.
    pub(super) start_time: u64,
    /// Name of the machine or the container.
    pub(super) host: String,
}

impl TerraformProcess {
    /// The parent process, and its command line. None if the system does not show them.
    pub(super) fn parent() -> Option<(Self, Vec<String>)> {
        let pid = parent_id()?;
        let host = System::host_name().ok()?;
        let system = look_up(pid)?;
        let process = system.process(Pid::from_u32(pid))?;
        let command: Vec<String> = process.cmd().iter().map(|part| part.to_string_lossy().into_owned()).collect();
        (!command.is_empty()).then(|| (Self { pid, start_time: process.start_time(), host }, command))
    }

    /// Whether the process does not run any more. The processes of another machine cannot be seen from here: only the lock
    /// of the record shows whether they run.
    pub(super) fn has_ended(&self) -> bool {
        let Ok(host) = System::host_name() else { return false };
        if host != self.host {
            return true;
        }
        // What cannot be read counts as running.
        let Some(system) = look_up(self.pid) else { return false };
        system
            .process(Pid::from_u32(self.pid))
            .is_none_or(|process| has_stopped(process) || !self.started_with(process))
    }

    /// Whether both are the same process.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.pid == other.pid
            && self.host == other.host
            && self.start_time.abs_diff(other.start_time) <= START_TIME_TOLERANCE
    }

    fn started_with(&self, process: &Process) -> bool {
        self.start_time.abs_diff(process.start_time()) <= START_TIME_TOLERANCE
    }
}

/// Whether the process has exited and its parent has not read its exit status yet.
fn has_stopped(process: &Process) -> bool {
    matches!(process.status(), ProcessStatus::Zombie | ProcessStatus::Dead)
}

fn look_up(pid: u32) -> Option<System> {
    let mut system = System::new().ok()?;
    let kind = ProcessRefreshKind::nothing().with_cmd(UpdateKind::Always).without_tasks();
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[Pid::from_u32(pid)]), true, kind);
    Some(system)
}

#[cfg(unix)]
fn parent_id() -> Option<u32> {
    Some(std::os::unix::process::parent_id())
}

#[cfg(not(unix))]
fn parent_id() -> Option<u32> {
    let pid = std::process::id();
    look_up(pid)?.process(Pid::from_u32(pid))?.parent().map(Pid::as_u32)
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    fn started() -> (std::process::Child, TerraformProcess) {
        let child = Command::new("sleep").arg("60").stdout(Stdio::null()).spawn().unwrap();
        let system = look_up(child.id()).unwrap();
        let start_time = system.process(Pid::from_u32(child.id())).unwrap().start_time();
        let process = TerraformProcess { pid: child.id(), start_time, host: System::host_name().unwrap() };
        (child, process)
    }

    #[test]
    #[cfg(unix)]
    fn a_process_runs_until_it_is_killed() {
        let (mut child, process) = started();
        assert!(!process.has_ended());
        assert!(process.is(&process.clone()));
        child.kill().unwrap();
        while !process.has_ended() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        child.wait().unwrap();
        assert!(process.has_ended());
    }

    #[test]
    #[cfg(unix)]
    fn another_process_with_the_same_id_is_another_process() {
        let (mut child, process) = started();
        let earlier = TerraformProcess { start_time: process.start_time - 60, ..process.clone() };
        assert!(earlier.has_ended() && !earlier.is(&process));
        let elsewhere = TerraformProcess { host: "another-machine".into(), ..process.clone() };
        assert!(elsewhere.has_ended() && !elsewhere.is(&process));
        child.kill().unwrap();
        child.wait().unwrap();
    }

    #[test]
    fn the_parent_of_this_process_runs() {
        let (parent, command) = TerraformProcess::parent().unwrap();
        assert!(!parent.has_ended() && !command.is_empty());
    }
}
