//! Every answer to every call.

use std::collections::{BTreeSet, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use acceptance_harness::table::Table;
use futures_util::FutureExt as _;

use crate::mangled_answers::alibaba::ALIBABA;
use crate::mangled_answers::answers::{self, Answer};
use crate::mangled_answers::calls::Point;
use crate::mangled_answers::scenario::Scenario;
use crate::mangled_answers::settings;
use crate::mangled_answers::tencent::TENCENT;
use crate::mangled_answers::worker::{Cell, Ending, Points, Problem, Worker};

/// How many lives of the objects run at the same time: they wait most of the time.
const WORKERS: usize = 40;

/// How a cell can end.
const COLUMNS: [&str; 5] = ["success", "precise error", "lost", "doubled", "other"];

/// The lives that are left, and the results.
struct Shared {
    scenario: &'static Scenario,
    points: Points,
    left: Mutex<VecDeque<Life>>,
    /// With the names of the answers.
    cells: Mutex<Vec<(String, Cell)>>,
    imports: Mutex<usize>,
}

/// One life of the objects.
#[derive(Clone)]
struct Life {
    answer: Answer,
    /// Whether all attempts get the mangled answer, or only the first one.
    always: bool,
    round: usize,
}

fn lives(scenario: &Scenario, points: &Points) -> VecDeque<Life> {
    let only = settings::only();
    let answers =
        answers::all(scenario).into_iter().filter(|answer| only.as_ref().is_none_or(|only| answer.name == *only));
    let each = answers.flat_map(|answer| {
        let rounds = 0..points.rounds();
        rounds.flat_map(move |round| [false, true].map(|always| Life { answer: answer.clone(), always, round }))
    });
    each.step_by(settings::share()).collect()
}

async fn work(shared: Arc<Shared>) {
    let mut worker = Worker::start(shared.scenario).await;
    loop {
        let next = shared.left.lock().unwrap().pop_front();
        let Some(Life { answer, always, round }) = next else { break };
        let points = &shared.points;
        let selected = [points.apply.get(round), points.refresh.get(round), points.destroy.get(round)];
        let cells = AssertUnwindSafe(worker.cells(&answer, always, selected)).catch_unwind().await;
        let cells = cells.unwrap_or_else(|_| vec![panicked(selected)]);
        let failed = cells.iter().any(|cell| cell.result.is_err());
        for (point, problem) in cells.iter().filter_map(|cell| Some((&cell.point, cell.result.as_ref().err()?))) {
            println!("PROBLEM {} (always: {always}), {}: {}", answer.name, point.name(), problem.text());
        }
        let named = cells.into_iter().map(|cell| (answer.name.clone(), cell));
        shared.cells.lock().unwrap().extend(named);
        if failed {
            let fresh = Worker::start(shared.scenario).await;
            *shared.imports.lock().unwrap() += worker.imports;
            std::mem::replace(&mut worker, fresh).end().await;
        }
    }
    *shared.imports.lock().unwrap() += worker.imports;
    worker.end().await;
}

fn panicked(points: [Option<&Point>; 3]) -> Cell {
    let point = points.into_iter().flatten().next().unwrap().clone();
    Cell { point, result: Err(Problem::Other("a panic".to_owned())) }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_of_alibaba_cloud_loses_or_doubles_an_object() {
    no_answer_loses_or_doubles_an_object(&ALIBABA).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_of_tencent_cloud_loses_or_doubles_an_object() {
    no_answer_loses_or_doubles_an_object(&TENCENT).await;
}

async fn no_answer_loses_or_doubles_an_object(scenario: &'static Scenario) {
    let begun = Instant::now();
    let mut first = Worker::start(scenario).await;
    let points = first.points().await;
    first.end().await;
    let left = Mutex::new(lives(scenario, &points));
    let shared = Arc::new(Shared { scenario, points, left, cells: Mutex::default(), imports: Mutex::default() });
    let workers: Vec<_> = (0..WORKERS).map(|_| tokio::spawn(work(Arc::clone(&shared)))).collect();
    for worker in workers {
        worker.await.unwrap();
    }
    let cells = std::mem::take(&mut *shared.cells.lock().unwrap());
    let imports = *shared.imports.lock().unwrap();
    println!("{}\n{}: {}", table(&shared.points, &cells), scenario.name, summary(&shared, &cells, imports));
    println!("mangled answers of {}: {:?}", scenario.name, begun.elapsed());
    assert!(cells.iter().all(|(_, cell)| cell.result.is_ok()), "the problems are above the table");
}

/// How many cells of each call ended in each way.
fn table(points: &Points, cells: &[(String, Cell)]) -> String {
    let mut table = Table::new(&[&["call"], COLUMNS.as_slice()].concat());
    for point in points.all() {
        let counts = counts(cells.iter().filter(|(_, cell)| cell.point == *point));
        table.add(std::iter::once(point.name()).chain(counts.iter().map(ToString::to_string)).collect());
    }
    table.text()
}

fn summary(shared: &Shared, cells: &[(String, Cell)], imports: usize) -> String {
    let points = &shared.points;
    let answers: BTreeSet<&String> = cells.iter().map(|(answer, _)| answer).collect();
    let [success, error, lost, doubled, other] = counts(cells.iter());
    format!(
        "answers: {}, calls: {}, cells: {} (of {}), success after repetition: {success}, precise error: {error}, lost: {lost}, \
         doubled: {doubled}, other problems: {other}; recovered with an import block: {imports}",
        answers.len(),
        points.all().count(),
        cells.len(),
        answers::all(shared.scenario).len() * points.all().count() * 2,
    )
}

fn counts<'c>(cells: impl Iterator<Item = &'c (String, Cell)>) -> [usize; 5] {
    let mut counts = [0; 5];
    cells.for_each(|(_, cell)| counts[column(cell)] += 1);
    counts
}

fn column(cell: &Cell) -> usize {
    match &cell.result {
        Ok(Ending::Success) => 0,
        Ok(Ending::PreciseError) => 1,
        Err(Problem::Lost(_)) => 2,
        Err(Problem::Doubled(_)) => 3,
        Err(Problem::Other(_)) => 4,
    }
}
