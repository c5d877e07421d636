//! The folder of the repository that this crate was built in.

use std::path::{Path, PathBuf};

/// The top folder of the repository.
#[must_use]
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.ancestors().nth(2).unwrap_or(own).to_owned()
}
