//! What a check found, and how two plugins compare.

use std::collections::BTreeMap;

/// The verdict of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As it should be.
    Pass,
    /// Allowed by the protocol, yet not what a full implementation does.
    Differs(String),
    /// A breach of the protocol, or an open door.
    Fail(String),
}

/// One check and its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckResult {
    /// The check: `group: what is held`.
    pub name: String,
    /// The verdict.
    pub outcome: Outcome,
}

/// Results in the order of the checks.
#[derive(Debug, Default)]
pub(super) struct Report(Vec<CheckResult>);

impl Report {
    pub(super) fn add(&mut self, name: impl Into<String>, outcome: Outcome) {
        self.0.push(CheckResult { name: name.into(), outcome });
    }

    pub(super) fn fail(&mut self, name: impl Into<String>, reason: impl Into<String>) {
        self.add(name, Outcome::Fail(reason.into()));
    }

    /// Passes when there is nothing to complain about.
    pub(super) fn expect(&mut self, name: impl Into<String>, complaint: Option<String>) {
        self.add(name, complaint.map_or(Outcome::Pass, Outcome::Fail));
    }

    pub(super) fn into_results(self) -> Vec<CheckResult> {
        self.0
    }
}

/// The checks that failed, one line each.
pub fn failures(results: &[CheckResult]) -> Vec<String> {
    let line = |result: &CheckResult| match &result.outcome {
        Outcome::Fail(reason) => Some(format!("{}: {reason}", result.name)),
        Outcome::Pass | Outcome::Differs(_) => None,
    };
    results.iter().filter_map(line).collect()
}

/// A table of the checks on which two plugins differ, and how many they agree on.
pub fn comparison(ours: (&str, &[CheckResult]), other: (&str, &[CheckResult])) -> String {
    let by_name = |results: &[CheckResult]| -> BTreeMap<String, String> {
        results.iter().map(|result| (result.name.clone(), word(&result.outcome))).collect()
    };
    let (own, others) = (by_name(ours.1), by_name(other.1));
    let only_theirs = other.1.iter().filter(|result| !own.contains_key(&result.name));
    let names: Vec<&String> = ours.1.iter().chain(only_theirs).map(|result| &result.name).collect();
    let not_made = "not checked".to_owned();
    let mut table = String::new();
    let mut equal = 0;
    for name in &names {
        let (own, found) = (own.get(*name).unwrap_or(&not_made), others.get(*name).unwrap_or(&not_made));
        if own == found {
            equal += 1;
        } else {
            table.push_str(&format!("{name}\n    {}: {own}\n    {}: {found}\n", ours.0, other.0));
        }
    }
    format!("{table}{equal} of {} checks end alike for {} and {}\n", names.len(), ours.0, other.0)
}

fn word(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Pass => "pass".to_owned(),
        Outcome::Differs(how) => format!("differs: {how}"),
        Outcome::Fail(reason) => format!("FAIL: {reason}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn results(outcomes: [Outcome; 2]) -> Vec<CheckResult> {
        ["a", "b"].into_iter().zip(outcomes).map(|(name, outcome)| CheckResult { name: name.into(), outcome }).collect()
    }

    #[test]
    fn only_breaches_are_failures() {
        let results = results([Outcome::Differs("x".into()), Outcome::Fail("y".into())]);
        assert_eq!(failures(&results), ["b: y"]);
    }

    #[test]
    fn comparison_shows_what_differs_and_counts_the_rest() {
        let ours = results([Outcome::Pass, Outcome::Pass]);
        let other = results([Outcome::Pass, Outcome::Fail("open".into())]);
        let text = comparison(("ours", &ours), ("other", &other));
        assert_eq!(text, "b\n    ours: pass\n    other: FAIL: open\n1 of 2 checks end alike for ours and other\n");
        let text = comparison(("ours", &ours[..1]), ("other", &other));
        assert!(text.starts_with("b\n    ours: not checked\n    other: FAIL: open\n1 of 2"), "{text}");
    }
}
