//! Other processes: which process started them, which of them still run, and signals to them.
//!
//! The Rust standard library has no safe functions for these, so the tools `ps` and `kill` of the system are used.

use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::{Instant, sleep};

use crate::HarnessError;

/// Between two lists of the processes.
const PAUSE: Duration = Duration::from_millis(20);

/// One process.
struct Process {
    id: u32,
    parent: u32,
    /// Ended, but its exit code was not read yet.
    ended: bool,
}

/// The running processes a process has started.
///
/// # Errors
/// [`HarnessError::Run`] when `ps` does not run.
pub async fn children(of: u32) -> Result<Vec<u32>, HarnessError> {
    let all = all().await?;
    Ok(all.into_iter().filter(|process| process.parent == of && !process.ended).map(|process| process.id).collect())
}

/// Waits until none of these runs any more; the ones that still run when time is up.
///
/// # Errors
/// As [`children`].
pub async fn until_gone(ids: &[u32], limit: Duration) -> Result<Vec<u32>, HarnessError> {
    let begun = Instant::now();
    loop {
        let all = all().await?;
        let left: Vec<u32> = all
            .into_iter()
            .filter(|process| ids.contains(&process.id) && !process.ended)
            .map(|process| process.id)
            .collect();
        if left.is_empty() || begun.elapsed() > limit {
            return Ok(left);
        }
        sleep(PAUSE).await;
    }
}

/// Sends a signal, `KILL` or the like; to a process that is gone it does nothing.
///
/// # Errors
/// [`HarnessError::Run`] when `kill` does not run.
pub async fn signal(name: &str, ids: &[u32]) -> Result<(), HarnessError> {
    let targets: Vec<String> = ids.iter().map(u32::to_string).collect();
    kill(name, &targets).await
}

/// Sends a signal to a complete group, as a terminal does.
///
/// # Errors
/// As [`signal`].
pub async fn signal_group(name: &str, group: u32) -> Result<(), HarnessError> {
    kill(name, &[format!("-{group}")]).await
}

async fn kill(name: &str, targets: &[String]) -> Result<(), HarnessError> {
    if targets.is_empty() {
        return Ok(());
    }
    let mut command = Command::new("kill");
    command.args(["-s", name, "--"]).args(targets).stderr(Stdio::null());
    command.status().await.map(|_| ()).map_err(|source| HarnessError::Run { path: "kill".into(), source })
}

async fn all() -> Result<Vec<Process>, HarnessError> {
    let listed = Command::new("ps").args(["-A", "-o", "pid=,ppid=,stat="]).output().await;
    let listed = listed.map_err(|source| HarnessError::Run { path: "ps".into(), source })?;
    Ok(String::from_utf8_lossy(&listed.stdout).lines().filter_map(process).collect())
}

fn process(line: &str) -> Option<Process> {
    let mut words = line.split_whitespace();
    let mut number = || words.next()?.parse().ok();
    let (id, parent) = (number()?, number()?);
    Some(Process { id, parent, ended: words.next()?.starts_with('Z') })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_child_is_found_and_its_end_is_seen() {
        let mut child = Command::new("sleep").arg("60").spawn().unwrap();
        let id = child.id().unwrap();
        assert!(children(std::process::id()).await.unwrap().contains(&id));
        assert_eq!(until_gone(&[id], Duration::ZERO).await.unwrap(), [id]);
        signal("KILL", &[id]).await.unwrap();
        assert_eq!(until_gone(&[id], Duration::from_secs(20)).await.unwrap(), [0; 0]);
        assert!(!child.wait().await.unwrap().success());
    }
}
