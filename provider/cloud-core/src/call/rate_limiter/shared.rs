//! Rates that several processes share: Terraform starts one process for each provider block, and the cloud counts the calls of an
//! account.
//!
//! Each limited action has a file with the next free time. A process locks it, takes that time, and writes the next one. The
//! time is the time of day: the only clock that all processes share.

use std::collections::HashMap;
use std::fs::{File, OpenOptions, create_dir_all};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tracing::debug;

use crate::service::Service;

/// How often a lock is tried that another process holds. It is held for microseconds; a process that was stopped at that
/// moment must not stop this one.
const LOCK_ATTEMPTS: u32 = 1000;
/// A time that is later than this is not a reservation of a running process: the clock was set back.
const LATEST: Duration = Duration::from_secs(60);

/// The files with the next free times.
#[derive(Debug)]
pub(super) struct SharedSlots {
    folder: PathBuf,
    /// The open file of each action; `None` where it cannot be opened.
    files: Mutex<HashMap<(&'static str, &'static str), Option<File>>>,
}

impl SharedSlots {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, files: Mutex::default() }
    }

    /// Takes the next free time of an action. Returns how long it is until then; `None` when the file cannot be used.
    pub(super) fn reserve(
        &self,
        service: &'static Service,
        action: &'static str,
        interval: Duration,
    ) -> Option<Duration> {
        // The map is complete even if a holder panicked: a poisoned lock may be used.
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let file = files.entry((service.key, action)).or_insert_with(|| self.open(service, action)).as_mut()?;
        match take(file, interval) {
            Ok(wait) => Some(wait),
            Err(error) => {
                debug!(action, %error, "the rate is not shared with other provider blocks for this call");
                None
            }
        }
    }

    fn open(&self, service: &Service, action: &str) -> Option<File> {
        let path = self.folder.join(format!("{}-{action}", service.key));
        let opened = create_dir_all(&self.folder)
            .and_then(|()| OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path));
        opened
            .inspect_err(|error| {
                let path = path.display();
                debug!(%path, %error, "the rate is not shared with other provider blocks");
            })
            .ok()
    }
}

fn take(file: &mut File, interval: Duration) -> io::Result<Duration> {
    lock(file)?;
    let taken = take_locked(file, interval);
    file.unlock()?;
    taken
}

fn lock(file: &File) -> io::Result<()> {
    for _ in 0..LOCK_ATTEMPTS {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(std::fs::TryLockError::WouldBlock) => std::thread::yield_now(),
            Err(std::fs::TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(io::Error::new(io::ErrorKind::WouldBlock, "another process holds the lock"))
}

fn take_locked(file: &mut File, interval: Duration) -> io::Result<Duration> {
    let now = Timestamp::now().as_nanosecond();
    let nanoseconds = |duration: Duration| i128::try_from(duration.as_nanos()).unwrap_or(i128::MAX);
    let mut bytes = [0; size_of::<i128>()];
    file.rewind()?;
    let next = match file.read_exact(&mut bytes) {
        Ok(()) => i128::from_le_bytes(bytes),
        // A new file.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => now,
        Err(error) => return Err(error),
    };
    let free = if next > now + nanoseconds(LATEST) { now } else { next.max(now) };
    file.rewind()?;
    file.write_all(&(free + nanoseconds(interval)).to_le_bytes())?;
    Ok(Duration::from_nanos(u64::try_from(free - now).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::QUEUES;

    const INTERVAL: Duration = Duration::from_millis(100);

    fn reserve(slots: &SharedSlots) -> Duration {
        slots.reserve(&QUEUES, "ListQueues", INTERVAL).unwrap()
    }

    #[test]
    fn processes_that_use_the_same_folder_share_the_rate() {
        let folder = tempfile::tempdir().unwrap();
        // Each process has its own open files.
        let processes = [(); 3].map(|()| SharedSlots::new(folder.path().join("rate")));
        let waits: Vec<Duration> = (0..9).map(|number| reserve(&processes[number % 3])).collect();
        for (number, wait) in (0_u32..).zip(&waits) {
            assert!(*wait <= INTERVAL * number && *wait + INTERVAL > INTERVAL * number, "{waits:?}");
        }
        let other = processes[0].reserve(&QUEUES, "GetQueue", INTERVAL).unwrap();
        assert_eq!(other, Duration::ZERO, "another action has a separate rate");
    }

    #[test]
    fn a_time_in_the_far_future_is_ignored() {
        let folder = tempfile::tempdir().unwrap();
        let slots = SharedSlots::new(folder.path().to_owned());
        let later = Timestamp::now().as_nanosecond() + 3_600_000_000_000;
        std::fs::write(folder.path().join(format!("{}-ListQueues", QUEUES.key)), later.to_le_bytes()).unwrap();
        assert_eq!(reserve(&slots), Duration::ZERO);
        assert!(reserve(&slots) > Duration::ZERO);
    }

    #[test]
    fn a_lock_that_another_process_does_not_release_stops_no_call() {
        let folder = tempfile::tempdir().unwrap();
        let slots = SharedSlots::new(folder.path().to_owned());
        reserve(&slots);
        let held = File::open(folder.path().join(format!("{}-ListQueues", QUEUES.key))).unwrap();
        held.lock().unwrap();
        assert_eq!(slots.reserve(&QUEUES, "ListQueues", INTERVAL), None);
        held.unlock().unwrap();
        reserve(&slots);
    }

    #[test]
    fn without_a_folder_the_rate_is_not_shared() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let slots = SharedSlots::new(file.path().join("rate"));
        assert_eq!(slots.reserve(&QUEUES, "ListQueues", INTERVAL), None);
    }
}
