//! Ending without `Shutdown`: signals, and a host that is gone.

use std::path::Path;
use std::time::Duration;

use tfplugin::generated::tfplugin6::get_metadata;
use tokio::process::Command;
use tokio::time::{Instant, sleep};

use super::outcome::{Outcome, Report};
use crate::{LaunchOptions, PluginError, PluginProcess};

/// How long a signal that must be ignored gets to do harm.
const PAUSE: Duration = Duration::from_millis(300);
/// A plugin whose host is gone should be gone by then.
const ORPHAN_LIMIT: Duration = Duration::from_secs(5);

pub(super) async fn check(path: &Path, report: &mut Report) {
    let interrupted = interrupt(path).await;
    report.expect("signals: SIGINT is the host's to act on", interrupted.err().map(|error| error.to_string()));

    let terminated = terminate(path).await;
    report.add("signals: SIGTERM ends the process in good order", terminated.map_or(Outcome::Pass, Outcome::Differs));

    let outcome = match orphan(path).await {
        Ok(true) => Outcome::Pass,
        Ok(false) => Outcome::Differs(format!("still there {ORPHAN_LIMIT:?} after its host")),
        Err(error) => Outcome::Fail(error.to_string()),
    };
    report.add("signals: ends when its host is gone", outcome);
}

/// Ctrl-C reaches host and plugin alike; the plugin must keep running, because the host sends `StopProvider` and waits.
async fn interrupt(path: &Path) -> Result<(), PluginError> {
    let plugin = PluginProcess::launch(path, &LaunchOptions::default()).await?;
    plugin.signal("INT").await?;
    sleep(PAUSE).await;
    call(&plugin).await
}

/// A complaint when SIGTERM kills instead of ending.
async fn terminate(path: &Path) -> Option<String> {
    let ended = async {
        let mut plugin = PluginProcess::launch(path, &LaunchOptions::default()).await?;
        call(&plugin).await?;
        plugin.signal("TERM").await?;
        let status = plugin.wait().await?;
        let left = plugin.socket_dir().read_dir().map_or(0, Iterator::count);
        Ok::<_, PluginError>((status, left))
    };
    match ended.await {
        Ok((status, _)) if !status.success() => Some(format!("ended with {status}")),
        Ok((_, left)) if left > 0 => Some("left its socket behind".to_owned()),
        Ok(_) => None,
        Err(error) => Some(error.to_string()),
    }
}

/// Starts the plugin below a shell, kills the shell, and says whether the plugin ends too.
async fn orphan(path: &Path) -> Result<bool, PluginError> {
    let script = "\"$0\" & echo \"plugin $!\" >&2; wait";
    let below = LaunchOptions::default().with_arg("-c").with_arg(script).with_arg(path.display().to_string());
    let mut shell = PluginProcess::launch(Path::new("/bin/sh"), &below).await?;
    call(&shell).await?;
    shell.kill().await?;
    let limit = Instant::now() + ORPHAN_LIMIT;
    while Instant::now() < limit {
        if call(&shell).await.is_err() {
            return Ok(true);
        }
        sleep(PAUSE).await;
    }
    let said = shell.stderr();
    let pid = said.lines().find_map(|line| line.strip_prefix("plugin ")).unwrap_or_default();
    // Nothing of ours may stay behind, whatever comes of it.
    let _ = Command::new("kill").args(["-s", "KILL", pid]).status().await;
    Ok(false)
}

/// Any call; a gRPC error is an answer too.
async fn call(plugin: &PluginProcess) -> Result<(), PluginError> {
    match plugin.provider().await?.get_metadata(get_metadata::Request {}).await {
        Err(status) if super::calls::is_broken(&status) => Err(status.into()),
        Ok(_) | Err(_) => Ok(()),
    }
}
