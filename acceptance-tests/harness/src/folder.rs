//! Copies of folders. Hidden files are not copied: they are what Terraform leaves in a folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::HarnessError;

/// Copies the files of a folder into another one.
///
/// # Errors
/// [`HarnessError::File`].
pub fn copy_files(from: &Path, to: &Path) -> Result<(), HarnessError> {
    copy(from, to).map(|_| ())
}

/// Copies a folder with all that is in it.
///
/// # Errors
/// [`HarnessError::File`].
pub fn copy_tree(from: &Path, to: &Path) -> Result<(), HarnessError> {
    for folder in copy(from, to)? {
        let name = folder.file_name().unwrap_or_default().to_owned();
        copy_tree(&folder, &to.join(name))?;
    }
    Ok(())
}

/// Copies the files of a folder. Returns the folders in it.
fn copy(from: &Path, to: &Path) -> Result<Vec<PathBuf>, HarnessError> {
    fs::create_dir_all(to).map_err(HarnessError::file("create the folder", to))?;
    let mut folders = Vec::new();
    for entry in fs::read_dir(from).map_err(HarnessError::file("read the folder", from))? {
        let path = entry.map_err(HarnessError::file("read the folder", from))?.path();
        let name = path.file_name().unwrap_or_default();
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if path.is_dir() {
            folders.push(path);
        } else {
            fs::copy(&path, to.join(name)).map_err(HarnessError::file("copy", &path))?;
        }
    }
    Ok(folders)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_copied_without_or_with_the_folders_and_never_the_hidden_ones() {
        let from = tempfile::tempdir().unwrap();
        fs::create_dir_all(from.path().join("tests/deep")).unwrap();
        fs::create_dir(from.path().join(".terraform")).unwrap();
        for file in ["main.tf", ".terraform.lock.hcl", ".terraform/plugin", "tests/deep/mocks.hcl"] {
            fs::write(from.path().join(file), file).unwrap();
        }
        let (files, tree) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        copy_files(from.path(), &files.path().join("new")).unwrap();
        copy_tree(from.path(), tree.path()).unwrap();
        let names = |folder: &Path| fs::read_dir(folder).unwrap().count();
        assert_eq!(names(&files.path().join("new")), 1);
        assert_eq!(names(tree.path()), 2);
        assert_eq!(fs::read_to_string(tree.path().join("tests/deep/mocks.hcl")).unwrap(), "tests/deep/mocks.hcl");
        assert!(copy_files(&from.path().join("none"), files.path()).is_err());
    }
}
