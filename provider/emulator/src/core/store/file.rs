//! The store file: one table of rows, opened by one emulator at a time.

use std::fs::OpenOptions;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};

use redb::backends::FileBackend;
use redb::{Builder, Database, DatabaseError, ReadableDatabase as _, ReadableTable as _, TableDefinition, TableError};

use super::error::StoreError;

/// Key → value. Keys are paths like `role/ACCOUNT/NAME`, values mostly JSON.
pub(super) const TABLE: TableDefinition<'static, &str, &[u8]> = TableDefinition::new("objects");

pub(crate) const FILE_NAME: &str = "state.redb";

/// Bytes of the file kept in memory. The objects themselves are all in memory, so the file is read once.
const CACHE: usize = 8 * 1024 * 1024;

/// All rows, in the order of their keys.
pub(crate) type Rows = Vec<(String, Vec<u8>)>;

/// An open store file and what was in it.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) database: Database,
    pub(crate) path: PathBuf,
    pub(crate) rows: Rows,
}

impl File {
    /// Opens the file of a data directory; both are made when they are not there.
    pub(crate) fn open(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(FILE_NAME);
        let cannot = |source| StoreError::Folder { path: folder.to_owned(), source };
        make_private(folder).map_err(cannot)?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|source| StoreError::Folder { path: path.clone(), source })?;
        keep_private(&file).map_err(cannot)?;
        let refused = |error| match error {
            DatabaseError::DatabaseAlreadyOpen => StoreError::InUse { folder: folder.to_owned() },
            error => StoreError::Damaged { path: path.clone(), why: error.to_string() },
        };
        let backend = FileBackend::new(file).map_err(refused)?;
        // redb trusts the bytes of the file so far that some damage makes it panic. The panic hook is the program's and
        // stays as it is.
        let read = std::panic::catch_unwind(AssertUnwindSafe(|| {
            let database = Builder::new().set_cache_size(CACHE).create_with_backend(backend).map_err(refused)?;
            let damaged = |error: redb::Error| StoreError::Damaged { path: path.clone(), why: error.to_string() };
            let rows = rows(&database).map_err(damaged)?;
            Ok((database, rows))
        }));
        let (database, rows) = read.unwrap_or_else(|_| {
            Err(StoreError::Damaged { path: path.clone(), why: "its parts do not fit together".to_owned() })
        })?;
        sync(folder).map_err(cannot)?;
        Ok(Self { database, path, rows })
    }
}

/// Makes the folder for its owner alone: passwords of jobs and keys of sessions are in it.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A file that was there may have been opened for others meanwhile.
#[cfg(unix)]
fn keep_private(file: &std::fs::File) -> std::io::Result<()> {
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the signature of the other systems")]
fn keep_private(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

/// A new file is safe when its folder is.
#[cfg(unix)]
fn sync(folder: &Path) -> std::io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the signature of the other systems")]
fn sync(_: &Path) -> std::io::Result<()> {
    Ok(())
}

fn rows(database: &Database) -> Result<Rows, redb::Error> {
    let reading = database.begin_read()?;
    let table = match reading.open_table(TABLE) {
        Ok(table) => table,
        Err(TableError::TableDoesNotExist(_)) => return Ok(Rows::new()),
        Err(error) => return Err(error.into()),
    };
    let row = |row: Result<(redb::AccessGuard<'_, &str>, redb::AccessGuard<'_, &[u8]>), _>| {
        row.map(|(key, value)| (key.value().to_owned(), value.value().to_owned()))
    };
    Ok(table.iter()?.map(row).collect::<Result<_, redb::StorageError>>()?)
}
