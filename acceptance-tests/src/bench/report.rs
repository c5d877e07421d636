//! The figures beside their goals.

use std::fmt;

use super::changes::Changes;
use super::emulator::Emulator;
use super::plans::Plans;
use super::processor::Processor;
use super::selection::Selection;
use super::settings::{COUNTS, TABLES};
use super::startup::Startup;
use super::subject::Subject;
use crate::table::Table;

/// What everything ran on.
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
    pub(super) still: Option<Still>,
    pub(super) changes: Option<Changes>,
    pub(super) emulator: Emulator,
}

/// What was measured in plans and without Terraform; in pairs our own and the control.
#[derive(Debug)]
pub(super) struct Still {
    pub(super) startup: (Startup, Startup),
    pub(super) resident: (f64, f64),
    pub(super) sizes: (f64, f64),
    pub(super) selection: Selection,
    pub(super) plans: Plans,
    pub(super) processor: Processor,
}

/// How a number is written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unit {
    Milliseconds,
    Microseconds,
    /// 1,000,000 bytes.
    Megabytes,
    Times,
    Calls,
    /// Calls a second; the goal is the least.
    PerSecond,
}

impl Unit {
    fn text(self, value: f64) -> String {
        match self {
            Self::Milliseconds => format!("{:.1} ms", value * 1e3),
            Self::Microseconds => format!("{:.0} µs", value * 1e6),
            Self::Megabytes => format!("{:.1} MB", value / 1e6),
            Self::Times => format!("{value:.2} ×"),
            Self::Calls => format!("{value:.2} calls"),
            Self::PerSecond => format!("{value:.0} /s"),
        }
    }

    /// Whether a goal is the least and not the most.
    fn more_is_better(self) -> bool {
        matches!(self, Self::PerSecond)
    }
}

/// One line of the first table.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub(super) name: String,
    pub(super) unit: Unit,
    pub(super) goal: Option<f64>,
    pub(super) ours: f64,
    pub(super) control: Option<f64>,
}

impl Figure {
    /// Judged as it is, not as it is printed. Not a number is not met.
    fn verdict(&self) -> &'static str {
        match self.goal {
            None => "",
            Some(goal) if self.unit.more_is_better() && self.ours >= goal => "met",
            Some(goal) if !self.unit.more_is_better() && self.ours <= goal => "met",
            Some(_) => "MISSED",
        }
    }
}

/// The tables.
#[derive(Clone, Debug)]
pub struct Report {
    machine: Machine,
    figures: Vec<Figure>,
    plans: Option<Table>,
}

impl Report {
    pub(super) fn new(machine: Machine, results: &Results) -> Self {
        let mut figures = results.still.as_ref().map(still_figures).unwrap_or_default();
        figures.extend(results.changes.as_ref().map(Changes::figures).unwrap_or_default());
        figures.extend(results.emulator.figures());
        let plans = results.still.as_ref().map(|still| plan_table(&still.plans, &still.processor));
        Self { machine, figures, plans }
    }

    /// Names of the figures that miss their goals.
    #[must_use]
    pub fn missed(&self) -> Vec<&str> {
        let missed = self.figures.iter().filter(|figure| figure.verdict() == "MISSED");
        missed.map(|figure| figure.name.as_str()).collect()
    }
}

fn still_figures(results: &Still) -> Vec<Figure> {
    let mut figures = process_figures(results);
    figures.extend(selection_figures(&results.selection));
    figures.extend(plan_figures(&results.plans, &results.processor));
    figures
}

fn process_figures(results: &Still) -> Vec<Figure> {
    use Unit::{Megabytes, Milliseconds};
    let (ours, control) = &results.startup;
    let figure = |name: &str, unit, goal, ours, control| Figure {
        name: name.to_owned(),
        unit,
        goal,
        ours,
        control: Some(control),
    };
    let (handshakes, schemas) = ((&ours.handshake, &control.handshake), (&ours.schema, &control.schema));
    vec![
        figure("start to handshake line", Milliseconds, Some(0.010), handshakes.0.median(), handshakes.1.median()),
        figure("  the quickest start", Milliseconds, None, handshakes.0.min(), handshakes.1.min()),
        figure("GetProviderSchema", Milliseconds, Some(0.005), schemas.0.median(), schemas.1.median()),
        figure(
            "  the first of a process",
            Milliseconds,
            Some(0.005),
            ours.first_schema.median(),
            control.first_schema.median(),
        ),
        figure("memory after ConfigureProvider", Megabytes, Some(30e6), results.resident.0, results.resident.1),
        figure("size of the binary", Megabytes, Some(20e6), results.sizes.0, results.sizes.1),
    ]
}

