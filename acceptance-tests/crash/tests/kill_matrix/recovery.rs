//! One case: cut off at a boundary, apply again, check, destroy, check again.

use std::time::Duration;

use acceptance_harness::terraform::{Run, Running};
use tokio::time::{Instant, sleep};

use crate::boundary::{Boundary, Phase};
use crate::fixture::{Counts, Fixture};

/// Who is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Victim {
    Provider,
    Terraform,
}

/// Longer than a run takes to come to any boundary.
const LIMIT: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(10);

/// Whether everything is right again after the kill; what is not, if not.
pub(crate) async fn recovers(boundary: &Boundary, victim: Victim, crowded: bool) -> Result<(), String> {
    let fixture = Fixture::new(crowded).await;
    let result = run_case(&fixture, boundary, victim).await;
    fixture.end().await;
    result
}

async fn run_case(fixture: &Fixture, boundary: &Boundary, victim: Victim) -> Result<(), String> {
    if boundary.phase == Phase::Destroy {
        succeeds(&fixture.run(&["apply", "-json", "-auto-approve"]).await)?;
    }
    fixture.control.fault(&boundary.rule).await.unwrap();
    fixture.slow_roles().await;
    cut_off(fixture, boundary, victim).await?;

    succeeds(&fixture.run(&["apply", "-json", "-auto-approve"]).await)?;
    expect_counts(fixture, "after the next apply", Counts::ONE_OF_EACH).await?;
    let plan = fixture.run(&["plan", "-json", "-detailed-exitcode"]).await;
    if plan.code != Some(0) {
        return Err(format!("the plan is not empty: {:?} {}", plan.planned_changes(), reported(&plan)));
    }
    succeeds(&fixture.run(&["destroy", "-json", "-auto-approve"]).await)?;
    expect_counts(fixture, "after the destroy", Counts::NONE).await
}

/// Runs into the boundary and kills there.
async fn cut_off(fixture: &Fixture, boundary: &Boundary, victim: Victim) -> Result<(), String> {
    let mut running = fixture.start(boundary.phase.command());
    if let Err(missed) = until_held(fixture, boundary, &mut running).await {
        let run = running.ended().await.map_err(|error| error.to_string())?;
        return Err(format!("{missed}: {}", reported(&run)));
    }
    match victim {
        Victim::Provider => running.kill_providers().await,
        Victim::Terraform => running.kill_terraform().await,
    }
    .map_err(|error| error.to_string())?;
    let run = running.ended().await.map_err(|error| error.to_string())?;
    let expected = if victim == Victim::Provider { Some(1) } else { None };
    if run.code != expected {
        return Err(format!("the cut off run ended with {:?}, not {expected:?}: {}", run.code, reported(&run)));
    }
    until_dropped(fixture).await?;
    was_cut_off_there(fixture, boundary).await
}

/// The call is dropped with its caller: nothing of the interrupted run continues.
async fn until_dropped(fixture: &Fixture) -> Result<(), String> {
    let begun = Instant::now();
    while !fixture.control.held().await.unwrap().is_empty() {
        if begun.elapsed() > LIMIT {
            return Err("the call of the killed process is still held".to_owned());
        }
        sleep(PAUSE).await;
    }
    Ok(())
}

/// Checks that the last call of its kind had its effect, or had none, as the boundary says.
async fn was_cut_off_there(fixture: &Fixture, boundary: &Boundary) -> Result<(), String> {
    let calls = fixture.calls().await;
    let last = calls.iter().rfind(|call| call["action"] == boundary.action.as_str());
    let outcome = last.map_or("", |call| call["outcome"].as_str().unwrap_or_default());
    let dropped = boundary.rule["kind"] == "hold_before";
    if dropped == (outcome == "DROPPED_BEFORE") {
        Ok(())
    } else {
        Err(format!("{} was cut off, and its outcome is {outcome}", boundary.name))
    }
}

async fn until_held(fixture: &Fixture, boundary: &Boundary, running: &mut Running) -> Result<(), String> {
    let begun = Instant::now();
    loop {
        let ended = running.has_ended();
        match fixture.control.held().await.unwrap().as_slice() {
            [held] if held["action"] == boundary.action.as_str() => return Ok(()),
            [] if ended || begun.elapsed() > LIMIT => return Err("no call was held".to_owned()),
            [] => sleep(PAUSE).await,
            other => return Err(format!("another call is held: {other:?}")),
        }
    }
}

async fn expect_counts(fixture: &Fixture, when: &str, expected: Counts) -> Result<(), String> {
    let counts = fixture.counts().await;
    if counts != expected {
        return Err(format!("{when} there are {counts:?}"));
    }
    let changed = fixture.foreign.changed(&fixture.control).await;
    if changed.is_empty() { Ok(()) } else { Err(format!("{when} objects of another user were changed: {changed:?}")) }
}

fn succeeds(run: &Run) -> Result<(), String> {
    if run.code == Some(0) { Ok(()) } else { Err(format!("{} failed: {}", run.command, reported(run))) }
}

/// The errors of a run, on one line.
fn reported(run: &Run) -> String {
    let errors: Vec<String> =
        run.errors().into_iter().map(|error| format!("{}: {}", error.summary, error.detail)).collect();
    let text = if errors.is_empty() { run.stderr.clone() } else { errors.join(" / ") };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The matrix detects an extra job.
#[tokio::test(flavor = "multi_thread")]
async fn a_duplicate_is_detected() {
    let mut fixture = Fixture::new(true).await;
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
