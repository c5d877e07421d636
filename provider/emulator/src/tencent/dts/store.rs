//! The rows of DTS in the data directory.

use jiff::Timestamp;

use crate::core::store::{ChangedRows, NotWritable, Persist, StoredRow};

use super::Dts;
use super::job::Job;

/// `tencent_job/ID`.
const JOB: &str = "tencent_job";

impl Persist for Dts {
    fn row_kinds(&self) -> &'static [&'static str] {
        &[JOB]
    }

    fn empty(&mut self) {
        *self = Self::default();
    }

    fn restore(&mut self, row: StoredRow<'_>, _: Timestamp) -> Result<(), String> {
        let job: Job = row.object()?;
        self.last = self.last.max(job.number);
        self.jobs.put(row.path.to_owned(), job);
        Ok(())
    }

    fn take_changes(&mut self, all: bool, rows: &mut ChangedRows) -> Result<(), NotWritable> {
        let mut changed = self.jobs.take_changed();
        if all {
            changed = self.jobs.keys().cloned().collect();
        }
        changed.into_iter().try_for_each(|id| rows.put(format!("{JOB}/{id}"), self.jobs.get(&id)))
    }

    fn forget_changes(&mut self) {
        self.jobs.take_changed();
    }
}
