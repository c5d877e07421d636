//! The figures that need no change in a cloud: starts, memory, sizes and plans.

use super::metric::{Metric, Unit};
use super::plans::Plans;
use super::processor::Processor;
use super::selection::Selection;
use super::settings::{COUNTS, TABLES};
use super::startup::Startup;
use super::subject::Subject;
use acceptance_harness::table::Table;

/// The measurements of plans and without Terraform; in each pair the provider and the control.
#[derive(Debug)]
pub(super) struct StaticMetrics {
    pub(super) startup: (Startup, Startup),
    pub(super) resident: (f64, f64),
    pub(super) sizes: (f64, f64),
    pub(super) selection: Selection,
    pub(super) plans: Plans,
    pub(super) processor: Processor,
}

impl StaticMetrics {
    pub(super) fn metrics(&self) -> Vec<Metric> {
        let mut metrics = process_metrics(self);
        metrics.extend(selection_metrics(&self.selection));
        metrics.extend(plan_metrics(&self.plans, &self.processor));
        metrics
    }
}

fn process_metrics(results: &StaticMetrics) -> Vec<Metric> {
    use Unit::{Megabytes, Milliseconds};
    let (ours, control) = &results.startup;
    let metric = |name: &str, unit, goal, ours, control| Metric {
        name: name.to_owned(),
        unit,
        goal,
        ours,
        control: Some(control),
    };
    let (handshakes, schemas) = ((&ours.handshake, &control.handshake), (&ours.schema, &control.schema));
    vec![
        metric("start to handshake line", Milliseconds, Some(0.010), handshakes.0.median(), handshakes.1.median()),
        metric("  the quickest start", Milliseconds, None, handshakes.0.min(), handshakes.1.min()),
        metric("GetProviderSchema", Milliseconds, Some(0.005), schemas.0.median(), schemas.1.median()),
        metric(
            "  the first of a process",
            Milliseconds,
            Some(0.005),
            ours.first_schema.median(),
            control.first_schema.median(),
        ),
        metric("memory after ConfigureProvider", Megabytes, Some(32e6), results.resident.0, results.resident.1),
        metric("size of the binary", Megabytes, Some(24e6), results.sizes.0, results.sizes.1),
    ]
}

/// The control has no resource that could hold tables.
fn selection_metrics(selection: &Selection) -> Vec<Metric> {
    let metric = |name, unit, goal, ours| Metric { name, unit, goal: Some(goal), ours, control: None };
    let (few, many) = (selection.few.median(), selection.many.median());
    let name = format!("CPU to validate and plan {} tables", TABLES.few);
    let growth = format!("  {} tables against {}", TABLES.many, TABLES.few);
    vec![
        metric(name, Unit::Milliseconds, 0.003, few),
        metric(growth, Unit::Times, 1.1 * f64::from(TABLES.many) / f64::from(TABLES.few), many / few),
    ]
}

fn plan_metrics(plans: &Plans, processor: &Processor) -> Vec<Metric> {
    let ratio = |subject| plans.times_built_in(subject, COUNTS.main);
    let growth = |subject| plans.growth(subject);
    let cost = |subject| processor.per_resource(subject);
    let metric = |name: String, unit, goal, of: &dyn Fn(Subject) -> f64, subject| Metric {
        name,
        unit,
        goal,
        ours: of(subject),
        control: (subject == Subject::Online).then(|| of(Subject::Control)),
    };
    let mut metrics = vec![Metric {
        name: format!("plan of {} dts_cam_role_trust against dts_ram_role_trust", COUNTS.main),
        unit: Unit::Times,
        goal: Some(1.1),
        ours: plans.times_another(Subject::Tencent, Subject::Online, COUNTS.main),
        control: None,
    }];
    for (subject, how) in [(Subject::Online, ""), (Subject::Offline, ", offline")] {
        let name = format!("plan of {} against terraform_data{how}", COUNTS.main);
        metrics.push(metric(name, Unit::Times, Some(1.5), &ratio, subject));
        let name = format!("time each at {} against {}{how}", COUNTS.many, COUNTS.few);
        metrics.push(metric(name, Unit::Times, Some(1.3), &growth, subject));
        let name = format!("provider CPU each further resource{how}");
        metrics.push(metric(name, Unit::Microseconds, None, &cost, subject));
    }
    metrics
}

/// The table below the figures.
pub(super) fn plan_table(plans: &Plans, processor: &Processor) -> Table {
    let [none, few, main, many] = COUNTS.all().map(|count| count.to_string());
    let (ratio, each_few, each_many) = (format!("× at {main}"), format!("each at {few}"), format!("each at {many}"));
    let mut table = Table::new(&["planned", &none, &few, &main, &many, &ratio, &each_few, &each_many, "CPU each"]);
    for subject in Subject::ALL {
        let wall = |count| format!("{:.2} s", plans.of(subject, count).median());
        let each = |count| Unit::Microseconds.text(plans.per_resource(subject, count));
        let [none, few, main, many] = COUNTS.all().map(wall);
        let ratio = format!("{:.2}", plans.times_built_in(subject, COUNTS.main));
        let cost = match subject {
            Subject::BuiltIn => String::new(),
            _ => Unit::Microseconds.text(processor.per_resource(subject)),
        };
        let (each_few, each_many) = (each(COUNTS.few), each(COUNTS.many));
        table.row([subject.name().to_owned(), none, few, main, many, ratio, each_few, each_many, cost]);
    }
    table
}
