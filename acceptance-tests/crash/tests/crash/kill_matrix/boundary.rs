//! Where a run can be cut off: found in the request log of a run that was not interrupted.

use serde_json::{Value as Json, json};

/// Which command is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Apply,
    Destroy,
}

impl Phase {
    pub(crate) fn command(self) -> &'static str {
        match self {
            Self::Apply => "apply",
            Self::Destroy => "destroy",
        }
    }
}

/// A point of a run.
#[derive(Clone, Debug)]
pub(crate) struct Boundary {
    /// The number in the table.
    pub(crate) number: usize,
    pub(crate) phase: Phase,
    /// The name in the table.
    pub(crate) name: String,
    /// The action of the call that is held there.
    pub(crate) action: String,
    /// The rule that holds it.
    pub(crate) rule: Json,
}

/// Adds all points of a run: before and after every call that changes something, and inside every wait.
pub(crate) fn boundaries(phase: Phase, calls: &[Json], found: &mut Vec<Boundary>) {
    let mut changes = 0;
    for (at, call) in calls.iter().enumerate() {
        let action = text(call, "action");
        if call["mutating"] == true {
            let hold = |kind: &str| json!({"match": {"mutating": true}, "after": changes, "kind": kind});
            let outcome = if call["outcome"] == "OK" { String::new() } else { format!(" ({})", text(call, "outcome")) };
            for (word, kind) in [("before", "hold_before"), ("after", "hold_after")] {
                let name = format!("{word} {action}{outcome}");
                let number = found.len() + 1;
                found.push(Boundary { number, phase, name, action: action.clone(), rule: hold(kind) });
            }
            changes += 1;
        }
        waits(phase, &calls[at..], found);
    }
}

/// The waits that follow a changing call: a poll of one or two calls that is repeated immediately, before anything else is changed. The
/// rule holds the second poll, which is sent because the first one did not show what was waited for. After the release of an instance, the
/// second poll is that of the delete of its task: the instance is not in the state any more.
fn waits(phase: Phase, from: &[Json], found: &mut Vec<Boundary>) {
    let Some(cause) = from.first().filter(|call| call["mutating"] == true).map(|call| text(call, "action")) else {
        return;
    };
    let polls: Vec<&Json> = from[1..].iter().take_while(|call| call["mutating"] == false).collect();
    let first = found.len();
    for (at, poll) in polls.iter().enumerate() {
        let action = text(poll, "action");
        let is_again = |other: &&&Json| ["action", "object", "account"].iter().all(|name| poll[name] == other[name]);
        let repeated = polls[at + 1..].iter().take(2).any(|other| is_again(&other));
        if repeated && !found[first..].iter().any(|known| known.action == action) {
            let rule = json!({
                "match": {"action": action}, "since": {"action": cause}, "after": 1, "kind": "hold_before",
            });
            let (number, name) = (found.len() + 1, format!("in the wait after {cause} ({action})"));
            found.push(Boundary { number, phase, name, action, rule });
        }
    }
}

fn text(call: &Json, name: &str) -> String {
    call[name].as_str().unwrap_or_default().to_owned()
}

#[test]
fn changes_and_waits_are_counted() {
    let call =
        |action: &str, mutating: bool| json!({"action": action, "mutating": mutating, "outcome": "OK", "object": "o"});
    let log = [
        call("GetRole", false),
        call("GetRole", false),
        call("CreateRole", true),
        call("GetRole", false),
        call("ConfigureDtsJob", true),
        call("DescribeDtsJobs", false),
        call("DescribeDtsJobs", false),
        call("DescribeDtsJobs", false),
    ];
    let mut found = Vec::new();
    boundaries(Phase::Apply, &log, &mut found);
    assert!(found.iter().map(|boundary| boundary.number).eq(1..=5));
    let names: Vec<String> = found.into_iter().map(|boundary| boundary.name).collect();
    assert_eq!(
        names,
        [
            "before CreateRole",
            "after CreateRole",
            "before ConfigureDtsJob",
            "after ConfigureDtsJob",
            "in the wait after ConfigureDtsJob (DescribeDtsJobs)",
        ]
    );
}
