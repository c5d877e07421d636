//! The calls so far; if there are very many, only the newest.

use std::collections::VecDeque;

use super::entry::Entry;

/// Most calls that are kept.
const CALLS: usize = 100_000;

/// Most memory that they may use, by estimate: calls with long lists of objects are large.
const BYTES: usize = 48 * 1024 * 1024;

/// All calls so far; beyond the bounds, the oldest are removed.
#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    entries: VecDeque<(u64, Entry)>,
    bytes: usize,
    last: u64,
}

impl RequestLog {
    /// Keeps an entry: it gets the next number.
    pub(crate) fn add(&mut self, entry: Entry) {
        self.last += 1;
        self.bytes += entry.bytes();
        self.entries.push_back((self.last, entry));
        while self.entries.len() > CALLS || self.bytes > BYTES {
            let Some((_, oldest)) = self.entries.pop_front() else { break };
            self.bytes -= oldest.bytes();
        }
    }

    /// The last calls, the newest first, with their numbers.
    pub(crate) fn newest(&self, most: usize) -> impl Iterator<Item = (u64, &Entry)> {
        self.entries.iter().rev().take(most).map(|(number, entry)| (*number, entry))
    }

    /// The kept calls as a JSON list. It is written call by call: as one value it would need many times the memory.
    pub(crate) fn to_json(&self) -> String {
        let mut text = String::from("[");
        for (number, entry) in &self.entries {
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&entry.to_json(*number).to_string());
        }
        text.push(']');
        text
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{BYTES, CALLS, Entry, RequestLog};

    fn numbers(log: &RequestLog) -> Vec<u64> {
        let read: Value = serde_json::from_str(&log.to_json()).unwrap();
        read.as_array().unwrap().iter().map(|entry| entry["seq"].as_u64().unwrap()).collect()
    }

    #[test]
    fn the_oldest_calls_are_removed_when_there_are_too_many() {
        let mut log = RequestLog::default();
        assert_eq!(log.to_json(), "[]");
        for _ in 0..CALLS + 2 {
            log.add(Entry::default());
        }
        let numbers = numbers(&log);
        assert_eq!((numbers.len(), numbers[0], numbers.last()), (CALLS, 3, Some(&(CALLS as u64 + 2))));
    }

    #[test]
    fn the_oldest_calls_are_removed_when_they_are_too_large() {
        let mut log = RequestLog::default();
        let objects = "x".repeat(BYTES / 4);
        for _ in 0..10 {
            let mut entry = Entry::default();
            entry.set_parameters([("DbList", objects.as_str())].into_iter());
            log.add(entry);
        }
        assert_eq!(numbers(&log), [8, 9, 10]);
        assert!(log.bytes <= BYTES);
    }
}
