//! The sessions of assumed roles, and their rows in the data directory.

use std::sync::Arc;

use jiff::Timestamp;

use crate::core::accounts::Caller;
use crate::core::store::{ChangedRows, NotWritable, Persist, StoredRow};
use crate::core::tracked::Tracked;

/// `tencent_session/KEY`.
const SESSION: &str = "tencent_session";

/// So many sessions are kept before those that have expired are removed.
const KEPT: usize = 1000;

/// The sessions of assumed roles, by the ID of their temporary key.
pub(crate) struct Sessions {
    by_key: Tracked<Arc<Caller>>,
    /// The number of sessions at which the expired ones are removed.
    full: usize,
}

impl Default for Sessions {
    fn default() -> Self {
        Self { by_key: Tracked::of([]), full: KEPT }
    }
}

impl Sessions {
    /// The caller that a temporary key belongs to.
    pub(crate) fn get(&self, key_id: &str) -> Option<&Arc<Caller>> {
        self.by_key.get(key_id)
    }

    /// The caller that a complete set of temporary credentials belongs to, while it is valid.
    pub(crate) fn caller_of(&self, key_id: &str, secret: &str, token: &str, now: Timestamp) -> Option<&Arc<Caller>> {
        let caller = self.get(key_id)?;
        let session = caller.session.as_ref()?;
        let fits = caller.secret.expose() == secret && session.token.expose() == token && now < session.expires;
        fits.then_some(caller)
    }

    /// Adds a session. From time to time the expired ones are removed first.
    pub(crate) fn add(&mut self, caller: Caller, now: Timestamp) {
        if self.by_key.len() >= self.full {
            let expired = self.by_key.iter().filter(|(_, caller)| has_expired(caller, now));
            let expired: Vec<String> = expired.map(|(id, _)| id.clone()).collect();
            expired.iter().for_each(|id| self.by_key.remove(id));
            self.full = KEPT.max(2 * self.by_key.len());
        }
        self.by_key.insert(caller.key_id.clone(), Arc::new(caller));
    }
}

/// Whether a session has ended.
fn has_expired(caller: &Caller, now: Timestamp) -> bool {
    caller.session.as_ref().is_some_and(|session| session.expires <= now)
}

impl Persist for Sessions {
    fn row_kinds(&self) -> &'static [&'static str] {
        &[SESSION]
    }

    fn empty(&mut self) {
        *self = Self::default();
    }

    /// An expired session is removed with the next changes.
    fn restore(&mut self, row: StoredRow<'_>, now: Timestamp) -> Result<(), String> {
        let caller: Caller = row.object()?;
        let expired = has_expired(&caller, now);
        self.by_key.put(row.path.to_owned(), Arc::new(caller));
        if expired {
            self.by_key.remove(row.path);
        }
        Ok(())
    }

    fn take_changes(&mut self, all: bool, rows: &mut ChangedRows) -> Result<(), NotWritable> {
        let mut changed = self.by_key.take_changed();
        if all {
            changed = self.by_key.keys().cloned().collect();
        }
        for id in changed {
            rows.put(format!("{SESSION}/{id}"), self.by_key.get(&id).map(Arc::as_ref))?;
        }
        Ok(())
    }

    fn forget_changes(&mut self) {
        self.by_key.take_changed();
    }
}
