//! The rows of STS in the data directory.

use std::sync::Arc;

use jiff::Timestamp;

use crate::core::accounts::Caller;
use crate::core::store::{ChangedRows, NotWritable, Persist, StoredRow};

use super::{Sts, has_expired};

/// `session/KEY`.
const SESSION: &str = "session";

impl Persist for Sts {
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
        self.sessions.put(row.path.to_owned(), Arc::new(caller));
        if expired {
            self.sessions.remove(row.path);
        }
        Ok(())
    }

    fn take_changes(&mut self, all: bool, rows: &mut ChangedRows) -> Result<(), NotWritable> {
        let mut changed = self.sessions.take_changed();
        if all {
            changed = self.sessions.keys().cloned().collect();
        }
        for id in changed {
            rows.put(format!("{SESSION}/{id}"), self.sessions.get(&id).map(Arc::as_ref))?;
        }
        Ok(())
    }

    fn forget_changes(&mut self) {
        self.sessions.take_changed();
    }
}
