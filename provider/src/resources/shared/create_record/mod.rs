//! Records of create calls, in the data directory of Terraform: the proof that this configuration created an object which is in no
//! state, because Terraform was killed, a create failed, or the state was lost.
//!
//! A record is written before a create call, and gets the ID of the object as soon as the call is answered. It stays until a later run has
//! read the object back from the state. A later create may use a record only if its Terraform process has ended, and each record only
//! once. It belongs to one state: to a working directory, a workspace and a backend. Without a record, nothing is adopted; so a directory
//! that cannot be written, or that is not kept, makes nothing less safe.
//!
//! A record whose create has returned the object to Terraform is needed if Terraform could not store its state after that. Otherwise a
//! resource in the state has the object. Only a refresh shows which of the two it is: it removes the record. Such a record, and an ownership
//! tag, are therefore no proof in a run that does not refresh everything in its state before it creates something (`-target`,
//! `-refresh=false`, a saved plan).

mod held;
mod place;
mod private_file;
mod process;
mod record;
mod run;
mod store;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeSet,
    io,
    path::PathBuf,
    sync::{LazyLock, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use tokio::time::{Instant, sleep};
use tracing::info;

pub(crate) use self::record::Subject;
use self::{
    place::Place,
    process::TerraformProcess,
    record::Record,
    store::{Store, Taken},
};

/// How long a create waits until the provider process of a killed Terraform process has exited.
const EXIT_LIMIT: Duration = Duration::from_secs(10);
const EXIT_PAUSE: Duration = Duration::from_millis(100);

/// The records of the state on which this provider process works.
#[derive(Debug, Default)]
pub(crate) struct CreateRecords {
    place: Option<Place>,
    store: OnceLock<Option<Store>>,
    /// The records that existed at the first refresh, with their files.
    at_refresh: OnceLock<Mutex<Vec<(PathBuf, Record)>>>,
}

/// What an earlier run of Terraform did: a create that ended before the object was in the state.
#[derive(Debug)]
pub(crate) struct EarlierCreate(Box<Record>);

/// An object that an earlier run may have created with another configuration.
#[derive(Debug)]
pub(crate) struct Leftover {
    record: Record,
    path: PathBuf,
}

impl EarlierCreate {
    /// ID of the object. None if the create was not answered.
    pub(crate) fn id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// Whether it may have created this object. `created` is the time at which the cloud says that the object was created.
    pub(crate) fn may_have_created(&self, id: &str, created: &str) -> bool {
        self.0.may_have_created(id, created)
    }

    /// The time before the call, by the clock of the cloud.
    pub(crate) fn called_at(&self) -> Option<Timestamp> {
        self.0.called_at()
    }
}

impl Leftover {
    /// As [`EarlierCreate::may_have_created`].
    pub(crate) fn may_have_created(&self, id: &str, created: &str) -> bool {
        self.record.may_have_created(id, created)
    }
}

impl CreateRecords {
    /// The records of this process. Nothing is read before the first use.
    pub(crate) fn of_process() -> &'static Self {
        static RECORDS: LazyLock<CreateRecords> = LazyLock::new(|| CreateRecords::at(Place::of_process()));
        &RECORDS
    }

    /// No records, for tests of other modules.
    #[cfg(test)]
    pub(crate) fn none() -> &'static Self {
        static NONE: LazyLock<CreateRecords> = LazyLock::new(CreateRecords::default);
        &NONE
    }

    /// The records of a run in a new directory, which has read its complete state. For tests of other modules.
    #[cfg(test)]
    pub(crate) fn of_new_directory() -> (tempfile::TempDir, Self) {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("main.tf"), "").unwrap();
        let place = Place::new(directory.path(), &[]);
        let records = Self::at(Some(place.clone()));
        let (terraform, _) = TerraformProcess::parent().unwrap();
        let command = ["terraform", "apply"].map(str::to_owned);
        records.store.set(Some(Store::new(&place, terraform, &command))).unwrap();
        (directory, records)
    }

    fn at(place: Option<Place>) -> Self {
        Self { place, ..Self::default() }
    }

    /// The create of this object by an earlier run, if there was one that ended before the object was in the state. It is taken: no other resource
    /// can use it.
    pub(crate) async fn earlier(&self, subject: &Subject) -> Option<EarlierCreate> {
        let store = self.existing()?;
        let began = Instant::now();
        loop {
            match logged("read", store.take(subject))? {
                Taken::Record(record) => return Some(EarlierCreate(record)),
                Taken::None => return None,
                Taken::Busy if began.elapsed() > EXIT_LIMIT => return None,
                Taken::Busy => sleep(EXIT_PAUSE).await,
            }
        }
    }

    /// Whether there is a create that [`CreateRecords::earlier`] can take. For a plan, which changes nothing.
    pub(crate) fn has_earlier(&self, subject: &Subject) -> bool {
        let is_earlier = |store: &Store| {
            let is_free = |record: &Record| !store.is_in_use(record) && !store.may_be_in_state(record);
            store.all().iter().any(|(_, record)| record.is_about(subject) && is_free(record))
        };
        self.existing().is_some_and(is_earlier)
    }

    /// Writes the record of a create that is about to be sent. `existing` are the objects of the name; `server_time` is the time by the
    /// clock of the cloud.
    pub(crate) fn begin(&self, subject: &Subject, existing: &BTreeSet<String>, server_time: Option<Timestamp>) {
        let Some(store) = self.store() else { return };
        let fill = |record: &mut Record| {
            record.existing.clone_from(existing);
            record.server_time = server_time.map(|time| time.to_string());
        };
        logged("write", store.begin(subject, fill));
    }

    /// Adds the ID of the object, once the create was answered.
    pub(crate) fn created(&self, subject: &Subject, id: &str) {
        if let Some(store) = self.existing() {
            logged("write", store.change(subject, |record| record.id = Some(id.to_owned())));
        }
    }

    /// Notes that Terraform gets the object for its state.
    pub(crate) fn returned(&self, subject: &Subject) {
        if let Some(store) = self.existing()
            && logged("write", store.change(subject, |record| record.returned = true)).is_none()
        {
            // Without the note, another resource could take the object from this one.
            store.remove(subject);
        }
    }

    /// Removes the record of a create that created nothing, or whose object does not exist any more.
    pub(crate) fn forget(&self, subject: &Subject) {
        if let Some(store) = self.existing() {
            store.remove(subject);
        }
    }

    /// Removes the records about an object that does not exist any more.
    pub(crate) fn forget_object(&self, kind: &str, id: &str) {
        let Some(store) = self.existing() else { return };
        for (path, record) in store.all() {
            if record.has_id(kind, id) {
                store.discard(&path, &record);
            }
        }
    }

    /// Removes the records about an object that a refresh has found in the state: from now on, the state shows who manages it. Those
    /// of this run stay, because this run may have not stored its state yet. With an ownership tag (`is_tagged`), a note for the creates
    /// of this run says that the state holds the object.
    pub(crate) fn found_in_state(&self, kind: &str, id: &str, is_tagged: bool) {
        if is_tagged && let Some(store) = self.store() {
            logged("write", store.note_held(held_object(kind, id)));
        }
        let Some(store) = self.existing() else { return };
        let records = self.at_refresh.get_or_init(|| Mutex::new(store.all()));
        let mut records = records.lock().unwrap_or_else(PoisonError::into_inner);
        let done = records.extract_if(.., |(_, record)| record.has_id(kind, id) && !store.is_of_this_run(record));
        for (path, record) in done.collect::<Vec<_>>() {
            store.discard(&path, &record);
        }
    }

    /// Whether an ownership tag of the object is a proof: no resource in the state has the object, as far as this run has read its state
    /// completely, and no run that has not ended has created or adopted it.
    pub(crate) fn trust_tag(&self, kind: &str, id: &str) -> bool {
        let is_free = |store: &Store| {
            let is_used = |(_, record): &(PathBuf, Record)| record.has_id(kind, id) && store.is_in_use(record);
            store.reads_complete_state()
                && store.is_writable()
                && !store.is_held(&held_object(kind, id))
                && !store.all().iter().any(is_used)
        };
        self.store().is_some_and(is_free)
    }

    /// Whether a resource in the state may have an object that no refresh of this run has found.
    pub(crate) fn may_not_know_state(&self) -> bool {
        !self.store().is_some_and(Store::reads_complete_state)
    }

    /// The sentence of an error about an existing object that is not provably ours. `object` is what it is, and `created` how it came to
    /// be: `job`, `created`.
    pub(crate) fn no_proof(&self, object: &str, created: &str, ownership_id: Option<&str>) -> String {
        let tag = match ownership_id {
            Some(_) => format!(
                ", and the {object} does not have the ownership_id of the provider block, or another resource manages it"
            ),
            None => String::new(),
        };
        let partial = match self.store() {
            Some(store) if !store.reads_complete_state() => {
                " This run has not read the complete state (-target, -exclude, -refresh=false, or a saved plan), so a resource in the \
                 state may manage the existing one. If not, an apply without these options may continue with it."
            }
            _ => "",
        };
        format!(
            "There is no proof that an interrupted apply of this configuration {created} it: the data directory of Terraform \
             (.terraform) has no record of that{tag}.{partial}"
        )
    }

    /// The creates of the same name with other content, by runs that have ended.
    pub(crate) fn leftovers(&self, subject: &Subject) -> Vec<Leftover> {
        let Some(store) = self.existing() else { return Vec::new() };
        let is_leftover = |record: &Record| {
            let is_free = !store.is_in_use(record) && !store.may_be_in_state(record);
            record.has_name_of(subject) && !record.is_about(subject) && is_free
        };
        let all = store.all().into_iter().filter(|(_, record)| is_leftover(record));
        all.map(|(path, record)| Leftover { record, path }).collect()
    }

    /// Removes a record that is of no use any more.
    pub(crate) fn discard(&self, leftover: &Leftover) {
        if let Some(store) = self.existing() {
            store.discard(&leftover.path, &leftover.record);
        }
    }

    /// The store, if its folder exists. A refresh without records checks only that.
    fn existing(&self) -> Option<&Store> {
        Store::folder_of(self.place.as_ref()?).is_dir().then(|| self.store()).flatten()
    }

    fn store(&self) -> Option<&Store> {
        let open = || {
            let place = self.place.as_ref().filter(|place| place.is_initialized())?;
            let (terraform, command) = TerraformProcess::parent()?;
            Some(Store::new(place, terraform, &command))
        };
        self.store.get_or_init(open).as_ref()
    }
}

/// Whether the Terraform process of this provider process destroys what is in the state, by its command line. False if the system does not show
/// it.
pub(crate) fn is_destroy() -> bool {
    static IS_DESTROY: LazyLock<bool> = LazyLock::new(|| {
        let command = TerraformProcess::parent().map(|(_, command)| command).unwrap_or_default();
        Place::of_process().is_some_and(|place| place.destroys(&command))
    });
    *IS_DESTROY
}

/// The object as the notes of a run have it.
fn held_object(kind: &str, id: &str) -> String {
    format!("{kind} {id}")
}

/// The result of an operation on a record. A failure is logged: the create continues without a record.
fn logged<T>(operation: &str, result: io::Result<T>) -> Option<T> {
    result
        .inspect_err(|error| info!(%error, "cannot {operation} the record of a create; an interrupted create needs an import then"))
        .ok()
}

/// The digest of several texts.
pub(crate) fn digest(parts: &[impl AsRef<str>]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        let part = part.as_ref().as_bytes();
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
