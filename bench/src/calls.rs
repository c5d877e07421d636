//! The emulator's request log: the calls that one command of Terraform sent.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::BenchError;
use acceptance_harness::emulator::Control;

/// Called once by each process, however many resources there are.
const ONCE: &str = "GetCallerIdentity";
/// The window of a rate, in milliseconds.
const SECOND: u64 = 1000;

/// The log, read piece by piece.
pub(super) struct Log {
    control: Control,
    seen: u64,
}

impl Log {
    pub(super) fn new(url: &str) -> Self {
        Self { control: Control::new(url), seen: 0 }
    }

    /// The calls since the last call of this function.
    pub(super) async fn take(&mut self) -> Result<Calls, BenchError> {
        let entries = self.control.requests().await?;
        let number = |entry: &Json| entry["seq"].as_u64().unwrap_or_default();
        let calls = entries.iter().filter(|entry| number(entry) > self.seen).collect();
        self.seen = entries.last().map_or(self.seen, number);
        Ok(calls)
    }
}

/// Calls by action, each with the moment of its answer in milliseconds.
#[derive(Clone, Debug, Default)]
pub(super) struct Calls(BTreeMap<String, Vec<u64>>);

impl Calls {
    /// All calls.
    pub(super) fn total(&self) -> f64 {
        self.0.values().map(Vec::len).sum::<usize>() as f64
    }

    /// Calls of one action.
    pub(super) fn of(&self, action: &str) -> f64 {
        self.0.get(action).map_or(0, Vec::len) as f64
    }

    /// Calls for each of so many resources, without the one that each process sends once.
    pub(super) fn each(&self, resources: u32) -> f64 {
        (self.total() - self.of(ONCE)) / f64::from(resources)
    }

    /// The most calls of an action within a second.
    pub(super) fn busiest_second(&self, action: &str) -> f64 {
        let mut moments = self.0.get(action).cloned().unwrap_or_default();
        moments.sort_unstable();
        let within =
            |(at, begun): (usize, &u64)| moments[at..].iter().take_while(|moment| **moment < begun + SECOND).count();
        moments.iter().enumerate().map(within).max().unwrap_or_default() as f64
    }
}

impl<'e> FromIterator<&'e Json> for Calls {
    fn from_iter<I: IntoIterator<Item = &'e Json>>(entries: I) -> Self {
        let mut calls = Self::default();
        for entry in entries {
            let action = entry["action"].as_str().unwrap_or_default().to_owned();
            calls.0.entry(action).or_default().push(entry["at_ms"].as_u64().unwrap_or_default());
        }
        calls
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn calls(entries: &[(&str, u64)]) -> Calls {
        let entries: Vec<Json> = entries.iter().map(|(action, at)| json!({"action": action, "at_ms": at})).collect();
        entries.iter().collect()
    }

    #[test]
    fn a_call_that_each_process_sends_once_counts_for_no_resource() {
        let calls = calls(&[("GetCallerIdentity", 0), ("CreateRole", 1), ("CreateRole", 2), ("GetRole", 3)]);
        assert_eq!((calls.total(), calls.of("CreateRole"), calls.each(2)), (4.0, 2.0, 1.5));
    }

    #[test]
    fn the_busiest_second_begins_anywhere() {
        let calls = calls(&[("A", 0), ("A", 900), ("A", 1000), ("A", 1899), ("A", 1900), ("B", 1000)]);
        assert_eq!((calls.busiest_second("A"), calls.busiest_second("C")), (3.0, 0.0));
    }
}
