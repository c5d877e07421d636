//! Why pages cannot be made.

use std::path::PathBuf;

use acceptance_harness::HarnessError;
use tfplugin_conformance::PluginError;

/// Why pages cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum DocsError {
    /// The provider, Terraform or a file.
    #[error(transparent)]
    Harness(#[from] HarnessError),
    /// The provider did not answer.
    #[error(transparent)]
    Plugin(#[from] PluginError),
    /// The exported schema is not what Terraform prints.
    #[error("cannot read the exported schema: {0}; `make docs` writes it again")]
    Schema(#[source] serde_json::Error),
    /// Terraform printed the schema of another number of providers than one.
    #[error("Terraform printed the schemas of {0} providers, not of one")]
    Providers(usize),
    /// A rule is not what `terraform-provider-dts rules` prints.
    #[error("cannot read the rule {line:?}: {source}")]
    Rule {
        /// What was printed.
        line: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A table of `schemas/`.
    #[error("cannot read {}: {source}", path.display())]
    Table {
        /// Its file.
        path: PathBuf,
        /// What is wrong with it.
        source: toml::de::Error,
    },
    /// A line to fill in that nothing fills.
    #[error("{}: nothing fills in {line:?}", template.display())]
    Directive {
        /// The template.
        template: PathBuf,
        /// The line.
        line: String,
    },
    /// A template of something the provider does not have.
    #[error("{} is the template of something the provider does not have: remove it, or correct its name", .0.display())]
    Orphan(PathBuf),
    /// The mark above an HCL block names nothing.
    #[error("{page}, line {line}: {reason}")]
    Fence {
        /// The page.
        page: String,
        /// Line of the block.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}
