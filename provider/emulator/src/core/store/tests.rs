//! The writing thread, on a disk that fails and with many callers.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use redb::backends::InMemoryBackend;
use redb::{Builder, StorageBackend};

use super::changes::Changes;
use super::persist::ChangedRows;
use super::writer::Store;

/// What a test reads and sets of its disk.
#[derive(Debug, Default)]
struct Disk {
    full: AtomicBool,
    syncs: AtomicUsize,
}

#[derive(Debug)]
struct TestBackend(InMemoryBackend, Arc<Disk>);

impl StorageBackend for TestBackend {
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.1.syncs.fetch_add(1, Ordering::SeqCst);
        if self.1.full.load(Ordering::SeqCst) { Err(io::ErrorKind::StorageFull.into()) } else { self.0.sync_data() }
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write(offset, data)
    }
}

fn store() -> (Store, Arc<Disk>) {
    let disk = Arc::new(Disk::default());
    let backend = TestBackend(InMemoryBackend::new(), Arc::clone(&disk));
    let database = Builder::new().create_with_backend(backend).unwrap();
    (Store::start(database, None, Path::new("state.redb").to_owned(), &Vec::new()), disk)
}

fn row(key: usize) -> Changes {
    Changes { rows: ChangedRows([(key.to_string(), Some(vec![1; 100]))].into()), ..Changes::default() }
}

#[tokio::test]
async fn after_a_failed_write_no_change_is_accepted() {
    let (store, disk) = store();
    store.submit(row(1)).wait().await.unwrap();
    disk.full.store(true, Ordering::SeqCst);
    let refused = store.submit(row(2)).wait().await.unwrap_err().to_string();
    assert!(
        refused.starts_with("cannot write state.redb: ") && refused.contains("start the emulator again"),
        "{refused}"
    );
    disk.full.store(false, Ordering::SeqCst);
    // The state in memory is not on disk now, so that the next change is not accepted, either.
    assert!(store.check().is_err());
    assert!(store.submit(row(3)).wait().await.is_err());
}

#[tokio::test]
async fn many_callers_share_a_sync() {
    let (store, disk) = store();
    let waiting: Vec<_> = (0..2000).map(|key| store.submit(row(key))).collect();
    for kept in waiting {
        kept.wait().await.unwrap();
    }
    let syncs = disk.syncs.load(Ordering::SeqCst);
    assert!(syncs < 1000, "{syncs} syncs for 2,000 changes");
}

#[tokio::test]
async fn a_closed_store_accepts_no_change() {
    let (store, _) = store();
    let before = store.submit(row(1));
    store.close().await;
    before.wait().await.unwrap();
    let refused = store.submit(row(2)).wait().await.unwrap_err().to_string();
    assert!(refused.contains("the emulator is ending"), "{refused}");
    store.close().await;
}
