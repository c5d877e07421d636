//! Runs a command up to a boundary, and cuts it off there.

use std::time::Duration;

use acceptance_harness::terraform::Running;
use tokio::time::{Instant, sleep};

use crate::kill_matrix::boundary::Boundary;
use crate::kill_matrix::case::Cut;
use crate::kill_matrix::checks::reported;
use crate::kill_matrix::fixture::Fixture;

/// Longer than a run takes to come to any boundary.
const LIMIT: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(10);

/// Runs the command of the boundary's phase up to the boundary, and cuts it off there.
pub(crate) async fn cut_off(fixture: &Fixture, boundary: &Boundary, cut: Cut) -> Result<(), String> {
    let mut running = fixture.start(boundary.phase.command());
    if let Err(missed) = until_held(fixture, boundary, &mut running).await {
        let run = running.ended().await.map_err(|error| error.to_string())?;
        return Err(format!("{missed}: {}", reported(&run)));
    }
    match cut {
        Cut::Provider => running.kill_providers().await,
        Cut::Terraform => running.kill_terraform().await,
        Cut::Terminal => running.close_terminal().await,
    }
    .map_err(|error| error.to_string())?;
    let run = running.ended().await.map_err(|error| error.to_string())?;
    let expected = if cut == Cut::Provider { Some(1) } else { None };
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
