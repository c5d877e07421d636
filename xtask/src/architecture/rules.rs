//! `architecture.toml`: what the check allows.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use serde::Deserialize;

use crate::repository;

/// At most so many circles may be allowed.
const MAX_EXCEPTIONS: usize = 5;

/// The content of `architecture.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rules {
    /// For each package of the workspace, the packages of the workspace it may depend on (development dependencies not
    /// counted).
    pub(super) crates: BTreeMap<String, Vec<String>>,
    /// Circles that are allowed.
    #[serde(default, rename = "circle")]
    pub(super) circles: Vec<Exception>,
}

/// A circle between modules that is allowed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exception {
    /// The package.
    pub(super) package: String,
    /// The modules of the circle, as `crate::a::b`, sorted.
    pub(super) modules: Vec<String>,
    /// Why the circle is better than its alternatives.
    pub(super) reason: String,
}

impl Rules {
    /// The index of the exception that allows a circle.
    pub(super) fn exception(&self, package: &str, modules: &[String]) -> Option<usize> {
        self.circles.iter().position(|exception| exception.package == package && exception.modules == modules)
    }
}

/// Reads the file.
pub(super) fn load() -> anyhow::Result<Rules> {
    let path = repository::root().join("xtask/architecture.toml");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let rules: Rules = toml::from_str(&text).with_context(|| format!("cannot parse {}", path.display()))?;
    ensure!(
        rules.circles.len() <= MAX_EXCEPTIONS,
        "architecture.toml allows {} circles; at most {MAX_EXCEPTIONS} are allowed",
        rules.circles.len()
    );
    for circle in &rules.circles {
        ensure!(circle.reason.len() > 20, "the circle {} has no reason", circle.modules.join(", "));
    }
    Ok(rules)
}
