//! Objects that exist and are not visible yet.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

/// How long and where the object of a call is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lag {
    /// Time since the call.
    seconds: u32,
    /// Whether calls that return this one object do not find it, either. Otherwise it is missing from lists only.
    #[serde(default)]
    details: bool,
}

impl Lag {
    /// Checks the rules that the types of the fields do not express.
    pub(crate) fn check(self) -> Result<(), String> {
        if self.seconds == 0 { Err("the seconds of a lag must be at least 1".to_owned()) } else { Ok(()) }
    }
}

/// The objects that are not visible now.
#[derive(Debug, Default)]
pub(crate) struct Hidden(BTreeMap<(String, String), Until>);

/// When an object becomes visible.
#[derive(Debug, Clone, Copy)]
struct Until {
    at: Timestamp,
    details: bool,
}

/// No object is hidden.
#[cfg(any(test, fuzzing))]
pub(crate) static NOTHING_HIDDEN: Hidden = Hidden(BTreeMap::new());

impl Hidden {
    /// Hides the object of a call that has just been performed.
    pub(crate) fn add(&mut self, account: &str, object: &str, lag: Lag, now: Timestamp) {
        self.0.retain(|_, until| until.at > now);
        let at = now.saturating_add(SignedDuration::from_secs(lag.seconds.into())).unwrap_or(Timestamp::MAX);
        self.0.insert((account.to_owned(), object.to_owned()), Until { at, details: lag.details });
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether lists leave the object out.
    pub(crate) fn hides_from_lists(&self, account: &str, object: &str, now: Timestamp) -> bool {
        self.until(account, object, now).is_some()
    }

    /// Whether calls that return this one object do not find it.
    pub(crate) fn hides_from_details(&self, account: &str, object: &str, now: Timestamp) -> bool {
        self.until(account, object, now).is_some_and(|until| until.details)
    }

    fn until(&self, account: &str, object: &str, now: Timestamp) -> Option<Until> {
        // The map is almost always empty, and the key needs two copies.
        let until = if self.0.is_empty() { None } else { self.0.get(&(account.to_owned(), object.to_owned())) };
        until.copied().filter(|until| until.at > now)
    }
}
