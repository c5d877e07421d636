//! Writes an emulation as rows of the store, and reads it again. Services have their own rows; here are those of the
//! core.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::SignedDuration;

use crate::core::clock::Clock;
use crate::core::nonces::Mark;
use crate::core::store::{ChangedRows, Changes, FILE_NAME, NotWritable, Rows, StoreError, StoredRow};

use super::{Emulation, Setup};

/// The version of the format of the rows. A changed format needs another number.
const FORM: &str = "2";

/// The rows of the core.
const FORM_KEY: &str = "form";
const WORLD_KEY: &str = "world";
const CLOCK_KEY: &str = "clock";
const NONCE: &str = "nonce";

/// So many nonces of calls that changed nothing wait for a call that changes something; then they are written without
/// it.
const MOST_NONCES_WAITING: usize = 500;

/// The world with which a store file was created; none for a new file.
///
/// # Errors
///
/// The file has the format of another version.
pub(crate) fn world_of(rows: &Rows, path: &Path) -> Result<Option<String>, StoreError> {
    let text = |key: &str| {
        let row = rows.iter().find(|(known, _)| known == key);
        row.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
    };
    match text(FORM_KEY) {
        None if rows.is_empty() => Ok(None),
        Some(form) if form == FORM => Ok(text(WORLD_KEY)),
        other => {
            let found = other.unwrap_or_else(|| "(none)".to_owned());
            Err(StoreError::Form { path: path.to_owned(), found, known: FORM })
        }
    }
}

impl Emulation {
    /// The world before the first call, for a new file: everything counts as changed.
    pub(crate) fn for_new_file(setup: Arc<Setup>) -> Self {
        Self { cleared: true, ..Self::new(setup) }
    }

    /// The emulation that wrote these rows.
    ///
    /// # Errors
    ///
    /// This version cannot read a row.
    pub(crate) fn from_rows(setup: Arc<Setup>, rows: &Rows, path: &Path) -> Result<Self, StoreError> {
        let mut emulation = Self::new(setup);
        for cloud in &mut emulation.clouds {
            cloud.services_mut().into_iter().for_each(|service| service.empty());
        }
        for (key, value) in rows {
            let wrong = |why: String| StoreError::Row { path: path.to_owned(), key: key.clone(), why };
            emulation.restore(StoredRow::new(key, value)).map_err(wrong)?;
        }
        Ok(emulation)
    }

    /// Reads one row. The rows are in the order of their keys, so that the clock comes before the rows that depend on
    /// it.
    fn restore(&mut self, row: StoredRow<'_>) -> Result<(), String> {
        match row.kind {
            FORM_KEY | WORLD_KEY => {}
            CLOCK_KEY => self.clock = Clock::moved_ahead_by(SignedDuration::from_secs(row.object()?)),
            NONCE => {
                let (end, _) = row.path.split_once('/').unwrap_or_default();
                let end = end.parse().map_err(|error: std::num::ParseIntError| error.to_string())?;
                row.bytes().as_chunks().0.iter().for_each(|mark: &Mark| self.nonces.remember(end, *mark));
            }
            kind => {
                let now = self.clock.now();
                let services = self.clouds.iter_mut().flat_map(|cloud| cloud.services_mut());
                let mut of_kind = services.filter(|service| service.row_kinds().contains(&kind));
                let service = of_kind.next().ok_or("this version does not know its kind")?;
                service.restore(row, now).map_err(|why| format!("{}: {why}", service.name()))?;
            }
        }
        Ok(())
    }

    /// The changes since the last time; none when nothing has to be written yet.
    ///
    /// # Errors
    ///
    /// An object cannot be written.
    pub(crate) fn take_changes(&mut self) -> Result<Option<Changes>, StoreError> {
        self.changes().map_err(|NotWritable { key, why }| StoreError::Row { path: PathBuf::from(FILE_NAME), key, why })
    }

    fn changes(&mut self) -> Result<Option<Changes>, NotWritable> {
        let mut rows = ChangedRows::default();
        let cleared = std::mem::take(&mut self.cleared);
        if cleared {
            rows.put_text(FORM_KEY, FORM);
            rows.put_text(WORLD_KEY, self.setup.world.text());
        }
        if let Some(ahead) = self.clock.take_moved() {
            rows.put(CLOCK_KEY.to_owned(), Some(&ahead.as_secs()))?;
        }
        for cloud in &mut self.clouds {
            for service in cloud.services_mut() {
                service.take_changes(cleared, &mut rows)?;
            }
        }
        if rows.is_empty() && !cleared && self.nonces.fresh() < MOST_NONCES_WAITING {
            return Ok(None);
        }
        Ok(Some(Changes { cleared, rows, nonces: self.nonces.take_fresh() }))
    }

    /// The nonces that wait for a call that changes something.
    pub(crate) fn take_nonces(&mut self) -> Changes {
        Changes { nonces: self.nonces.take_fresh(), ..Changes::default() }
    }

    /// Drops the list of changes: there is no data directory.
    pub(crate) fn forget_changes(&mut self) {
        self.cleared = false;
        self.clock.take_moved();
        for cloud in &mut self.clouds {
            cloud.services_mut().into_iter().for_each(|service| service.forget_changes());
        }
        self.nonces.take_fresh();
    }
}
