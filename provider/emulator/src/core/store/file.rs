//! The store file: one table of rows, opened by one emulator at a time.

use std::fs::File;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};

use redb::backends::FileBackend;
use redb::{Builder, Database, DatabaseError, ReadableDatabase as _, ReadableTable as _, TableDefinition, TableError};

use super::directory::Directory;
use super::error::StoreError;
use super::system;

/// Key → value. Keys are paths like `role/ACCOUNT/NAME`, values mostly JSON.
pub(super) const TABLE: TableDefinition<'static, &str, &[u8]> = TableDefinition::new("objects");

pub(crate) const FILE_NAME: &str = "state.redb";

/// Bytes of the file that are kept in memory. All objects are in memory, so that the file is read only once.
const CACHE: usize = 8 * 1024 * 1024;

/// All rows, in the order of their keys.
pub(crate) type Rows = Vec<(String, Vec<u8>)>;

/// An open store file and its rows.
#[derive(Debug)]
pub(crate) struct StoreFile {
    pub(crate) database: Database,
    pub(crate) watch: Watch,
    pub(crate) path: PathBuf,
    pub(crate) rows: Rows,
}

/// Notices when the store file is removed. The lock of the directory ends with this value.
#[derive(Debug)]
pub(crate) struct Watch {
    _directory: Directory,
    file: File,
    path: PathBuf,
}

impl Watch {
    /// Whether the path of the store file still names the open file. What is written to a file that was removed is lost
    /// when the process ends.
    pub(super) fn is_unchanged(&self) -> bool {
        system::still_there(&self.file, &self.path)
    }
}

impl StoreFile {
    /// Opens the file of a data directory; both are created when they do not exist.
    pub(crate) fn open(folder: &Path) -> Result<Self, StoreError> {
        let directory = Directory::open(folder)?;
        let path = folder.join(FILE_NAME);
        let cannot = |source| StoreError::Folder { path: path.clone(), source };
        let file = system::open_file(&path).map_err(cannot)?;
        let watched = file.try_clone().map_err(cannot)?;
        let (database, rows) = read(file, folder, &path)?;
        // Only now: a file that is refused is left as it was.
        system::keep_private(&watched).map_err(cannot)?;
        directory.sync().map_err(cannot)?;
        Ok(Self { database, watch: Watch { _directory: directory, file: watched, path: path.clone() }, path, rows })
    }
}

/// Opens a file as a database and reads all of it.
fn read(file: File, folder: &Path, path: &Path) -> Result<(Database, Rows), StoreError> {
    let damaged = |why: String| StoreError::Damaged { path: path.to_owned(), why };
    let refused = |error| match error {
        DatabaseError::DatabaseAlreadyOpen => StoreError::InUse { folder: folder.to_owned() },
        error => damaged(error.to_string()),
    };
    let backend = FileBackend::new(file).map_err(refused)?;
    // Some damage of a file makes redb panic. The panic hook is the program's and stays as it is.
    let read = std::panic::catch_unwind(AssertUnwindSafe(|| {
        let database = Builder::new().set_cache_size(CACHE).create_with_backend(backend).map_err(refused)?;
        let rows = rows(&database).map_err(|error| damaged(error.to_string()))?;
        Ok((database, rows))
    }));
    read.unwrap_or_else(|_| Err(damaged("its parts do not fit together".to_owned())))
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
