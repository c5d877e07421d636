//! The pages as files.

use std::path::{Path, PathBuf};

use super::{DocsError, Pages};
use acceptance_harness::HarnessError;

/// Why a file is not as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// It is not there.
    Missing,
    /// It has another text.
    Different,
    /// Nothing makes it.
    Extra,
}

/// The files that are not as `make docs` would write them.
///
/// # Errors
/// A folder cannot be read.
pub fn stale(root: &Path, pages: &Pages) -> Result<Vec<(String, Stale)>, DocsError> {
    let mut found = Vec::new();
    for (path, text) in pages {
        match std::fs::read_to_string(root.join(path)) {
            Ok(present) if present == *text => {}
            Ok(_) => found.push((path.clone(), Stale::Different)),
            Err(_) => found.push((path.clone(), Stale::Missing)),
        }
    }
    let mut present = Vec::new();
    files(&root.join("docs"), &mut present)?;
    let names = present.iter().filter_map(|path| path.strip_prefix(root).ok()).map(|path| path.display().to_string());
    let extra = names.map(|name| name.replace('\\', "/")).filter(|name| !pages.contains_key(name));
    found.extend(extra.map(|name| (name, Stale::Extra)));
    Ok(found)
}

/// Makes the folder so that nothing is stale. Returns what it changed.
///
/// # Errors
/// A file cannot be written.
pub fn write(root: &Path, pages: &Pages) -> Result<Vec<(String, Stale)>, DocsError> {
    let changed = stale(root, pages)?;
    for (name, why) in &changed {
        let path = root.join(name);
        match pages.get(name) {
            Some(text) if *why != Stale::Extra => write_file(&path, text)?,
            _ => std::fs::remove_file(&path).map_err(HarnessError::file("remove", &path))?,
        }
    }
    Ok(changed)
}

/// Writes a file, and the folders above it.
///
/// # Errors
/// It cannot be written.
pub fn write_file(path: &Path, text: &str) -> Result<(), DocsError> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(HarnessError::file("make the folder", folder))?;
    Ok(std::fs::write(path, text).map_err(HarnessError::file("write", path))?)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), DocsError> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder).map_err(HarnessError::file("read the folder", folder))? {
        let path = entry.map_err(HarnessError::file("read the folder", folder))?.path();
        if path.is_dir() { files(&path, found)? } else { found.push(path) }
    }
    found.sort();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_changes_nothing_and_every_difference_is_found() {
        let root = tempfile::tempdir().unwrap();
        let pages = Pages::from([("docs/a.md".to_owned(), "a\n".to_owned()), ("docs/b/c.md".into(), "c\n".into())]);
        let missing = [("docs/a.md".to_owned(), Stale::Missing), ("docs/b/c.md".into(), Stale::Missing)];
        assert_eq!(write(root.path(), &pages).unwrap(), missing);
        assert_eq!(write(root.path(), &pages).unwrap(), []);

        std::fs::write(root.path().join("docs/a.md"), "b\n").unwrap();
        std::fs::write(root.path().join("docs/b/old.md"), "").unwrap();
        let found = [("docs/a.md".to_owned(), Stale::Different), ("docs/b/old.md".into(), Stale::Extra)];
        assert_eq!(stale(root.path(), &pages).unwrap(), found);
        assert_eq!(write(root.path(), &pages).unwrap(), found);
        assert_eq!(stale(root.path(), &pages).unwrap(), []);
    }
}
