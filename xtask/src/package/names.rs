//! File names as registries and Terraform require them.

use std::path::Path;

/// The provider's name; everything begins with it.
const PROVIDER: &str = "terraform-provider-dts";

/// The names of one version.
pub(crate) struct Names {
    version: String,
}

impl Names {
    /// Of a version such as `0.1.0`; the `v` of a tag is left out.
    pub(crate) fn of(version: &str) -> Self {
        Self { version: version.trim_start_matches('v').to_owned() }
    }

    /// The zip of a platform such as `linux_amd64`.
    pub(crate) fn zip(&self, platform: &str) -> String {
        format!("{PROVIDER}_{}_{platform}.zip", self.version)
    }

    /// Whether a file is a zip of this version.
    pub(crate) fn is_zip(&self, name: &str) -> bool {
        let rest = name.strip_prefix(&format!("{PROVIDER}_{}_", self.version));
        rest.and_then(|rest| rest.strip_suffix(".zip")).is_some_and(|platform| !platform.is_empty())
    }

    /// The binary inside the zip; on Windows it keeps its extension.
    pub(crate) fn binary(&self, from: &Path) -> String {
        let name = format!("{PROVIDER}_v{}", self.version);
        match from.extension().and_then(|extension| extension.to_str()) {
            Some("exe") => format!("{name}.exe"),
            _ => name,
        }
    }

    /// The manifest.
    pub(crate) fn manifest(&self) -> String {
        format!("{PROVIDER}_{}_manifest.json", self.version)
    }

    /// The sums.
    pub(crate) fn sums(&self) -> String {
        format!("{PROVIDER}_{}_SHA256SUMS", self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_registrys() {
        let names = Names::of("v1.2.3");
        assert_eq!(names.zip("linux_amd64"), "terraform-provider-dts_1.2.3_linux_amd64.zip");
        assert_eq!(names.binary(Path::new("debug/terraform-provider-dts")), "terraform-provider-dts_v1.2.3");
        assert_eq!(names.binary(Path::new("terraform-provider-dts.exe")), "terraform-provider-dts_v1.2.3.exe");
        assert_eq!(names.sums(), "terraform-provider-dts_1.2.3_SHA256SUMS");
        assert_eq!(names.manifest(), "terraform-provider-dts_1.2.3_manifest.json");
    }

    #[test]
    fn zips_of_other_versions_are_told_apart() {
        let names = Names::of("1.2.3");
        assert!(names.is_zip(&names.zip("darwin_arm64")));
        for other in [Names::of("1.2.30").zip("darwin_arm64"), names.manifest(), names.sums(), names.zip("")] {
            assert!(!names.is_zip(&other), "{other}");
        }
    }
}
