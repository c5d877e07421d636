//! Starting: the line, and whom the plugin does not serve.

use std::path::Path;

use tfplugin::handshake::CLIENT_CERT_KEY;

use super::outcome::{Outcome, Report};
use crate::launch::{Exited, LaunchOptions, run_to_exit};
use crate::{Network, PluginError, PluginProcess};

pub(super) async fn check(path: &Path, report: &mut Report) {
    line_form(path, report).await;

    let no_cookie = LaunchOptions { cookie: false, ..refusing() };
    report.expect("start: refuses without the magic cookie", refusal(path, &no_cookie).await);

    let version_five = LaunchOptions { protocol_versions: "5".to_owned(), ..refusing() };
    // go-plugin's own server answers with a version that was not requested, and leaves the refusal to the host.
    let refused = refusal(path, &version_five).await;
    report.add("start: refuses a host that speaks version 5 only", refused.map_or(Outcome::Pass, Outcome::Differs));

    let broken = refusing().plain().with_env(CLIENT_CERT_KEY, "this is no certificate");
    report.expect("start: refuses a broken client certificate", refusal(path, &broken).await);

    let failed = |error: PluginError| Outcome::Fail(error.to_string());
    report.add("start: logs in the form Terraform reads", log_form(path).await.unwrap_or_else(failed));
    let logged = log_by_default(path).await.map(|said| said.map_or(Outcome::Pass, Outcome::Differs));
    report.add("start: logs nothing when no log is requested", logged.unwrap_or_else(failed));
}

/// Terraform shows a line by its `@level` and `@message`; other lines are shown as they are, at debug level.
async fn log_form(path: &Path) -> Result<Outcome, PluginError> {
    let mut plugin = PluginProcess::launch(path, &LaunchOptions::default().with_env("TF_LOG", "TRACE")).await?;
    plugin.shutdown().await?;
    let log = plugin.stderr();
    let is_hclog = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
        ["@level", "@message", "@timestamp"].iter().all(|key| value.get(*key).is_some_and(serde_json::Value::is_string))
    };
    Ok(match log.lines().find(|line| !is_hclog(line)) {
        Some(line) => Outcome::Differs(format!("this line is none: {line}")),
        None if log.is_empty() => Outcome::Differs("logs nothing at level trace".to_owned()),
        None => Outcome::Pass,
    })
}

/// What is logged when no log is requested.
async fn log_by_default(path: &Path) -> Result<Option<String>, PluginError> {
    let mut plugin = PluginProcess::launch(path, &LaunchOptions::default()).await?;
    plugin.shutdown().await?;
    Ok(Some(plugin.stderr()).filter(|log| !log.is_empty()).map(|log| format!("printed {log:?}")))
}

/// A plugin that does not refuse keeps running: two seconds show it.
fn refusing() -> LaunchOptions {
    LaunchOptions { timeout: std::time::Duration::from_secs(2), ..LaunchOptions::default() }
}

async fn line_form(path: &Path, report: &mut Report) {
    match PluginProcess::launch(path, &LaunchOptions::default()).await {
        Ok(plugin) => {
            report.expect("start: prints a handshake line", None);
            let outcome = match plugin.line().network {
                Network::Unix(_) => Outcome::Pass,
                Network::Tcp(_) => Outcome::Differs("listens on TCP, which every user of the machine can reach".into()),
            };
            report.add("start: listens on a unix socket", outcome);
            let complaint = plugin.line().certificate.is_none().then(|| "the line has no certificate".to_owned());
            report.expect("start: offers TLS when the host sends a certificate", complaint);
        }
        Err(error) => report.fail("start: prints a handshake line", error.to_string()),
    }
}

/// What is wrong with a refusal: it must be an exit code, a sentence on standard error, and nothing on standard output.
async fn refusal(path: &Path, options: &LaunchOptions) -> Option<String> {
    match run_to_exit(path, options).await {
        Ok(Exited { status, .. }) if status.success() => Some("ended as if all were well".to_owned()),
        Ok(Exited { stdout, .. }) if !stdout.is_empty() => Some(format!("printed {stdout:?} on standard output")),
        Ok(Exited { stderr, .. }) if stderr.trim().len() < 20 => Some(format!("gave no reason but {stderr:?}")),
        Ok(Exited { stderr, .. }) if stderr.contains("panicked") => Some(format!("panicked: {stderr}")),
        Ok(_) => None,
        Err(PluginError::TimedOut { .. }) => Some("started to serve".to_owned()),
        Err(error) => Some(error.to_string()),
    }
}
