//! The packages of the workspace and the dependencies between them.

use std::{path::PathBuf, process::Command};

use anyhow::{Context, ensure};
use serde::Deserialize;

use super::rules::Rules;
use crate::repository;

/// A package of the workspace.
pub(super) struct Package {
    /// Its name.
    pub(super) name: String,
    /// The packages of the workspace it depends on, development dependencies not counted.
    dependencies: Vec<String>,
    /// The root files of its library and its binaries.
    pub(super) libraries_and_binaries: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<MetadataPackage>,
}

#[derive(Deserialize)]
struct MetadataPackage {
    name: String,
    dependencies: Vec<Dependency>,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
    src_path: PathBuf,
}

/// The packages of the workspace, as `cargo metadata` lists them.
pub(super) fn packages() -> anyhow::Result<Vec<Package>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(repository::root())
        .output()
        .context("cannot start cargo metadata")?;
    ensure!(output.status.success(), "cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    let metadata: Metadata =
        serde_json::from_slice(&output.stdout).context("cannot parse what cargo metadata prints")?;
    let names: Vec<String> = metadata.packages.iter().map(|package| package.name.clone()).collect();
    Ok(metadata.packages.into_iter().map(|package| package_of(package, &names)).collect())
}

fn package_of(package: MetadataPackage, workspace: &[String]) -> Package {
    let of_workspace = |dependency: &Dependency| dependency.kind.is_none() && workspace.contains(&dependency.name);
    let is_checked =
        |target: &Target| target.kind.iter().any(|kind| matches!(kind.as_str(), "lib" | "bin" | "proc-macro"));
    Package {
        dependencies: package.dependencies.into_iter().filter(of_workspace).map(|dependency| dependency.name).collect(),
        libraries_and_binaries: package.targets.into_iter().filter(is_checked).map(|target| target.src_path).collect(),
        name: package.name,
    }
}

/// One sentence for each dependency that `architecture.toml` does not allow.
pub(super) fn forbidden(rules: &Rules, packages: &[Package]) -> Vec<String> {
    let mut problems = Vec::new();
    for package in packages {
        let Some(allowed) = rules.crates.get(&package.name) else {
            problems.push(format!("{} has no line in xtask/architecture.toml: add it under [crates]", package.name));
            continue;
        };
        for dependency in package.dependencies.iter().filter(|dependency| !allowed.contains(dependency)) {
            problems.push(format!(
                "{} depends on {dependency}, which xtask/architecture.toml does not allow",
                package.name
            ));
        }
    }
    for name in rules.crates.keys().filter(|name| packages.iter().all(|package| package.name != **name)) {
        problems
            .push(format!("xtask/architecture.toml has a line for {name}, which is not in the workspace: remove it"));
    }
    problems
}
