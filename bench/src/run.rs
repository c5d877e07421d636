//! All measurements, one after the other.

use super::memory;
use super::report::{Machine, Report, Results};
use super::static_metrics::StaticMetrics;
use super::{BenchError, Settings, changes, emulator, engine, plans, processor, selection, startup};
use acceptance_harness::emulator::EmulatorProcess;
use acceptance_harness::terraform::{Installation, Terraform};

/// Measures as the settings say; `progress` gets a line before each part.
///
/// # Errors
/// A measurement was not possible. A figure that misses its goal is marked in the report and is not an error.
pub async fn run(settings: &Settings, mut progress: impl FnMut(&str)) -> Result<Report, BenchError> {
    let machine = machine(settings).await?;
    let one = settings.changes_only || settings.emulator_only || settings.engine_only;
    let static_metrics = if one { None } else { Some(static_metrics(settings, &mut progress).await?) };
    let changes = match settings.emulator_only || settings.engine_only {
        true => None,
        false => Some(changes::measure(settings, &mut progress).await?),
    };
    let emulator = match settings.engine_only {
        true => None,
        false => {
            progress("the emulator with many jobs");
            Some(emulator::measure(settings).await?)
        }
    };
    let engine = match settings.changes_only || settings.emulator_only {
        true => None,
        false => {
            progress("the engine of jobs between real servers, which takes a few minutes");
            Some(engine::measure(settings, &mut progress).await?)
        }
    };
    Ok(Report::new(machine, &Results { static_metrics, changes, emulator, engine }))
}

async fn static_metrics(settings: &Settings, mut progress: impl FnMut(&str)) -> Result<StaticMetrics, BenchError> {
    let provider = &settings.binaries.provider;
    let control = &settings.binaries.control;
    let emulator = EmulatorProcess::start(provider, &[]).await?;
    progress("starting both providers and asking for their schemas");
    let startup = startup::measure(provider, settings).await?;
    let control_startup = startup::measure(control, settings).await?;
    progress("memory after ConfigureProvider, size of the binaries");
    let resident = memory::resident(provider, emulator.url()).await?;
    let control_resident = memory::resident(control, emulator.url()).await?;
    let sizes = (memory::size(provider)?, memory::size(control)?);
    progress("processor time of a task with many tables");
    let selection = selection::measure(provider, settings).await?;
    progress("wall time of plans, which takes a few minutes");
    let plans = plans::measure(settings, emulator.url()).await?;
    progress("processor time of the providers in plans");
    let processor = processor::measure(settings, emulator.url()).await?;
    emulator.stop().await?;
    Ok(StaticMetrics {
        startup: (startup, control_startup),
        resident: (resident, control_resident),
        sizes,
        selection,
        plans,
        processor,
    })
}

async fn machine(settings: &Settings) -> Result<Machine, BenchError> {
    let terraform = Terraform::with_plugins(Installation::Mirror, &[])?.version().await?;
    let information = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = information.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    Ok(Machine {
        cores: std::thread::available_parallelism().map_or(0, std::num::NonZero::get),
        processor: model.map_or_else(|| std::env::consts::ARCH.to_owned(), |(_, name)| name.to_owned()),
        terraform,
        release: settings.is_release(),
        rounds: settings.rounds,
    })
}
