//! Checks the structure that `architecture.toml` describes: which crate may depend on which, and that no two modules
//! of a crate import each other.

mod circles;
mod crates;
mod imports;
mod modules;
mod rules;

use crate::repository;

/// The problems found, one sentence each.
///
/// # Errors
/// Returns an error when a file cannot be read or parsed, or when `cargo metadata` fails.
pub fn check() -> anyhow::Result<Vec<String>> {
    let rules = rules::load()?;
    let packages = crates::packages()?;
    let mut problems = crates::forbidden(&rules, &packages);
    let mut used = vec![false; rules.circles.len()];
    for package in &packages {
        for target in &package.libraries_and_binaries {
            let modules = modules::of_crate(target)?;
            for circle in circles::find(&modules) {
                match rules.exception(&package.name, &circle.modules) {
                    Some(index) => used[index] = true,
                    None => problems.push(circle.describe(&package.name, &repository::root())),
                }
            }
        }
    }
    for (exception, _) in rules.circles.iter().zip(&used).filter(|(_, used)| !**used) {
        problems.push(format!(
            "architecture.toml allows a circle between {} in {}, but there is none: remove the exception",
            exception.modules.join(", "),
            exception.package
        ));
    }
    Ok(problems)
}
