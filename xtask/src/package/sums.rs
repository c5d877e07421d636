//! The manifest, and the sums of all files of a version.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::error::PackageError;
use super::names::Names;

/// What registries tell Terraform before it downloads anything: the plugin protocol the provider speaks.
const MANIFEST: &str = r#"{
  "version": 1,
  "metadata": {
    "protocol_versions": ["6.0"]
  }
}
"#;

/// Writes the manifest, and the sums of it and of the version's zips; returns where.
pub(crate) fn write(folder: &Path, names: &Names) -> Result<Vec<PathBuf>, PackageError> {
    let manifest = folder.join(names.manifest());
    let mut listed = zips(folder, names)?;
    fs::write(&manifest, MANIFEST).map_err(PackageError::file("write", &manifest))?;
    listed.push(names.manifest());
    listed.sort();
    let mut text = String::new();
    for name in &listed {
        let path = folder.join(name);
        let content = fs::read(&path).map_err(PackageError::file("read", path))?;
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}  {name}", hex(&Sha256::digest(content)));
    }
    let sums = folder.join(names.sums());
    fs::write(&sums, text).map_err(PackageError::file("write", &sums))?;
    Ok(vec![manifest, sums])
}

fn zips(folder: &Path, names: &Names) -> Result<Vec<String>, PackageError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(PackageError::file("read the folder", folder))? {
        let name = entry.map_err(PackageError::file("read the folder", folder))?.file_name();
        found.extend(name.to_str().filter(|name| names.is_zip(name)).map(str::to_owned));
    }
    if found.is_empty() {
        return Err(PackageError::NoZip { folder: folder.to_owned(), pattern: names.zip("*") });
    }
    Ok(found)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_cover_the_manifest_and_the_zips_of_the_version() {
        let folder = tempfile::tempdir().unwrap();
        let names = Names::of("1.2.3");
        for (name, content) in [
            (names.zip("linux_amd64"), "abc"),
            (names.zip("darwin_arm64"), ""),
            (Names::of("1.2.4").zip("linux_amd64"), "later"),
            ("notes.txt".to_owned(), "other"),
        ] {
            fs::write(folder.path().join(name), content).unwrap();
        }
        write(folder.path(), &names).unwrap();
        let manifest = fs::read(folder.path().join(names.manifest())).unwrap();
        let text = fs::read_to_string(folder.path().join(names.sums())).unwrap();
        // Sums of the empty text and of "abc" as FIPS 180-2 has them.
        let expected = [
            ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".to_owned(), names.zip("darwin_arm64")),
            ("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_owned(), names.zip("linux_amd64")),
            (hex(&Sha256::digest(manifest)), names.manifest()),
        ];
        assert_eq!(text, expected.map(|(sum, name)| format!("{sum}  {name}\n")).concat());
    }

    #[test]
    fn without_a_zip_there_is_nothing_to_sum() {
        let folder = tempfile::tempdir().unwrap();
        let names = Names::of("1.2.3");
        let error = write(folder.path(), &names).unwrap_err().to_string();
        assert!(error.contains("terraform-provider-dts_1.2.3_*.zip"), "{error}");
        assert!(!folder.path().join(names.sums()).exists());
        fs::write(folder.path().join(names.zip("linux_amd64")), "abc").unwrap();
        assert_eq!(write(folder.path(), &names).unwrap().len(), 2);
    }
}
