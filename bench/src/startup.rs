//! The start of a plugin: its handshake line and its schema.

use std::path::Path;
use std::time::Instant;

use tfplugin::generated::tfplugin6::get_provider_schema;

use super::samples::Samples;
use super::{BenchError, Settings};
use tfplugin_conformance::{LaunchOptions, PluginError, PluginProcess};

/// Seconds each.
#[derive(Clone, Debug, Default)]
pub(super) struct Startup {
    /// From the start of the process to the complete handshake line.
    pub(super) handshake: Samples,
    /// The first `GetProviderSchema` of a process, on an open connection.
    pub(super) first_schema: Samples,
    /// `GetProviderSchema` again and again on one connection.
    pub(super) schema: Samples,
}

/// Starts the plugin as Terraform does, with mutual TLS over its socket.
pub(super) async fn measure(path: &Path, settings: &Settings) -> Result<Startup, BenchError> {
    let mut startup = Startup::default();
    for _ in 0..settings.starts {
        let mut plugin = PluginProcess::launch(path, &LaunchOptions::default()).await?;
        startup.handshake.add(plugin.startup().as_secs_f64());
        startup.first_schema.add(schema_calls(&plugin, 1).await?.median());
        plugin.shutdown().await?;
    }
    let mut plugin = PluginProcess::launch(path, &LaunchOptions::default()).await?;
    startup.schema = schema_calls(&plugin, settings.calls).await?;
    plugin.shutdown().await?;
    Ok(startup)
}

async fn schema_calls(plugin: &PluginProcess, calls: u32) -> Result<Samples, BenchError> {
    let mut client = plugin.provider().await?;
    let mut samples = Samples::default();
    for _ in 0..calls {
        let begun = Instant::now();
        client.get_provider_schema(get_provider_schema::Request {}).await.map_err(PluginError::from)?;
        samples.add(begun.elapsed().as_secs_f64());
    }
    Ok(samples)
}
