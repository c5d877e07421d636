//! Used nonces. Each is kept as long as a request with it can be valid.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

/// The stored value for a nonce and its key: half of a SHA-256 sum.
pub(crate) type Mark = [u8; 16];

/// The minute (since 1970) at whose begin a nonce is removed: its request would be refused because of its date.
pub(crate) type Minute = i64;

/// The nonces of the last minutes, by key.
#[derive(Debug, Default)]
pub(crate) struct NonceMemory {
    used: BTreeMap<Minute, HashSet<Mark>>,
    /// The nonces since the last time these were taken.
    fresh: Vec<(Minute, Mark)>,
}

impl NonceMemory {
    /// Stores the nonce of a request that is valid until a given time; false when it was used before.
    pub(crate) fn take(&mut self, key_id: &str, nonce: &str, until: Timestamp, now: Timestamp) -> bool {
        self.forget(now);
        let mark = mark(key_id, nonce);
        if self.used.values().any(|used| used.contains(&mark)) {
            return false;
        }
        let end = until.as_second().div_euclid(60) + 1;
        self.remember(end, mark);
        self.fresh.push((end, mark));
        true
    }

    /// Stores a nonce of an earlier run.
    pub(crate) fn remember(&mut self, end: Minute, mark: Mark) {
        self.used.entry(end).or_default().insert(mark);
    }

    /// Number of nonces that are not on disk yet.
    pub(crate) fn fresh(&self) -> usize {
        self.fresh.len()
    }

    pub(crate) fn take_fresh(&mut self) -> Vec<(Minute, Mark)> {
        std::mem::take(&mut self.fresh)
    }

    fn forget(&mut self, now: Timestamp) {
        let now = now.as_second().div_euclid(60);
        while self.used.first_key_value().is_some_and(|(end, _)| *end <= now) {
            self.used.pop_first();
        }
    }
}

fn mark(key_id: &str, nonce: &str) -> Mark {
    let sum = Sha256::new().chain_update(key_id).chain_update([0]).chain_update(nonce).finalize();
    let mut mark = Mark::default();
    mark.copy_from_slice(&sum[..16]);
    mark
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::NonceMemory;

    #[test]
    fn a_nonce_is_kept_until_its_request_would_be_too_old() {
        let now: Timestamp = "2024-06-01T08:30:10Z".parse().unwrap();
        let later = |minutes| now + SignedDuration::from_mins(minutes);
        let mut memory = NonceMemory::default();
        assert!(memory.take("key", "n", later(17), now));
        assert!(!memory.take("key", "n", later(15), now), "also when the request is valid until another time");
        assert!(memory.take("key2", "n", later(15), now) && memory.take("key", "2n", later(15), now));
        assert!(!memory.take("key", "n", later(31), later(16)));
        assert!(memory.take("key", "n", later(34), later(19)));
    }

    #[test]
    fn removed_nonces_need_no_memory_and_new_ones_are_returned_once() {
        let now: Timestamp = "2024-06-01T08:30:10Z".parse().unwrap();
        let mut memory = NonceMemory::default();
        for minute in 0..100 {
            let now = now + SignedDuration::from_mins(minute);
            assert!(memory.take("key", &minute.to_string(), now + SignedDuration::from_mins(15), now));
        }
        assert!(memory.used.len() <= 17, "{}", memory.used.len());
        assert_eq!((memory.take_fresh().len(), memory.fresh()), (100, 0));
    }
}
