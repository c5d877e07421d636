//! The folder of the records of one state.

use std::{
    fs::{File, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{
    held::{self, HeldNotes},
    place::Place,
    private_file::open_private,
    process::TerraformProcess,
    record::{Record, Subject},
};

/// Where the records are in the data directory of Terraform.
const FOLDER: &str = "dts/creates";

/// The records of one state, as one provider process sees them.
#[derive(Debug)]
pub(super) struct Store {
    folder: PathBuf,
    state: String,
    terraform: TerraformProcess,
    /// The files that this process keeps locked until it exits: its own, and those of the processes whose records it has taken.
    locks: Mutex<Vec<(String, File)>>,
    own_lock: String,
    held: HeldNotes,
    /// Whether this run reads everything in its state before it creates something.
    reads_complete_state: bool,
}

/// The result of an attempt to take a record.
#[derive(Debug)]
pub(super) enum Taken {
    /// The record is ours now.
    Record(Box<Record>),
    /// There is no record, or it is one of this run.
    None,
    /// The Terraform process of the record has ended, but its provider process has not.
    Busy,
}

impl Store {
    /// The folder of the records of a place, whether it exists or not.
    pub(super) fn folder_of(place: &Place) -> PathBuf {
        place.data_directory().join(FOLDER)
    }

    /// The records of the state on which Terraform works at this place.
    pub(super) fn new(place: &Place, terraform: TerraformProcess, command: &[String]) -> Self {
        let own_lock = format!("{}-{}.lock", std::process::id(), unique());
        let folder = Self::folder_of(place);
        Self {
            folder,
            state: place.state_key(command),
            terraform,
            locks: Mutex::default(),
            own_lock,
            held: HeldNotes::default(),
            reads_complete_state: place.reads_complete_state(command),
        }
    }

    /// Takes the record about this object, if its Terraform process has ended. From then on, it counts as a record of this run, so
    /// that no other resource can use it.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub(super) fn take(&self, subject: &Subject) -> io::Result<Taken> {
        let path = self.path(subject);
        let Some(record) = self.read(&path).filter(|record| record.is_about(subject) && record.state == self.state)
        else {
            return Ok(Taken::None);
        };
        if self.is_in_use(&record) || self.may_be_in_state(&record) {
            return Ok(Taken::None);
        }
        if !self.lock(&record.lock)? {
            return Ok(Taken::Busy);
        }
        // Another process may have taken or removed it before it was locked.
        if self.read(&path).as_ref() != Some(&record) {
            return Ok(Taken::None);
        }
        let mut ours = record;
        ours.returned = false;
        ours.terraform = self.terraform.clone();
        ours.lock = self.own_lock()?;
        self.write(&path, &ours, false)?;
        Ok(Taken::Record(Box::new(ours)))
    }

    /// Writes the record of a create that is about to be sent. Returns false if another provider process of this run has one about
    /// the same object.
    ///
    /// # Errors
    /// A file cannot be written.
    pub(super) fn begin(&self, subject: &Subject, fill: impl FnOnce(&mut Record)) -> io::Result<bool> {
        std::fs::create_dir_all(&self.folder)?;
        let mut record = subject.record(&self.state, &self.terraform, &self.own_lock()?);
        fill(&mut record);
        let path = self.path(subject);
        let is_free = match self.read(&path) {
            Some(found) if found.lock == self.own_lock => true,
            Some(found) => found.terraform.has_ended() && self.lock(&found.lock)?,
            // A damaged file counts as none.
            None => true,
        };
        if !is_free {
            return Ok(false);
        }
        match self.write(&path, &record, !path.exists()) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            written => written.map(|()| true),
        }
    }

    /// Changes the record of this process about an object.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub(super) fn change(&self, subject: &Subject, change: impl FnOnce(&mut Record)) -> io::Result<()> {
        let path = self.path(subject);
        let Some(mut record) = self.read(&path).filter(|record| record.lock == self.own_lock) else { return Ok(()) };
        change(&mut record);
        self.write(&path, &record, false)
    }

    /// Removes the record of this process about an object.
    pub(super) fn remove(&self, subject: &Subject) {
        let path = self.path(subject);
        if self.read(&path).is_some_and(|record| record.lock == self.own_lock) {
            // If this fails, a later refresh or create removes it.
            let _ = std::fs::remove_file(path);
        }
    }

    /// All records of this state, with their files.
    pub(super) fn all(&self) -> Vec<(PathBuf, Record)> {
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let paths = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|ext| ext == "json"));
        let read = |path: PathBuf| Some((self.read(&path)?, path)).map(|(record, path)| (path, record));
        paths.filter_map(read).filter(|(_, record)| record.state == self.state).collect()
    }

    /// Whether the record was written by this run of Terraform, or by one that has not ended.
    pub(super) fn is_in_use(&self, record: &Record) -> bool {
        record.terraform.is(&self.terraform) || !record.terraform.has_ended()
    }

    /// Whether a resource in the state may have the object of the record: Terraform got the object, and this run does not read everything
    /// in its state. Otherwise a refresh of this run has removed the records about the objects in the state.
    pub(super) fn may_be_in_state(&self, record: &Record) -> bool {
        record.returned && !self.reads_complete_state
    }

    /// Whether this run reads everything in its state before it creates something.
    pub(super) fn reads_complete_state(&self) -> bool {
        self.reads_complete_state
    }

    /// Notes for the other provider processes of this run that the state holds the object.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn note_held(&self, object: String) -> io::Result<()> {
        self.held.add(&self.folder, &self.own_lock, &self.terraform, object)
    }

    /// Whether this run, or one that has not ended, has found the object in its state.
    pub(super) fn is_held(&self, object: &str) -> bool {
        held::is_held(&self.folder, object, |terraform| terraform.is(&self.terraform) || !terraform.has_ended())
    }

    /// Whether this process can write in the folder, so that the other processes of this run could as well.
    pub(super) fn is_writable(&self) -> bool {
        let written =
            std::fs::create_dir_all(&self.folder).and_then(|()| tempfile::NamedTempFile::new_in(&self.folder));
        written.is_ok()
    }

    /// Whether the record was written by this run of Terraform.
    pub(super) fn is_of_this_run(&self, record: &Record) -> bool {
        record.terraform.is(&self.terraform)
    }

    /// Removes a record, and the file of its process if no other record needs it.
    pub(super) fn discard(&self, path: &Path, record: &Record) {
        let _ = std::fs::remove_file(path);
        let is_needed = self.all().iter().any(|(_, other)| other.lock == record.lock);
        if !is_needed && record.lock != self.own_lock && self.lock(&record.lock).unwrap_or(false) {
            let _ = std::fs::remove_file(self.folder.join(&record.lock));
        }
    }

    fn path(&self, subject: &Subject) -> PathBuf {
        self.folder.join(subject.file_name(&self.state))
    }

    /// A file that cannot be read counts as none.
    fn read(&self, path: &Path) -> Option<Record> {
        Record::parse(&std::fs::read(path).ok()?)
    }

    /// Writes a record at once or not at all. `is_new`: only if there is no file yet. A temporary file is private.
    fn write(&self, path: &Path, record: &Record, is_new: bool) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        serde_json::to_writer(&mut file, record)?;
        file.flush()?;
        file.as_file().sync_all()?;
        let stored = if is_new { file.persist_noclobber(path) } else { file.persist(path) };
        stored.map(|_| ()).map_err(|error| error.error)
    }

    /// The name of the file of this process, which is locked from the first use on.
    fn own_lock(&self) -> io::Result<String> {
        self.lock(&self.own_lock)?;
        Ok(self.own_lock.clone())
    }

    /// Locks a file until this process exits. Returns false if another process has locked it.
    fn lock(&self, name: &str) -> io::Result<bool> {
        let mut locks = self.locks();
        if locks.iter().any(|(held, _)| held == name) {
            return Ok(true);
        }
        let Some(name) = Path::new(name).file_name() else { return Err(io::ErrorKind::InvalidFilename.into()) };
        let file = open_private(&self.folder.join(name))?;
        match file.try_lock() {
            Ok(()) => {
                locks.push((name.to_string_lossy().into_owned(), file));
                Ok(true)
            }
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn locks(&self) -> MutexGuard<'_, Vec<(String, File)>> {
        self.locks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A text that no other process of this machine uses at the same time.
fn unique() -> String {
    let now = jiff::Timestamp::now();
    format!("{:x}", now.as_nanosecond())
}