/// The control has no resource that could hold tables.
fn selection_figures(selection: &Selection) -> Vec<Figure> {
    let figure = |name, unit, goal, ours| Figure { name, unit, goal: Some(goal), ours, control: None };
    let (few, many) = (selection.few.median(), selection.many.median());
    let name = format!("CPU to validate and plan {} tables", TABLES.few);
    let growth = format!("  {} tables against {}", TABLES.many, TABLES.few);
    vec![
        figure(name, Unit::Milliseconds, 0.003, few),
        figure(growth, Unit::Times, 1.1 * f64::from(TABLES.many) / f64::from(TABLES.few), many / few),
    ]
}

fn plan_figures(plans: &Plans, processor: &Processor) -> Vec<Figure> {
    let ratio = |subject| plans.times_built_in(subject, COUNTS.main);
    let growth = |subject| plans.growth(subject);
    let cost = |subject| processor.per_resource(subject);
    let figure = |name: String, unit, goal, of: &dyn Fn(Subject) -> f64, subject| Figure {
        name,
        unit,
        goal,
        ours: of(subject),
        control: (subject == Subject::Online).then(|| of(Subject::Control)),
    };
    let mut figures = Vec::new();
    for (subject, how) in [(Subject::Online, ""), (Subject::Offline, ", offline")] {
        let name = format!("plan of {} against terraform_data{how}", COUNTS.main);
        figures.push(figure(name, Unit::Times, Some(1.5), &ratio, subject));
        let name = format!("time each at {} against {}{how}", COUNTS.many, COUNTS.few);
        figures.push(figure(name, Unit::Times, Some(1.3), &growth, subject));
        let name = format!("provider CPU each further resource{how}");
        figures.push(figure(name, Unit::Microseconds, None, &cost, subject));
    }
    figures
}

fn plan_table(plans: &Plans, processor: &Processor) -> Table {
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

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Machine { cores, processor, terraform, release, rounds } = &self.machine;
        writeln!(out, "{cores} cores ({processor}), {terraform}, provider {}", env!("CARGO_PKG_VERSION"))?;
        if !release {
            writeln!(out, "THE PROVIDER IS NOT A RELEASE BUILD: these figures say nothing; run make bench")?;
        }
        let mut table = Table::new(&["figure", "goal", "dts", "tf-provider", ""]);
        for figure in &self.figures {
            let text = |value: Option<f64>| value.map_or_else(String::new, |value| figure.unit.text(value));
            let bound = if figure.unit.more_is_better() { "≥" } else { "≤" };
            let goal = figure.goal.map_or_else(String::new, |goal| format!("{bound} {}", figure.unit.text(goal)));
            let cells = [goal, text(Some(figure.ours)), text(figure.control), figure.verdict().to_owned()];
            let [goal, ours, control, verdict] = cells;
            table.row([figure.name.clone(), goal, ours, control, verdict]);
        }
        write!(out, "\n{}", table.text())?;
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
    use super::*;

    fn report(ours: f64, release: bool) -> Report {
        let machine = Machine { cores: 2, processor: "x".into(), terraform: "Terraform v1".into(), release, rounds: 1 };
        let figure =
            Figure { name: "start".into(), unit: Unit::Milliseconds, goal: Some(0.010), ours, control: Some(0.1) };
        Report { machine, figures: vec![figure], plans: Some(plan_table(&Plans::default(), &Processor::default())) }
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
    fn of_calls_a_second_the_goal_is_the_least() {
        let verdict = |ours| {
            let (name, unit) = ("reads".into(), Unit::PerSecond);
            Figure { name, unit, goal: Some(5000.0), ours, control: None }.verdict()
        };
        assert_eq!([5000.0, 4999.0, f64::NAN].map(verdict), ["met", "MISSED", "MISSED"]);
    }

    #[test]
    fn the_report_says_on_what_it_was_made() {
        let text = report(0.001, true).to_string();
        assert!(text.starts_with("2 cores (x), Terraform v1, provider 0."), "{text}");
        assert!(!text.contains("NOT A RELEASE"));
        assert!(report(0.001, false).to_string().contains("NOT A RELEASE"));
    }
}
