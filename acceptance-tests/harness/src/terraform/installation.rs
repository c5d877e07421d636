//! How Terraform finds the provider without a registry.

use std::path::{Path, PathBuf};

use crate::HarnessError;

/// A provider that Terraform must find as `crossaccount/NAME`.
#[derive(Clone, Debug)]
pub struct Plugin {
    /// Its name: `dts` for this provider.
    pub name: &'static str,
    /// Its binary.
    pub binary: PathBuf,
}

impl Plugin {
    /// Its address in `required_providers`.
    fn address(&self) -> String {
        format!("crossaccount/{}", self.name)
    }

    /// The name of the file that Terraform expects, without the version.
    fn file(&self) -> String {
        format!("terraform-provider-{}", self.name)
    }
}

/// The registries of a source address without a host, in Terraform and in OpenTofu.
const HOSTS: [&str; 2] = ["registry.terraform.io", "registry.opentofu.org"];

/// How Terraform finds the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Installation {
    /// The built binary as a development override: without `terraform init`, and without a version.
    DevOverride,
    /// A folder laid out like a registry: `terraform init` finds it without a network.
    Mirror,
}

impl Installation {
    /// Creates the folders and links below `folder`, and returns the CLI configuration that names them.
    pub(super) fn install(self, folder: &Path, plugins: &[Plugin]) -> Result<String, HarnessError> {
        let installation = match self {
            Self::DevOverride => {
                let place = folder.join("bin");
                let mut overrides = String::new();
                for plugin in plugins {
                    link(&plugin.binary, &place.join(plugin.file()))?;
                    let line = format!("    {:?} = {:?}\n", plugin.address(), place.display().to_string());
                    overrides.push_str(&line);
                }
                format!("  dev_overrides {{\n{overrides}  }}\n  direct {{}}\n")
            }
            Self::Mirror => {
                let version = env!("CARGO_PKG_VERSION");
                let mirror = folder.join("mirror");
                for (plugin, host) in plugins.iter().flat_map(|plugin| HOSTS.map(|host| (plugin, host))) {
                    let place = mirror.join(host).join(plugin.address()).join(version).join(platform());
                    link(&plugin.binary, &place.join(format!("{}_v{version}", plugin.file())))?;
                }
                format!("  filesystem_mirror {{\n    path = {:?}\n  }}\n", mirror.display().to_string())
            }
        };
        Ok(format!("provider_installation {{\n{installation}}}\n"))
    }
}

/// A link where that is possible: the debug binary is large.
fn link(from: &Path, to: &Path) -> Result<(), HarnessError> {
    let folder = to.parent().unwrap_or(to);
    std::fs::create_dir_all(folder).map_err(HarnessError::file("create the folder", folder))?;
    if std::fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    #[cfg(unix)]
    if std::os::unix::fs::symlink(from, to).is_ok() {
        return Ok(());
    }
    std::fs::copy(from, to).map(|_| ()).map_err(HarnessError::file("copy the provider to", to))
}

/// The platform as Terraform names it.
fn platform() -> String {
    let os = match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    let architecture = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        "x86" => "386",
        other => other,
    };
    format!("{os}_{architecture}")
}
