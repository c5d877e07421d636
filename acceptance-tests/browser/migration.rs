//! The example that runs while the page is tested: the one that the demo runs.

use acceptance_harness::profiles::{self, DESTINATION_OWNER, SOURCE_OWNER};
use acceptance_harness::terraform::{Installation, Running, Terraform};

use crate::BrowserError;

const EXAMPLE: &str = "cross-account-source";
const VALUES: &str = "-var-file=example.tfvars";
/// Terraform merges a file of this name over the others.
const OVERRIDE: &str = "name_override.tf";

/// An example, ready to be applied to an emulator.
pub(crate) struct Migration(Terraform);

impl Migration {
    pub(crate) fn new(url: &str) -> Result<Self, BrowserError> {
        let mut terraform = Terraform::new(Installation::DevOverride)?;
        terraform.copy_files(&acceptance_harness::repository::root().join("examples").join(EXAMPLE))?;
        let file = terraform.home().join("config.json");
        profiles::write(&file, &[SOURCE_OWNER, DESTINATION_OWNER])?;
        terraform.set("ALIBABA_CLOUD_CONFIG_FILE", file.display().to_string());
        for service in ["DTS", "RAM", "STS"] {
            terraform.set(&format!("ALIBABA_CLOUD_ENDPOINT_{service}"), url);
        }
        for side in ["source", "destination"] {
            terraform.set(&format!("TF_VAR_{side}_password"), format!("{side}-db-password"));
        }
        Ok(Self(terraform))
    }

    /// Begins an apply.
    pub(crate) fn apply(&self) -> Result<Running, BrowserError> {
        Ok(self.0.start(&["apply", "-no-color", "-auto-approve", VALUES])?)
    }

    /// Gives the task another name.
    pub(crate) async fn rename(&self, name: &str) -> Result<(), BrowserError> {
        // A string of JSON without `$` and `%` is one of HCL, too.
        let text = format!("resource \"dts_migration_task\" \"orders\" {{\n  name = {}\n}}\n", serde_json::json!(name));
        self.0.write(OVERRIDE, &text)?;
        self.apply()?.ended().await?.success()?;
        Ok(())
    }

    /// Destroys everything.
    pub(crate) async fn destroy(&self) -> Result<(), BrowserError> {
        self.0.run(&["destroy", "-no-color", "-auto-approve", VALUES]).await?.success()?;
        Ok(())
    }
}
