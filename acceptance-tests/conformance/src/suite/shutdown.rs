//! Ending: `StopProvider`, then `Shutdown`.

use std::path::Path;
use std::time::{Duration, Instant};

use tfplugin::generated::tfplugin6::stop_provider;

use super::calls::brief;
use super::outcome::{Outcome, Report};
use crate::PluginProcess;

/// Terraform kills a plugin that is not gone by then.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(2);

pub(super) async fn check(plugin: &mut PluginProcess, report: &mut Report) {
    report.expect("end: answers StopProvider", stop(plugin).await);
    // Operations that were stopped still bring back their state, and are followed by other calls.
    report.expect("end: keeps running after StopProvider", stop(plugin).await);

    let begun = Instant::now();
    let ended = plugin.shutdown().await;
    let took = begun.elapsed();
    let complaint = match ended {
        Ok(status) if !status.success() => Some(format!("ended with {status}")),
        Ok(_) if took > SHUTDOWN_TIMEOUT => Some(format!("took {took:?}; Terraform waits {SHUTDOWN_TIMEOUT:?}")),
        Ok(_) => None,
        Err(error) => Some(error.to_string()),
    };
    report.expect("end: Shutdown ends the process in good order", complaint);
    report.expect("end: removes its socket", leftovers(plugin.socket_dir()));
    let said = plugin.stdout();
    let outcome = if said.is_empty() { Outcome::Pass } else { Outcome::Differs(format!("printed {said:?} after it")) };
    report.add("end: standard output held the handshake line and nothing else", outcome);
}

async fn stop(plugin: &PluginProcess) -> Option<String> {
    let mut client = match plugin.provider().await {
        Ok(client) => client,
        Err(error) => return Some(error.to_string()),
    };
    match client.stop_provider(stop_provider::Request {}).await {
        Ok(answer) => Some(answer.into_inner().error).filter(|error| !error.is_empty()),
        Err(status) => Some(brief(&status)),
    }
}

fn leftovers(dir: &Path) -> Option<String> {
    let names: Vec<String> =
        dir.read_dir().into_iter().flatten().flatten().map(|entry| entry.path().display().to_string()).collect();
    (!names.is_empty()).then(|| format!("left behind {}", names.join(", ")))
}
