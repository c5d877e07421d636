//! The calls whose answers are mangled: those of a run with the real answers.

use serde_json::{Value as Json, json};

use crate::mangled_answers::cloud::LoggedCall;

/// So many equal calls between two changes count; the others are polls.
const MAX_EQUAL: usize = 3;
/// More often than an action is called in a run.
const ALWAYS: u32 = 1_000_000;

/// Which run is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Apply,
    Refresh,
    Destroy,
}

/// One call of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    pub(crate) phase: Phase,
    account: String,
    pub(crate) action: String,
    /// How many calls of the same action and account precede it in the run.
    preceding: usize,
}

/// The calls of one run. The first `skipped` calls do not count.
pub(crate) fn points(phase: Phase, calls: &[LoggedCall], skipped: usize) -> Vec<Point> {
    let mut found = Vec::new();
    for (at, call) in calls.iter().enumerate().skip(skipped) {
        let same = |other: &&LoggedCall| other.account == call.account && other.action == call.action;
        let last_change = calls[..at].iter().rposition(|call| is_change(&call.action)).unwrap_or(skipped);
        if is_change(&call.action) || calls[last_change.max(skipped)..at].iter().filter(same).count() < MAX_EQUAL {
            let preceding = calls[..at].iter().filter(same).count();
            found.push(Point { phase, account: call.account.clone(), action: call.action.clone(), preceding });
        }
    }
    found
}

fn is_change(action: &str) -> bool {
    !["Describe", "Get", "List"].iter().any(|prefix| action.starts_with(prefix))
}

impl Point {
    /// The rule for its answer: for the first attempt, or for all attempts and all later calls of the action.
    pub(crate) fn rule(&self, answer: &Json, always: bool) -> Json {
        json!({
            "match": {"action": self.action, "account": self.account},
            "after": self.preceding,
            "times": if always { ALWAYS } else { 1 },
            "kind": "answer",
            "answer": answer,
        })
    }

    /// Its name in the table.
    pub(crate) fn name(&self) -> String {
        let phase = match self.phase {
            Phase::Apply => "apply",
            Phase::Refresh => "refresh",
            Phase::Destroy => "destroy",
        };
        format!("{phase}: {} {} ({})", self.action, self.preceding + 1, self.account)
    }
}

#[test]
fn repeated_polls_count_three_times() {
    let call = |action: &str| LoggedCall { account: "a".to_owned(), action: action.to_owned(), mangled: false };
    let calls =
        ["GetRole", "CreateRole", "GetRole", "GetRole", "GetRole", "GetRole", "DeleteRole", "GetRole"].map(call);
    let found = points(Phase::Apply, &calls, 1);
    let expected =
        [("CreateRole", 0), ("GetRole", 1), ("GetRole", 2), ("GetRole", 3), ("DeleteRole", 0), ("GetRole", 5)];
    let found: Vec<(&str, usize)> = found.iter().map(|point| (point.action.as_str(), point.preceding)).collect();
    assert_eq!(found, expected);
}
