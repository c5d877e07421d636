//! Many trusts created, read and deleted by the real Terraform, in a cloud with a latency.
//!
//! The floor is the shortest possible time. It has two parts: Terraform's own work, measured as the same run over `terraform_data`,
//! and the cloud's latency for each call, divided by the number of resources that Terraform works on at the same time.

use tempfile::TempDir;

use super::calls::{Calls, Log};
use super::samples::Samples;
use super::subject::Subject;
use super::workspace::{PARALLELISM, Workspace};
use super::wrapper::Wrapper;
use super::{BenchError, Settings};
use acceptance_harness::HarnessError;
use acceptance_harness::emulator::EmulatorProcess;
use acceptance_harness::terraform::Plugin;

/// Milliseconds from a call to its answer.
pub(super) const LATENCIES: [u32; 2] = [0, 20];

/// One command, in all rounds.
#[derive(Clone, Debug, Default)]
pub(super) struct CommandSamples {
    /// Wall time in seconds.
    pub(super) seconds: Samples,
    /// Wall time as a multiple of the floor.
    pub(super) ratios: Samples,
    /// The same of a resource with fewer attributes, on our plugin crate and without any cloud: it shows how near to the floor a
    /// provider can come. Measured only where the cloud has no latency.
    pub(super) twin: Samples,
    /// The provider's seconds of processor time for each call.
    pub(super) cpu: Samples,
    /// The calls of the last round.
    pub(super) calls: Calls,
}

/// How often the refresh of the goal is measured in each round: it is short.
const REFRESHES: u32 = 3;

/// All commands at one latency.
#[derive(Clone, Debug, Default)]
pub(super) struct Lifecycle {
    pub(super) latency: u32,
    pub(super) apply: CommandSamples,
    pub(super) refresh: CommandSamples,
    pub(super) destroy: CommandSamples,
    /// Wall time in seconds of a refresh of the number of trusts in the goal.
    pub(super) refresh_alone: Samples,
}

/// Measures at every latency; `progress` gets a line before each.
pub(super) async fn measure(
    settings: &Settings,
    progress: &mut impl FnMut(&str),
) -> Result<Vec<Lifecycle>, BenchError> {
    let mut lifecycles = Vec::new();
    for latency in LATENCIES {
        let (count, rounds) = (settings.trusts, settings.lifecycles);
        progress(&format!(
            "apply, refresh and destroy of {count} trusts at {latency} ms, {rounds} times; each takes a minute or so"
        ));
        lifecycles.push(at_latency(settings, latency).await?);
    }
    Ok(lifecycles)
}

async fn at_latency(settings: &Settings, latency: u32) -> Result<Lifecycle, BenchError> {
    let provider = &settings.binaries.provider;
    let emulator = EmulatorProcess::start(provider, &["--latency-ms", &latency.to_string()]).await?;
    let folder = TempDir::with_prefix("dts-bench-").map_err(HarnessError::file("create", "a temporary folder"))?;
    let wrapper = Wrapper::write(folder.path(), provider)?;
    let plugin = Plugin { name: "dts", binary: wrapper.script().to_owned() };
    let (subject, floor) = (Subject::Online, Subject::BuiltIn);
    let workspace = Workspace::prepare(subject.name(), &subject.configuration(emulator.url()), Some(plugin)).await?;
    let floor = Workspace::prepare(floor.name(), &floor.configuration(""), None).await?;
    let twin =
        Workspace::prepare(Subject::Twin.name(), &Subject::Twin.configuration(""), Subject::Twin.plugin(settings))
            .await?;
    let mut log = Log::new(emulator.url());
    let mut lifecycle = Lifecycle { latency, ..Lifecycle::default() };
    for _ in 0..settings.lifecycles {
        let count = settings.trusts;
        let variables = [("resources", count)];
        let bare = [
            floor.apply(&variables, count).await?,
            floor.refresh(&variables).await?,
            floor.destroy(&variables, count).await?,
        ];
        if latency == 0 {
            lifecycle.apply.twin.add(twin.apply(&variables, count).await? / bare[0]);
            lifecycle.refresh.twin.add(twin.refresh(&variables).await? / bare[1]);
            lifecycle.destroy.twin.add(twin.destroy(&variables, count).await? / bare[2]);
        }
        // Removes the times of processes that `init` started.
        let _ = wrapper.take();
        log.take().await?;
        let took = workspace.apply(&variables, count).await?;
        lifecycle.apply.add(took, bare[0], latency, log.take().await?, wrapper.take()?);
        let took = workspace.refresh(&variables).await?;
        lifecycle.refresh.add(took, bare[1], latency, log.take().await?, wrapper.take()?);
        let took = workspace.destroy(&variables, count).await?;
        lifecycle.destroy.add(took, bare[2], latency, log.take().await?, wrapper.take()?);
        refresh_alone(&workspace, settings.refreshed_trusts, &mut lifecycle.refresh_alone).await?;
    }
    emulator.stop().await?;
    Ok(lifecycle)
}

async fn refresh_alone(workspace: &Workspace, count: u32, samples: &mut Samples) -> Result<(), BenchError> {
    let variables = [("resources", count)];
    workspace.apply(&variables, count).await?;
    for _ in 0..REFRESHES {
        samples.add(workspace.refresh(&variables).await?);
    }
    workspace.destroy(&variables, count).await.map(|_| ())
}

impl CommandSamples {
    fn add(&mut self, took: f64, bare: f64, latency: u32, calls: Calls, cpu: f64) {
        self.seconds.add(took);
        self.ratios.add(took / floor(bare, calls.total(), latency));
        self.cpu.add(cpu / calls.total());
        self.calls = calls;
    }
}

/// Seconds.
fn floor(bare: f64, calls: f64, latency: u32) -> f64 {
    bare + calls * f64::from(latency) / 1000.0 / f64::from(PARALLELISM)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_floor_has_terraforms_time_and_a_tenth_of_the_latencies() {
        assert!((floor(2.0, 3000.0, 20) - 8.0).abs() < 1e-9);
        assert!((floor(2.0, 3000.0, 0) - 2.0).abs() < 1e-9);
    }
}
