//! Every boundary, with each victim, alone and beside objects of another user.

use acceptance_harness::table::Table;
use futures_util::{StreamExt as _, stream};

use crate::boundary::{Boundary, Phase, boundaries};
use crate::fixture::{Counts, Fixture};
use crate::recovery::{Victim, recovers};

/// How many cases run at the same time.
const CONCURRENCY: usize = 4;
/// A scenario has at least as many points at which it can be cut off.
const MIN_BOUNDARIES: usize = 18;

/// Who is killed, whether another user has objects there, and the column of the table.
const CASES: [(Victim, bool, &str); 4] = [
    (Victim::Provider, false, "provider killed"),
    (Victim::Terraform, false, "Terraform killed"),
    (Victim::Provider, true, "provider, crowded"),
    (Victim::Terraform, true, "Terraform, crowded"),
];

/// What came of each of [`CASES`].
type Results = Vec<Result<(), String>>;

/// Counts in an apply and a destroy that are not interrupted.
async fn find_boundaries() -> Vec<Boundary> {
    let fixture = Fixture::new(false).await;
    fixture.slow_roles().await;
    let mut found = Vec::new();
    for (phase, left) in [(Phase::Apply, Counts::ONE_OF_EACH), (Phase::Destroy, Counts::NONE)] {
        let mark = fixture.calls().await.len();
        let run = fixture.run(&[phase.command(), "-auto-approve"]).await;
        run.success().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(fixture.counts().await, left, "{phase:?}");
        found.extend(boundaries(phase, &fixture.calls().await[mark..]));
    }
    fixture.end().await;
    found
}

async fn results(all: &[Boundary]) -> Vec<Results> {
    let cases = all.iter().flat_map(|boundary| CASES.map(|(victim, crowded, _)| recovers(boundary, victim, crowded)));
    let results = stream::iter(cases).buffered(CONCURRENCY).collect::<Vec<_>>().await;
    results.chunks(CASES.len()).map(<[_]>::to_vec).collect()
}

/// The table, and the reasons of what did not recover.
fn reported(all: &[Boundary], results: &[Results]) -> (String, String) {
    let mut table = Table::new(&["boundary", "phase", "point", CASES[0].2, CASES[1].2, CASES[2].2, CASES[3].2]);
    let mut reasons = String::new();
    for (number, (boundary, results)) in all.iter().zip(results).enumerate() {
        let word = |at: usize| if results[at].is_ok() { "recovered" } else { "NOT RECOVERED" }.to_owned();
        let (number, phase, name) = (number + 1, boundary.phase.command().to_owned(), boundary.name.clone());
        for ((.., case), reason) in CASES.iter().zip(results).filter_map(|(case, it)| Some((case, it.as_ref().err()?)))
        {
            reasons.push_str(&format!("{number}, {phase}, {name} ({case}): {reason}\n"));
        }
        table.row([number.to_string(), phase, name, word(0), word(1), word(2), word(3)]);
    }
    (table.text(), reasons)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_boundary_recovers() {
    let all = find_boundaries().await;
    assert!(all.len() >= MIN_BOUNDARIES, "{} boundaries were found: {all:#?}", all.len());
    let results = results(&all).await;
    let (table, reasons) = reported(&all, &results);
    let recovered = results.iter().filter(|results| results.iter().all(Result::is_ok)).count();
    println!("{table}\n{reasons}boundaries: {}, recovered: {recovered}", all.len());
    assert_eq!(recovered, all.len(), "\n{reasons}");
}
