//! The costs of changes and reads in a cloud, beside their goals.

use super::lifecycle::{self, Lifecycle};
use super::metric::{Metric, Unit};
use super::tasks::{self, DETAIL, DETAILS_A_SECOND, Tasks};
use super::{BenchError, Settings, peak_memory};

/// Seconds of a refresh of 300 trusts at 20 ms, on two cores.
const REFRESH_OF_300: f64 = 1.7;

/// Everything that was measured with changes to a cloud.
#[derive(Debug)]
pub(super) struct Changes {
    lifecycles: Vec<Lifecycle>,
    peak: f64,
    tasks: Tasks,
    trusts: u32,
    refreshed_trusts: u32,
    resident_trusts: u32,
    many_tasks: u32,
}

/// Runs all these measurements.
pub(super) async fn measure(settings: &Settings, mut progress: impl FnMut(&str)) -> Result<Changes, BenchError> {
    let lifecycles = lifecycle::measure(settings, &mut progress).await?;
    progress("peak memory with many trusts");
    let peak = peak_memory::measure(settings).await?;
    progress("refresh of many tasks, which takes a few minutes: they are created first");
    let tasks = tasks::measure(settings).await?;
    let Settings { trusts, refreshed_trusts, resident_trusts, tasks: many_tasks, .. } = *settings;
    Ok(Changes { lifecycles, peak, tasks, trusts, refreshed_trusts, resident_trusts, many_tasks })
}

impl Changes {
    pub(super) fn metrics(&self) -> Vec<Metric> {
        let mut metrics = self.times_and_memory();
        metrics.extend(self.calls());
        metrics
    }

    /// Wall time, processor time and memory.
    fn times_and_memory(&self) -> Vec<Metric> {
        let mut metrics = Vec::new();
        for Lifecycle { latency, apply, refresh, destroy, refresh_alone } in &self.lifecycles {
            for (what, goal, samples) in
                [("apply", Some(1.3), apply), ("refresh", None, refresh), ("destroy", Some(1.3), destroy)]
            {
                let name = format!("{what} of {} trusts at {latency} ms, against the floor", self.trusts);
                metrics.push(metric(name, Unit::Times, goal, samples.ratios.median()));
                if *latency == 0 {
                    let name = format!("  {what} of a twin without a cloud, against the floor");
                    metrics.push(metric(name, Unit::Times, None, samples.twin.median()));
                }
                if what == "refresh" {
                    let name = format!("  wall time of refresh of {} trusts at {latency} ms", self.trusts);
                    metrics.push(metric(name, Unit::Milliseconds, None, samples.seconds.median()));
                }
                let name = format!("  provider CPU each call of {what} at {latency} ms");
                metrics.push(metric(name, Unit::Milliseconds, Some(0.001), samples.cpu.median()));
            }
            let name = format!("wall time of refresh of {} trusts at {latency} ms", self.refreshed_trusts);
            let goal = (*latency == 20 && self.refreshed_trusts == 300).then_some(REFRESH_OF_300);
            metrics.push(metric(name, Unit::Milliseconds, goal, refresh_alone.median()));
        }
        let name = format!("refresh of {} tasks, against the floor", self.many_tasks);
        metrics.push(metric(name, Unit::Times, Some(1.3), self.tasks.ratio));
        let name = format!("peak memory with {} trusts", self.resident_trusts);
        metrics.push(metric(name, Unit::Megabytes, Some(80e6), self.peak));
        metrics
    }

    /// The number of calls, against the formula: of a trust with one policy, and of the rest.
    fn calls(&self) -> Vec<Metric> {
        let each = |name: &str, goal, ours| metric(name.to_owned(), Unit::Calls, goal, ours);
        let mut metrics = Vec::new();
        if let Some(Lifecycle { apply, refresh, destroy, .. }) = self.lifecycles.last() {
            metrics.extend([
                each("create of a trust (2 + 1 policy)", Some(3.0), apply.calls.each(self.trusts)),
                each("refresh of a trust", Some(3.0), refresh.calls.each(self.trusts)),
                each("destroy of a trust, after its refresh", None, destroy.calls.each(self.trusts)),
            ]);
        }
        let Tasks { calls, each_task, each_instance, .. } = &self.tasks;
        let busiest = calls.busiest_second(DETAIL);
        metrics.extend([
            each("refresh of a task", Some(2.0), *each_task),
            each("refresh of an instance", Some(2.0), *each_instance),
            each("DescribeDtsJobDetail in the busiest second", Some(DETAILS_A_SECOND), busiest),
        ]);
        metrics
    }
}

/// The control has no cloud.
fn metric(name: String, unit: Unit, goal: Option<f64>, ours: f64) -> Metric {
    Metric { name, unit, goal, ours, control: None }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_figure_has_a_separate_name() {
        let lifecycles = lifecycle::LATENCIES.map(|latency| Lifecycle { latency, ..Lifecycle::default() }).into();
        let tasks = Tasks::default();
        let changes =
            Changes { lifecycles, peak: 1.0, tasks, trusts: 7, refreshed_trusts: 6, resident_trusts: 9, many_tasks: 8 };
        let names: Vec<String> = changes.metrics().into_iter().map(|metric| metric.name).collect();
        let different: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(different.len(), names.len(), "{names:#?}");
        for expected in [
            "apply of 7 trusts at 0 ms, against the floor",
            "destroy of 7 trusts at 20 ms, against the floor",
            "  wall time of refresh of 7 trusts at 0 ms",
            "  wall time of refresh of 7 trusts at 20 ms",
            "wall time of refresh of 6 trusts at 0 ms",
            "wall time of refresh of 6 trusts at 20 ms",
            "refresh of 8 tasks, against the floor",
            "peak memory with 9 trusts",
        ] {
            assert!(different.contains(expected), "{expected} in {names:#?}");
        }
    }
}
