//! Every boundary, with each case: the state in a file, and on a server.

use acceptance_harness::table::Table;
use futures_util::{StreamExt as _, stream};

use crate::boundary::{Boundary, Phase, boundaries};
use crate::case::{Case, FEW_LOCAL, FEW_REMOTE, KILLED_LOCAL, LOCAL, REMOTE, StateLocation};
use crate::fixture::{Counts, Fixture};
use crate::recovery::recovers;
use crate::scenario::{ALIBABA, Scenario, TENCENT, TWO_WAY};

/// How many cases run at the same time. They wait for DTS more than they calculate.
const CONCURRENCY: usize = 8;
/// The scenario has at least as many points at which it can be cut off.
const MIN_BOUNDARIES: usize = 18;
/// Of how many boundaries of the synchronization in both directions one is tried: they are the same functions as those of a migration,
/// called once more.
const SHARE: usize = 6;

/// The results of the cases at one boundary; none where a case does not cover it.
type Results = Vec<Option<Result<(), String>>>;

/// The boundaries of an apply and of a destroy that are not interrupted.
async fn find_boundaries(scenario: &'static Scenario) -> Vec<Boundary> {
    let fixture = Fixture::new(scenario, StateLocation::File, false).await;
    fixture.slow_roles().await;
    let mut found = Vec::new();
    for (phase, left) in [(Phase::Apply, scenario.complete), (Phase::Destroy, Counts::NONE)] {
        let mark = fixture.calls().await.len();
        let run = fixture.run(&[phase.command(), "-auto-approve"]).await;
        run.success().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(fixture.counts().await, left, "{phase:?}");
        boundaries(phase, &fixture.calls().await[mark..], &mut found);
    }
    fixture.end().await;
    found
}

async fn results(scenario: &'static Scenario, all: &[Boundary], cases: &[Case]) -> Vec<Results> {
    let runs = all.iter().flat_map(|boundary| cases.iter().map(move |case| (boundary, *case)));
    let runs = runs.enumerate().map(|(index, (boundary, case))| async move {
        let result =
            if case.covers(scenario, boundary) { Some(recovers(scenario, boundary, case).await) } else { None };
        (index, result)
    });
    // A slow case does not hold up the ones after it, so the results come in another order.
    let mut results = stream::iter(runs).buffer_unordered(CONCURRENCY).collect::<Vec<_>>().await;
    results.sort_by_key(|(index, _)| *index);
    let results: Vec<_> = results.into_iter().map(|(_, result)| result).collect();
    results.chunks(cases.len()).map(<[_]>::to_vec).collect()
}

/// The table, and the reasons of what did not recover.
fn reported(all: &[Boundary], cases: &[Case], results: &[Results]) -> (String, String) {
    let headings: Vec<&str> = cases.iter().map(|case| case.heading).collect();
    let mut table = Table::new(&[&["boundary", "phase", "point"], headings.as_slice()].concat());
    let mut reasons = String::new();
    for (boundary, results) in all.iter().zip(results) {
        let (number, phase, name) = (boundary.number, boundary.phase.command(), &boundary.name);
        let words = results.iter().map(|result| word(result.as_ref()).to_owned());
        table.add([number.to_string(), phase.to_owned(), name.clone()].into_iter().chain(words).collect());
        for (case, result) in cases.iter().zip(results) {
            if let Some(Err(reason)) = result {
                reasons.push_str(&format!("{number}, {phase}, {name} ({}): {reason}\n", case.heading));
            }
        }
    }
    (table.text(), reasons)
}

fn word(result: Option<&Result<(), String>>) -> &'static str {
    match result {
        None => "-",
        Some(Ok(())) => "recovered",
        Some(Err(_)) => "NOT RECOVERED",
    }
}

/// Runs all cases at all boundaries, or at one of `share`, and prints the table.
async fn expect_recovery(scenario: &'static Scenario, title: &str, cases: &[Case], share: usize) {
    let found = find_boundaries(scenario).await;
    assert!(found.len() >= MIN_BOUNDARIES, "{} boundaries were found: {found:#?}", found.len());
    let all: Vec<Boundary> = found.into_iter().step_by(share).collect();
    for case in cases {
        let is_possible = !case.restarts || !scenario.restart.is_empty();
        let is_covered = all.iter().any(|boundary| case.covers(scenario, boundary));
        assert_eq!(is_covered, is_possible, "boundaries that are covered by {case:?}");
    }
    let results = results(scenario, &all, cases).await;
    let (table, reasons) = reported(&all, cases, &results);
    let recovered = results.iter().filter(|results| results.iter().flatten().all(Result::is_ok)).count();
    println!("{}: {title}\n{table}\n{reasons}boundaries: {}, recovered: {recovered}\n", scenario.name, all.len());
    assert_eq!(recovered, all.len(), "\n{reasons}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_boundary_of_alibaba_cloud_recovers_with_a_local_state() {
    expect_recovery(&ALIBABA, "the state is in a file.", &LOCAL, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_boundary_of_alibaba_cloud_recovers_with_a_remote_state() {
    expect_recovery(&ALIBABA, "the state is on a server.", &REMOTE, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_boundary_of_tencent_cloud_recovers_with_a_local_state() {
    expect_recovery(&TENCENT, "the state is in a file.", &FEW_LOCAL, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_boundary_of_tencent_cloud_recovers_with_a_remote_state() {
    expect_recovery(&TENCENT, "the state is on a server.", &FEW_REMOTE, 1).await;
}

/// Of how many boundaries one is tried: `KILL_MATRIX_SHARE`.
fn share() -> usize {
    let setting = std::env::var("KILL_MATRIX_SHARE").ok().filter(|text| !text.is_empty());
    setting.map_or(SHARE, |text| text.parse().expect("KILL_MATRIX_SHARE is a number"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_boundaries_of_both_directions_recover_with_a_local_state() {
    expect_recovery(&TWO_WAY, "the state is in a file.", &KILLED_LOCAL, share()).await;
}
