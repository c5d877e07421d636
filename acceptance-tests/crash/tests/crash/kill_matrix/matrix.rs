//! Every boundary, with each case: the state in a file, and on a server.

use std::collections::BTreeSet;

use acceptance_harness::table::Table;
use futures_util::{StreamExt as _, stream};
use serde_json::json;

use crate::kill_matrix::boundary::{Boundary, Phase, boundaries};
use crate::kill_matrix::case::{
    Case, FEW_LOCAL, FEW_REMOTE, KILLED_LOCAL, KILLED_REMOTE, LOCAL, REMOTE, StateLocation,
};
use crate::kill_matrix::counts::Counts;
use crate::kill_matrix::fixture::Fixture;
use crate::kill_matrix::recovery;
use crate::kill_matrix::scenario::{ALIBABA, Scenario, TENCENT, TWO_WAY};

/// How many lives run at the same time. They wait for DTS more than they calculate.
const CONCURRENCY: usize = 8;
/// The scenario has at least as many points at which it can be cut off.
const MIN_BOUNDARIES: usize = 18;
/// The share of a migration that `make test` tries with a local state, and with a remote one: together each boundary.
const ODD: Share = Share { first: 0, step: 2 };
const EVEN: Share = Share { first: 1, step: 2 };
/// The share of the synchronization in both directions: its boundaries are the same functions as those of a migration, called once more.
const FEW: Share = Share { first: 0, step: 6 };

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

/// Runs all cases at all boundaries. The results have a row for each boundary, and a column for each case.
async fn results(scenario: &'static Scenario, all: &[Boundary], cases: &[Case]) -> Vec<Results> {
    let lives = cases.iter().enumerate().flat_map(|(column, case)| {
        let covered: Vec<&Boundary> = all.iter().filter(|boundary| case.covers(scenario, boundary)).collect();
        // The other directory of a life is not the next one's, and a job that was restarted is released with other calls.
        let most = if case.moved || case.restarts { 1 } else { scenario.most_applies };
        lives(&covered, most).into_iter().map(move |life| (column, *case, life))
    });
    let runs = lives.map(|(column, case, life)| async move {
        let results = recovery::results(scenario, &life, case).await;
        let numbers = life.iter().map(|boundary| boundary.number);
        (column, numbers.zip(results).collect::<Vec<_>>())
    });
    // A slow life does not hold up the ones after it, so the results come in another order.
    let ended = stream::iter(runs).buffer_unordered(CONCURRENCY).collect::<Vec<_>>().await;
    let mut results: Vec<Results> = vec![vec![None; cases.len()]; all.len()];
    for (column, of_life) in ended {
        for (number, result) in of_life {
            let row = all.iter().position(|boundary| boundary.number == number).unwrap();
            results[row][column] = Some(result);
        }
    }
    results
}

/// Groups boundaries into lives, in which the interrupted applies and destroys take turns: what recovers from one is what the next
/// one needs.
fn lives<'b>(boundaries: &[&'b Boundary], most_applies: usize) -> Vec<Vec<&'b Boundary>> {
    let (applies, destroys): (Vec<&Boundary>, Vec<&Boundary>) =
        boundaries.iter().partition(|boundary| boundary.phase == Phase::Apply);
    let count = applies.len().max(destroys.len()).div_ceil(most_applies);
    let of_life = |all: &[&'b Boundary], number: usize| -> Vec<&'b Boundary> {
        all.iter().skip(number).step_by(count).copied().collect()
    };
    (0..count)
        .map(|number| {
            let (applies, destroys) = (of_life(&applies, number), of_life(&destroys, number));
            let turns = applies.len().max(destroys.len());
            (0..turns).flat_map(|turn| [applies.get(turn), destroys.get(turn)]).flatten().copied().collect()
        })
        .collect()
}

#[test]
fn applies_and_destroys_take_turns() {
    let mut all = Vec::new();
    let calls = |action: &str, count: usize| vec![json!({"action": action, "mutating": true, "outcome": "OK"}); count];
    boundaries(Phase::Apply, &calls("CreateRole", 4), &mut all);
    boundaries(Phase::Destroy, &calls("DeleteRole", 2), &mut all);
    let each: Vec<&Boundary> = all.iter().collect();
    let lives = lives(&each, 3);
    assert_eq!(lives.len(), 3);
    let phases: Vec<Phase> = lives[0].iter().map(|boundary| boundary.phase).collect();
    assert_eq!(phases, [Phase::Apply, Phase::Destroy, Phase::Apply, Phase::Destroy, Phase::Apply]);
    let numbers: BTreeSet<usize> = lives.iter().flatten().map(|boundary| boundary.number).collect();
    assert_eq!((numbers.len(), lives.iter().map(Vec::len).sum()), (12, 12_usize));
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

/// Which boundaries are tried.
#[derive(Clone, Copy, Debug)]
struct Share {
    first: usize,
    step: usize,
}

/// Runs all cases at the boundaries of the share, and prints the table.
async fn expect_recovery(scenario: &'static Scenario, title: &str, cases: &[Case], share: Share) {
    let found = find_boundaries(scenario).await;
    assert!(found.len() >= MIN_BOUNDARIES, "{} boundaries were found: {found:#?}", found.len());
    let all: Vec<Boundary> = found.into_iter().skip(share.first).step_by(share.step).collect();
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
async fn the_boundaries_of_alibaba_cloud_recover_with_a_local_state() {
    expect_recovery(&ALIBABA, "the state is in a file.", &LOCAL, share(ODD)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_boundaries_of_alibaba_cloud_recover_with_a_remote_state() {
    expect_recovery(&ALIBABA, "the state is on a server.", &REMOTE, share(EVEN)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_boundaries_of_tencent_cloud_recover_with_a_local_state() {
    expect_recovery(&TENCENT, "the state is in a file.", &FEW_LOCAL, share(ODD)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_boundaries_of_tencent_cloud_recover_with_a_remote_state() {
    expect_recovery(&TENCENT, "the state is on a server.", &FEW_REMOTE, share(EVEN)).await;
}

/// Of how many boundaries one is tried: `KILL_MATRIX_SHARE` in place of the share of `make test`. The first one that is tried:
/// `KILL_MATRIX_FIRST`, from 0.
fn share(of_tests: Share) -> Share {
    let setting = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
    let number = |name: &str| setting(name).map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")));
    match number("KILL_MATRIX_SHARE") {
        None => of_tests,
        Some(step) => Share { first: number("KILL_MATRIX_FIRST").unwrap_or(0), step },
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_boundaries_of_both_directions_recover_with_a_local_state() {
    expect_recovery(&TWO_WAY, "the state is in a file.", &KILLED_LOCAL, share(FEW)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_boundaries_of_both_directions_recover_with_a_remote_state() {
    expect_recovery(&TWO_WAY, "the state is on a server.", &KILLED_REMOTE, share(FEW)).await;
}
