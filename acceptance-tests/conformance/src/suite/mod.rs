//! The checks every provider must pass, whatever it provides.

mod answers;
mod bad_input;
mod calls;
mod outcome;
mod required;
mod schema_rules;
mod shutdown;
mod signals;
mod startup;
mod streams;
mod tls;
mod type_expression;

use std::path::Path;

pub use outcome::{CheckResult, Outcome, comparison, failures};

use super::{LaunchOptions, PluginError, PluginProcess};
use outcome::Report;

/// Runs all checks on the binary at `path`, in a fixed order.
///
/// A check that cannot be made, because the plugin did not even start, fails with that reason.
pub async fn run(path: &Path) -> Vec<CheckResult> {
    let mut report = Report::default();
    startup::check(path, &mut report).await;
    tls::check(path, &mut report).await;
    let name = "start: as Terraform starts it";
    match launch(path).await {
        Ok(plugin) => {
            answers::check(&plugin, &mut report).await;
            bad_input::check(&plugin, &mut report).await;
            streams::check(&plugin, &mut report).await;
        }
        Err(error) => report.fail(name, error.to_string()),
    }
    // A separate process: bad input may have killed the first.
    match launch(path).await {
        Ok(mut plugin) => shutdown::check(&mut plugin, &mut report).await,
        Err(error) => report.fail(name, error.to_string()),
    }
    signals::check(path, &mut report).await;
    report.into_results()
}

async fn launch(path: &Path) -> Result<PluginProcess, PluginError> {
    PluginProcess::launch(path, &LaunchOptions::default()).await
}
