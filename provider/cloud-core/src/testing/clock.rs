//! A clock and nonces for tests.

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};

use crate::clock::{Clock, NonceSource};

/// A clock that changes only when it is advanced.
pub struct ManualClock(Mutex<Timestamp>);

impl ManualClock {
    /// A clock that shows a time such as `2024-06-01T08:30:00Z`.
    pub fn at(text: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(text.parse().unwrap())))
    }

    /// Moves the time.
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(by).unwrap();
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// `nonce-1`, `nonce-2` and so on.
#[derive(Default)]
pub struct CountedNonces(Mutex<u32>);

impl NonceSource for CountedNonces {
    fn nonce(&self) -> String {
        let mut count = self.0.lock().unwrap();
        *count += 1;
        format!("nonce-{count}")
    }
}
