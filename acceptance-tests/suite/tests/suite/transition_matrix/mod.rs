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
mod table;
mod tencent;
mod walk;

use std::collections::BTreeSet;

use change::Change;
use futures_util::StreamExt as _;

use crate::captured_requests;

/// Changes that are measured at the same time.
const AT_ONCE: usize = 24;

/// The changes in both clouds.
fn every_change() -> Vec<Change> {
    let mut all = changes::all();
    all.extend(tencent::changes::all());
    all.sort_by_key(Change::name);
    all
}

/// Every argument of the resources has a change here, and there are no changes of other arguments.
#[test]
fn every_argument_of_the_exported_schema_has_a_change() {
    let expected = changes::arguments();
    let here: BTreeSet<(String, String)> = every_change().into_iter().map(|one| (one.resource, one.argument)).collect();
    assert_eq!(expected.difference(&here).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "without a change");
    assert_eq!(here.difference(&expected).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "no arguments");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_change_is_accepted_and_ignored() {
    // The filter selects one argument or one resource for an investigation.
    let only = std::env::var("CELLS").ok();
    let chosen = |one: &Change| only.as_ref().is_none_or(|only| one.name().contains(only.as_str()));
    let changes: Vec<Change> = every_change().into_iter().filter(chosen).collect();
    let rows: Vec<_> = futures_util::stream::iter(changes).map(walk::walk).buffered(AT_ONCE).collect().await;
    let wrong: Vec<String> = rows.iter().flat_map(table::Row::wrong).collect();
    if only.is_some() {
        panic!("{}{}", table::text(&rows), wrong.join("\n"));
    }
    table::same_as_checked_in("changes", &table::text(&rows));
    captured_requests::tencent::hold(rows.iter().flat_map(|row| &row.requests));
    assert!(wrong.is_empty(), "{} cells:\n{}", wrong.len(), wrong.join("\n"));
}
