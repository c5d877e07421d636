//! The zip of one platform.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::build_paths;
use super::error::PackageError;
use super::names::Names;

const PROGRAM: u32 = 0o755;
const TEXT: u32 = 0o644;

/// Packs the binary under the name that Terraform requires, and the other files under their names; returns the path.
pub(crate) fn write(
    folder: &Path,
    names: &Names,
    platform: &str,
    binary: &Path,
    files: &[&str],
    forbidden: &[PathBuf],
) -> Result<Vec<PathBuf>, PackageError> {
    let program = read(binary)?;
    build_paths::check(binary, &program, forbidden)?;
    let mut entries = vec![(names.binary(binary), program, PROGRAM)];
    for file in files.iter().map(Path::new) {
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
        entries.push((name.into_owned(), read(file)?, TEXT));
    }
    fs::create_dir_all(folder).map_err(PackageError::file("make the folder", folder))?;
    let path = folder.join(names.zip(platform));
    pack(&path, &entries)?;
    Ok(vec![path])
}

fn read(path: &Path) -> Result<Vec<u8>, PackageError> {
    fs::read(path).map_err(PackageError::file("read", path))
}

fn pack(path: &Path, entries: &[(String, Vec<u8>, u32)]) -> Result<(), PackageError> {
    let file = File::create(path).map_err(PackageError::file("write", path))?;
    let failed = |source| PackageError::Zip { path: path.to_owned(), source };
    let mut zip = ZipWriter::new(file);
    for (name, content, mode) in entries {
        // Nothing of the day or the machine gets in.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::DEFAULT)
            .system(System::Unix)
            .unix_permissions(*mode);
        zip.start_file(name.as_str(), options).map_err(failed)?;
        zip.write_all(content).map_err(PackageError::file("write", path))?;
    }
    zip.finish().map_err(failed)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    /// A folder with something to pack.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("built"), "the program ".repeat(1000)).unwrap();
        fs::write(folder.path().join("LICENSE"), "a licence").unwrap();
        folder
    }

    fn packed(folder: &Path, to: &str) -> PathBuf {
        let licence = folder.join("LICENSE");
        let licence = licence.to_str().unwrap();
        let written =
            write(&folder.join(to), &Names::of("1.2.3"), "linux_amd64", &folder.join("built"), &[licence], &[])
                .unwrap();
        written[0].clone()
    }

    #[test]
    fn the_zip_has_the_program_and_the_files() {
        let folder = folder();
        let path = packed(folder.path(), "dist");
        assert!(path.ends_with("dist/terraform-provider-dts_1.2.3_linux_amd64.zip"));
        assert!(fs::metadata(&path).unwrap().len() < 2000, "it is compressed");
        let mut zip = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
        let mut found = Vec::new();
        for index in 0..zip.len() {
            let mut entry = zip.by_index(index).unwrap();
            let mut content = String::new();
            entry.read_to_string(&mut content).unwrap();
            found.push((entry.name().unwrap().into_owned(), entry.unix_mode().unwrap() & 0o777, content));
        }
        let program = ("terraform-provider-dts_v1.2.3".to_owned(), 0o755, "the program ".repeat(1000));
        assert_eq!(found, [program, ("LICENSE".to_owned(), 0o644, "a licence".to_owned())]);
    }

    #[test]
    fn equal_input_gives_equal_bytes() {
        let folder = folder();
        let first = fs::read(packed(folder.path(), "first")).unwrap();
        let later = std::time::SystemTime::now() + std::time::Duration::from_secs(100_000);
        File::options().append(true).open(folder.path().join("built")).unwrap().set_modified(later).unwrap();
        assert_eq!(fs::read(packed(folder.path(), "second")).unwrap(), first);
        fs::write(folder.path().join("built"), "another program").unwrap();
        assert_ne!(fs::read(packed(folder.path(), "third")).unwrap(), first);
    }

    #[test]
    fn a_missing_binary_is_named() {
        let folder = folder();
        let missing = folder.path().join("none");
        let error = write(folder.path(), &Names::of("1.2.3"), "linux_amd64", &missing, &[], &[]).unwrap_err();
        assert!(error.to_string().contains(missing.to_str().unwrap()), "{error}");
        assert!(!folder.path().join("terraform-provider-dts_1.2.3_linux_amd64.zip").exists());
    }
}
