//! The memory of the running provider, and the size of its file.

use std::path::{Path, PathBuf};

use tfplugin::generated::tfplugin6::{configure_provider, get_provider_schema, validate_provider_config};

use super::BenchError;
use super::subject::VARIABLES;
use acceptance_harness::HarnessError;
use acceptance_harness::profiles::SOURCE_OWNER;
use tfplugin_conformance::values::empty_config;
use tfplugin_conformance::{LaunchOptions, PluginError, PluginProcess};

/// Resident memory in bytes, after the calls that Terraform sends up to `ConfigureProvider`.
///
/// Keys and endpoints come from the environment, so that one empty provider block fits every provider.
pub(super) async fn resident(path: &Path, emulator: &str) -> Result<f64, BenchError> {
    let mut options = LaunchOptions::default();
    let keys = [SOURCE_OWNER.id, SOURCE_OWNER.secret, "cn-hangzhou", emulator, emulator, emulator];
    for (name, value) in VARIABLES.into_iter().zip(keys) {
        options = options.with_env(name, value);
    }
    let mut plugin = PluginProcess::launch(path, &options).await?;
    configure(&plugin, path).await?;
    let bytes = of_process(plugin.pid().unwrap_or_default(), "VmRSS:");
    plugin.shutdown().await?;
    bytes
}

async fn configure(plugin: &PluginProcess, path: &Path) -> Result<(), BenchError> {
    let mut client = plugin.provider().await?;
    let schema = client.get_provider_schema(get_provider_schema::Request {}).await.map_err(PluginError::from)?;
    let block = schema.into_inner().provider.and_then(|schema| schema.block).unwrap_or_default();
    let config = Some(empty_config(&block));
    let request = validate_provider_config::Request { config: config.clone() };
    let validated = client.validate_provider_config(request).await.map_err(PluginError::from)?.into_inner();
    let request = configure_provider::Request {
        terraform_version: "1.11.4".to_owned(),
        config,
        ..configure_provider::Request::default()
    };
    let configured = client.configure_provider(request).await.map_err(PluginError::from)?.into_inner();
    let complaints = validated.diagnostics.into_iter().chain(configured.diagnostics);
    let complaints: Vec<String> = complaints.map(|found| format!("{}: {}", found.summary, found.detail)).collect();
    if complaints.is_empty() {
        return Ok(());
    }
    Err(BenchError::Refused { call: "ConfigureProvider", plugin: path.to_owned(), answer: complaints.join("; ") })
}

/// A figure of a process in bytes, by its name in the system's file.
pub(super) fn of_process(pid: u32, name: &str) -> Result<f64, BenchError> {
    let path = PathBuf::from(format!("/proc/{pid}/status"));
    let unreadable = |reason: String| BenchError::Unreadable { what: "resident memory", path: path.clone(), reason };
    let status = std::fs::read_to_string(&path).map_err(|error| unreadable(error.to_string()))?;
    kilobytes(&status, name).ok_or_else(|| unreadable(format!("it has no line {name} in kB")))
}

/// The kernel writes kB and means 1,024 bytes.
fn kilobytes(status: &str, name: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix(" kB")?.parse::<f64>().ok().map(|kilobytes| kilobytes * 1024.0)
}

/// Size of the file in bytes.
pub(super) fn size(path: &Path) -> Result<f64, BenchError> {
    let metadata = std::fs::metadata(path).map_err(HarnessError::file("read the size of", path))?;
    Ok(metadata.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernels_kilobytes_are_1024_bytes() {
        assert_eq!(kilobytes("Name:\tx\nVmRSS:\t    2 kB\nVmData:\t9 kB\n", "VmRSS:"), Some(2048.0));
        assert_eq!(kilobytes("VmData:\t9 kB\n", "VmRSS:"), None);
    }
}
