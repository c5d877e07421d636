//! The effect of a change: every argument at every status of a job, measured over the plugin protocol.
//!
//! A cell is one change of one argument, planned and (if the plan allows it) applied while the job has that status. The
//! measured tables are in `acceptance-tests/suite/measured` and in the guide "What can be changed".

mod change;
mod changes;
mod drift;
mod fixture;
mod measure;
mod outcome;
mod status;
mod synchronization;
mod table;
mod tencent;
mod walk;

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;

use change::Change;
use futures_util::{FutureExt as _, Stream, StreamExt as _};
use synchronization::Direction;

use crate::captured_requests;

/// Changes that are measured at the same time: most of the time, each of them waits.
const AT_ONCE: usize = 64;

/// The changes in both clouds, without those of synchronizations.
fn every_change() -> Vec<Change> {
    let mut all = changes::all();
    all.extend(tencent::changes::all());
    all.sort_by_key(Change::name);
    all
}

/// Measures changes, each with its place in the order. One that cannot be measured does not hide the others.
fn measured(changes: Vec<Change>) -> impl Stream<Item = (usize, table::Row)> + Unpin {
    let rows = futures_util::stream::iter(changes.into_iter().enumerate()).map(|(place, change)| async move {
        let unmeasured = table::Row::unmeasured(&change);
        (place, AssertUnwindSafe(walk::walk(change)).catch_unwind().await.unwrap_or(unmeasured))
    });
    rows.buffer_unordered(AT_ONCE).boxed_local()
}

/// Every argument of the resources has a change here, and there are no changes of other arguments.
#[test]
fn every_argument_of_the_exported_schema_has_a_change() {
    let expected = changes::arguments();
    let synchronizations = synchronization::changes::all();
    for direction in Direction::ALL {
        let here = |argument: &str| {
            let mut all = synchronizations.iter().filter(|one| one.direction == Some(direction));
            all.any(|one| one.argument == argument)
        };
        let missing = |argument: &&String| synchronization::changes::is_missing(argument, direction);
        let expected = expected.iter().filter(|(resource, _)| synchronization::is_synchronization(resource));
        for argument in
            expected.map(|(_, argument)| argument).filter(|argument| *argument != synchronization::changes::BLOCK)
        {
            assert_eq!(here(argument), !missing(&argument), "{argument}, {direction:?}");
        }
    }
    let all = every_change().into_iter().chain(synchronizations);
    let here: BTreeSet<(String, String)> = all.map(|one| (one.resource, one.argument)).collect();
    assert_eq!(expected.difference(&here).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "without a change");
    assert_eq!(here.difference(&expected).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "no arguments");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_change_is_accepted_and_ignored() {
    // The filter selects one argument or one resource for an investigation.
    let only = std::env::var("CELLS").ok();
    let chosen = |one: &Change| only.as_ref().is_none_or(|only| one.name().contains(only.as_str()));
    let changes: Vec<Change> = every_change().into_iter().filter(chosen).collect();
    let mut rows: Vec<(usize, table::Row)> = measured(changes).collect().await;
    rows.sort_by_key(|(place, _)| *place);
    let rows: Vec<table::Row> = rows.into_iter().map(|(_, row)| row).collect();
    let wrong: Vec<String> = rows.iter().flat_map(table::Row::wrong).collect();
    if only.is_some() {
        panic!("{}{}", table::text(&rows), wrong.join("\n"));
    }
    table::same_as_checked_in("changes", &table::text(&rows));
    captured_requests::tencent::hold(rows.iter().flat_map(|row| &row.requests));
    assert!(wrong.is_empty(), "{} cells:\n{}", wrong.len(), wrong.join("\n"));
}

/// By default, a share of the changes; `SYNCHRONIZATION_MATRIX` is the part of a name that selects others, `.` selects all, and `missing` those
/// that the table does not have.
#[tokio::test(flavor = "multi_thread")]
async fn no_change_of_a_synchronization_is_accepted_and_ignored() {
    const TABLE: &str = "synchronization";
    let all = synchronization::changes::all();
    let heads: Vec<String> = all.iter().map(table::head).collect();
    let mut rows = Vec::new();
    let mut measured = measured(synchronization::chosen(all, &table::checked_in(TABLE)));
    while let Some((_, row)) = measured.next().await {
        rows.push(row);
        // What was measured stays if the rest is cut off.
        table::update(TABLE, &table::with_others(TABLE, &rows, &heads));
    }
    let wrong: Vec<String> = rows.iter().flat_map(table::Row::wrong).collect();
    table::same_as_checked_in(TABLE, &table::with_others(TABLE, &rows, &heads));
    assert!(wrong.is_empty(), "{} cells:\n{}", wrong.len(), wrong.join("\n"));
}
