//! State on disk, under `--data-dir`.
//!
//! Objects remember that they were changed (`Tracked`, `Jobs`, `NonceMemory`). After each call its changes are collected
//! as `Changes` while the emulation is still locked, so that they come in the order of the calls, and handed to one
//! thread. That thread writes all that is waiting in one transaction with one fsync. A call that changed something is
//! answered when its transaction is on disk.
//!
//! | file | subject |
//! |---|---|
//! | `changes` | what one call changed, as rows of the store |
//! | `rows` | from the emulation to rows, and back |
//! | `file` | the store file: opening, locking, reading |
//! | `writer` | the thread that writes |
//! | `pairs` | maps whose keys are no texts |

mod changes;
mod error;
mod file;
pub(crate) mod pairs;
mod rows;
#[cfg(test)]
mod tests;
mod writer;

pub use error::StoreError;
pub(crate) use writer::{Kept, Store};

use std::path::Path;

use super::emulation::Emulation;
use crate::core::world::World;
use crate::options::Options;

use file::File;

/// Whether two world files say the same, comments and spacing aside.
fn same_world(one: &str, other: &str) -> bool {
    let said = |text: &str| toml::from_str::<toml::Table>(text).ok();
    one == other || said(one).is_some_and(|said_by_one| Some(said_by_one) == said(other))
}

/// The state a data directory holds, or the world as it begins when it holds none yet.
pub(crate) fn open(folder: &Path, mut options: Options) -> Result<(Emulation, Store), StoreError> {
    let File { database, path, rows } = File::open(folder)?;
    let emulation = match rows::world_of(&rows, &path)? {
        None => Emulation::to_be_kept(options),
        Some(text) => {
            if options.world_of_data_dir {
                options.world = World::parse(&text, &path.display().to_string())
                    .map_err(|source| StoreError::World { path: path.clone(), source })?;
            } else if !same_world(options.world.text(), &text) {
                return Err(StoreError::OtherWorld { folder: folder.to_owned() });
            }
            Emulation::of_rows(options, &rows, &path)?
        }
    };
    Ok((emulation, Store::start(database, path, rows::last_nonce(&rows))))
}
