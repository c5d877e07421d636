//! What must be true after a case.

use acceptance_harness::terraform::Run;

use crate::kill_matrix::case::StateLocation;
use crate::kill_matrix::counts::Counts;
use crate::kill_matrix::fixture::Fixture;
use crate::kill_matrix::scenario::{ALL, Scenario};

/// Checks how many objects there are, and that those of another user are unchanged.
pub(crate) async fn expect_counts(fixture: &Fixture, when: &str, expected: Counts) -> Result<(), String> {
    let counts = fixture.counts().await;
    if counts != expected {
        return Err(format!("{when} there are {counts:?}"));
    }
    let changed = fixture.foreign.changed(&fixture.control).await;
    if changed.is_empty() { Ok(()) } else { Err(format!("{when} objects of another user were changed: {changed:?}")) }
}

/// The run ended without an error.
pub(crate) fn succeeds(run: &Run) -> Result<(), String> {
    if run.code == Some(0) { Ok(()) } else { Err(format!("{} failed: {}", run.command, reported(run))) }
}

/// The errors of a run, on one line.
pub(crate) fn reported(run: &Run) -> String {
    let errors: Vec<String> =
        run.errors().into_iter().map(|error| format!("{}: {}", error.summary, error.detail)).collect();
    let text = if errors.is_empty() { run.stderr.clone() } else { errors.join(" / ") };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The matrix detects an extra job.
#[tokio::test(flavor = "multi_thread")]
async fn a_duplicate_is_detected() {
    for scenario in ALL {
        duplicate_is_detected(scenario).await;
    }
}

async fn duplicate_is_detected(scenario: &'static Scenario) {
    let mut fixture = Fixture::new(scenario, StateLocation::File, true).await;
    assert_eq!(expect_counts(&fixture, "now", Counts::NONE).await, Ok(()));
    let known = std::mem::take(&mut fixture.foreign);
    let reported = expect_counts(&fixture, "now", Counts::NONE).await.unwrap_err();
    assert!(reported.contains("roles: 1, jobs: 1"), "{reported}");
    fixture.foreign = known;
    fixture.control.reset().await.unwrap();
    let reported = expect_counts(&fixture, "now", Counts::NONE).await.unwrap_err();
    assert!(reported.contains("objects of another user"), "{reported}");
    fixture.end().await;
}
