//! The figures beside their goals.

use std::fmt;

use super::changes::Changes;
use super::emulator::Emulator;
use super::engine::Engine;
use super::metric::Metric;
use super::settings::COUNTS;
use super::static_metrics::{StaticMetrics, plan_table};
use acceptance_harness::table::Table;

/// The machine and the programs of the measurements.
#[derive(Clone, Debug)]
pub(super) struct Machine {
    pub(super) cores: usize,
    pub(super) processor: String,
    pub(super) terraform: String,
    pub(super) release: bool,
    pub(super) rounds: u32,
}

/// Everything that was measured.
#[derive(Debug)]
pub(super) struct Results {
    /// Without any change to the cloud.
    pub(super) static_metrics: Option<StaticMetrics>,
    pub(super) changes: Option<Changes>,
    pub(super) emulator: Option<Emulator>,
    pub(super) engine: Option<Engine>,
}

/// The tables.
#[derive(Clone, Debug)]
pub struct Report {
    machine: Machine,
    metrics: Vec<Metric>,
    plans: Option<Table>,
    /// What could not be measured.
    notes: Vec<String>,
}

impl Report {
    pub(super) fn new(machine: Machine, results: &Results) -> Self {
        let mut metrics = results.static_metrics.as_ref().map(StaticMetrics::metrics).unwrap_or_default();
        metrics.extend(results.changes.as_ref().map(Changes::metrics).unwrap_or_default());
        metrics.extend(results.emulator.as_ref().map(Emulator::metrics).unwrap_or_default());
        metrics.extend(results.engine.as_ref().map(Engine::metrics).unwrap_or_default());
        let notes = results.engine.as_ref().map(Engine::notes).unwrap_or_default();
        let plans = results
            .static_metrics
            .as_ref()
            .map(|static_metrics| plan_table(&static_metrics.plans, &static_metrics.processor));
        Self { machine, metrics, plans, notes }
    }

    /// Names of the figures that miss their goals.
    #[must_use]
    pub fn missed(&self) -> Vec<&str> {
        let missed = self.metrics.iter().filter(|metric| metric.verdict() == "MISSED");
        missed.map(|metric| metric.name.as_str()).collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Machine { cores, processor, terraform, release, rounds } = &self.machine;
        writeln!(out, "{cores} cores ({processor}), {terraform}, provider {}", env!("CARGO_PKG_VERSION"))?;
        if !release {
            writeln!(out, "THE PROVIDER IS NOT A RELEASE BUILD: these figures say nothing; run make bench")?;
        }
        let mut table = Table::new(&["figure", "goal", "dts", "tf-provider", ""]);
        for metric in &self.metrics {
            table.row(metric.row());
        }
        write!(out, "\n{}", table.text())?;
        for note in &self.notes {
            writeln!(out, "\n{note}")?;
        }
        let Some(plans) = &self.plans else { return Ok(()) };
        writeln!(
            out,
            "\nterraform plan without a state, median wall time of {rounds} interleaved rounds, by resources"
        )?;
        write!(out, "\n{}\n", plans.text())?;
        writeln!(out, "× at N: as a multiple of terraform_data, median of the rounds")?;
        writeln!(out, "each at N: the wall time beyond that of a plan without resources, divided by N")?;
        let (few, many) = (COUNTS.few, COUNTS.many);
        writeln!(
            out,
            "CPU each: user and system time of the provider alone, for each resource between {few} and {many}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::metric::Unit;
    use super::super::plans::Plans;
    use super::super::processor::Processor;
    use super::*;

    fn report(ours: f64, release: bool) -> Report {
        let machine = Machine { cores: 2, processor: "x".into(), terraform: "Terraform v1".into(), release, rounds: 1 };
        let metric =
            Metric { name: "start".into(), unit: Unit::Milliseconds, goal: Some(0.010), ours, control: Some(0.1) };
        Report {
            machine,
            metrics: vec![metric],
            plans: Some(plan_table(&Plans::default(), &Processor::default())),
            notes: vec!["NOT MEASURED: x".into()],
        }
    }

    #[test]
    fn a_figure_is_judged_by_its_goal() {
        let met = report(0.010, true);
        assert!(met.missed().is_empty() && met.to_string().contains("start   ≤ 10.0 ms  10.0 ms  100.0 ms     met\n"));
        let missed = report(0.010_01, true);
        assert_eq!(missed.missed(), ["start"]);
        assert!(missed.to_string().contains("MISSED"));
        assert_eq!(report(f64::NAN, true).missed(), ["start"]);
    }

    #[test]
    fn the_report_names_the_machine_and_the_build() {
        let text = report(0.001, true).to_string();
        assert!(text.starts_with("2 cores (x), Terraform v1, provider 0."), "{text}");
        assert!(!text.contains("NOT A RELEASE"));
        assert!(report(0.001, false).to_string().contains("NOT A RELEASE"));
    }
}
