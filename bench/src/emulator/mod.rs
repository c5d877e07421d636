//! The speed and the memory of the emulator with many jobs in its data directory.
//!
//! The load comes from the same machine and shares its cores: these figures include signing, sending and reading.

mod load;
mod traffic;

use std::path::Path;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use self::load::Load;
use self::traffic::{Precheck, Reads, Updates};
use super::memory::of_process;
use super::metric::{Metric, Unit};
use super::samples::Samples;
use super::{BenchError, Settings};
use acceptance_harness::HarnessError;
use acceptance_harness::emulator::EmulatorProcess;

/// Connections that read.
const READERS: usize = 16;
/// Connections that write: many callers share one fsync.
const WRITERS: usize = 64;
/// How often it is killed and started again.
const STARTS: usize = 3;

/// Everything that was measured of the emulator.
#[derive(Clone, Debug)]
pub(super) struct Emulator {
    jobs: usize,
    /// Signed reads a second.
    reads: f64,
    /// Durable changes a second.
    writes: f64,
    /// Seconds from the start of the process to the line with the address, after a kill.
    start: f64,
    /// Peak of the resident memory in bytes, over all of this.
    peak: f64,
}

pub(super) async fn measure(settings: &Settings) -> Result<Emulator, BenchError> {
    let provider = &settings.binaries.provider;
    let folder = TempDir::with_prefix("dts-bench-").map_err(HarnessError::file("create", "a temporary folder"))?;
    let length = Duration::from_secs(settings.emulator_seconds.into());
    let emulator = started(provider, folder.path()).await?;
    let load = Load::new(&emulator);
    let jobs = load.create_jobs(WRITERS, settings.emulator_jobs as usize).await?;
    load.times(WRITERS, jobs.len(), &Precheck::new(&jobs)).await?;
    let writes = load.rate(WRITERS, length, &Updates(&jobs)).await?;
    let reads = load.rate(READERS, length, &Reads(&jobs)).await?;
    let mut peak = of_process(emulator.pid(), "VmHWM:")?;
    emulator.stop().await?;
    let mut starts = Samples::default();
    for _ in 0..STARTS {
        let begun = Instant::now();
        let emulator = started(provider, folder.path()).await?;
        starts.add(begun.elapsed().as_secs_f64());
        // So that the next start finds a file that was not closed.
        let load = Load::new(&emulator);
        load.rate(WRITERS, Duration::from_millis(200), &Updates(&jobs)).await?;
        peak = peak.max(of_process(emulator.pid(), "VmHWM:")?);
        emulator.stop().await?;
    }
    Ok(Emulator { jobs: jobs.len(), reads, writes, start: starts.median(), peak })
}

async fn started(provider: &Path, folder: &Path) -> Result<EmulatorProcess, BenchError> {
    // Without polls a precheck has ended when its call is answered, and the job takes changes again.
    Ok(EmulatorProcess::start(provider, &["--polls", "0", "--data-dir", &folder.to_string_lossy()]).await?)
}

impl Emulator {
    pub(super) fn metrics(&self) -> Vec<Metric> {
        let metric = |name: String, unit, goal, ours| Metric { name, unit, goal: Some(goal), ours, control: None };
        let with = format!("with {} jobs", self.jobs);
        vec![
            metric(format!("emulator: signed reads {with}"), Unit::PerSecond, 5000.0, self.reads),
            metric(format!("emulator: durable writes {with}"), Unit::PerSecond, 1500.0, self.writes),
            metric(format!("emulator: start {with}, after kill -9"), Unit::Milliseconds, 1.0, self.start),
            metric(format!("emulator: peak memory {with}"), Unit::Megabytes, 200e6, self.peak),
        ]
    }
}
