//! The rows of DTS in the data directory.

use std::num::ParseIntError;

use jiff::Timestamp;

use crate::core::store::{ChangedRows, NotWritable, Persist, StoredRow};

use super::Dts;
use super::job::{Job, Jobs};

/// `job/NUMBER`, with leading zeros, so that the order of the keys is the order of the jobs.
const JOB: &str = "job";

impl Persist for Dts {
    fn row_kinds(&self) -> &'static [&'static str] {
        &[JOB]
    }

    fn empty(&mut self) {
        self.jobs = Jobs::default();
    }

    fn restore(&mut self, row: StoredRow<'_>, _: Timestamp) -> Result<(), String> {
        let number = row.path.parse().map_err(|error: ParseIntError| error.to_string())?;
        self.jobs.put(number, row.object()?);
        Ok(())
    }

    fn take_changes(&mut self, all: bool, rows: &mut ChangedRows) -> Result<(), NotWritable> {
        let mut changed = self.jobs.take_changed();
        if all {
            changed = self.jobs.numbered().keys().copied().collect();
        }
        for number in changed {
            rows.put(format!("{JOB}/{number:020}"), self.jobs.numbered().get(&number).map(Job::to_keep).as_deref())?;
        }
        Ok(())
    }

    fn forget_changes(&mut self) {
        self.jobs.take_changed();
    }
}
