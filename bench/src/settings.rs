//! How often everything is measured.

use std::path::PathBuf;

/// How many resources the plans have: none is the floor, then few, the number in the goal, and many.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counts {
    pub(super) few: u32,
    pub(super) main: u32,
    pub(super) many: u32,
}

impl Counts {
    pub(super) fn all(self) -> [u32; 4] {
        [0, self.few, self.main, self.many]
    }
}

/// The counts the goals are written for.
pub(super) const COUNTS: Counts = Counts { few: 300, main: 1000, many: 3000 };

/// How many tables the two tasks have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tables {
    pub(super) few: u32,
    pub(super) many: u32,
}

/// The numbers of tables the goals are written for.
pub(super) const TABLES: Tables = Tables { few: 1000, many: 10_000 };

/// The binaries to measure.
#[derive(Clone, Debug)]
pub struct Binaries {
    /// Our provider.
    pub provider: PathBuf,
    /// The provider without a cloud, on our own plugin crate.
    pub plain: PathBuf,
    /// The provider without a cloud, on tf-provider.
    pub control: PathBuf,
}

/// What to measure and how often.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What to measure.
    pub binaries: Binaries,
    /// Measure only changes in a cloud.
    pub changes_only: bool,
    /// How often a plugin is started.
    pub starts: u32,
    /// How often the schema is read on one connection.
    pub calls: u32,
    /// How often the wall time of every plan is measured, and the plans of many tables.
    pub rounds: u32,
    /// How often the processor time of a plan is measured.
    pub processor_rounds: u32,
    /// How often trusts are created, read and deleted at each latency.
    pub lifecycles: u32,
    /// How many trusts these are.
    pub trusts: u32,
    /// How many trusts are refreshed for the goal of a refresh.
    pub refreshed_trusts: u32,
    /// How many trusts there are when the provider's memory is measured.
    pub resident_trusts: u32,
    /// How many tasks are read.
    pub tasks: u32,
    /// How many instances are read.
    pub instances: u32,
    /// Measure the emulator and nothing else.
    pub emulator_only: bool,
    /// Measure the engine of jobs between real servers and nothing else.
    pub engine_only: bool,
    /// How many rows the engine copies.
    pub engine_rows: u32,
    /// How many transactions with changes it applies in a round.
    pub engine_transactions: u32,
    /// How often the engine and the other programs are measured.
    pub engine_rounds: u32,
    /// How many jobs the emulator holds when it is measured.
    pub emulator_jobs: u32,
    /// How many seconds each kind of load on the emulator lasts.
    pub emulator_seconds: u32,
}

impl Settings {
    /// Enough measurements for reliable medians.
    #[must_use]
    pub fn full(binaries: Binaries) -> Self {
        Self {
            binaries,
            changes_only: false,
            starts: 40,
            calls: 100,
            rounds: 5,
            processor_rounds: 3,
            lifecycles: 2,
            trusts: 1000,
            refreshed_trusts: 300,
            resident_trusts: 5000,
            tasks: 1000,
            instances: 20,
            emulator_only: false,
            engine_only: false,
            engine_rows: 1_000_000,
            engine_transactions: 60_000,
            engine_rounds: 3,
            emulator_jobs: 10_000,
            emulator_seconds: 10,
        }
    }

    /// A few measurements of everything: they show that the benchmark works, and are not reliable figures.
    #[must_use]
    pub fn quick(binaries: Binaries) -> Self {
        Self {
            binaries,
            changes_only: false,
            starts: 5,
            calls: 10,
            rounds: 1,
            processor_rounds: 1,
            lifecycles: 1,
            trusts: 50,
            refreshed_trusts: 30,
            resident_trusts: 100,
            tasks: 80,
            instances: 5,
            emulator_only: false,
            engine_only: false,
            engine_rows: 50_000,
            engine_transactions: 2_000,
            engine_rounds: 1,
            emulator_jobs: 200,
            emulator_seconds: 1,
        }
    }

    /// Whether the binary was built with optimizations, judged by its folder.
    pub(super) fn is_release(&self) -> bool {
        self.binaries.provider.components().any(|part| part.as_os_str() == "dist")
    }
}
