//! Terraform as the accounts of the emulator's built-in world use it.

use crate::HarnessError;
use crate::profiles::{
    self, DESTINATION_OWNER, Key, OPERATOR, SOURCE_OWNER, TENCENT_OPERATOR, TENCENT_SOURCE, TENCENT_TARGET,
};
use crate::terraform::{Installation, Terraform};

/// Password of the database account of the source owner.
pub const SOURCE_PASSWORD: &str = "source-db-password";
/// Password of the database account of the destination owner.
pub const DESTINATION_PASSWORD: &str = "destination-db-password";

/// Password of the database account of the source owner in Tencent Cloud.
pub const TENCENT_SOURCE_PASSWORD: &str = "tencent-source-password";
/// Password of the database account of the target's owner in Tencent Cloud.
pub const TENCENT_TARGET_PASSWORD: &str = "tencent-target-password";

/// A folder with the profiles and passwords of the built-in world, and the endpoints of the emulator at this address.
///
/// # Errors
/// As [`Terraform::new`], and when the profiles cannot be written.
pub fn folder(url: &str) -> Result<Terraform, HarnessError> {
    let mut terraform = Terraform::new(Installation::DevOverride)?;
    with_profiles(&terraform, &[SOURCE_OWNER, DESTINATION_OWNER, OPERATOR])?;
    for service in ["DTS", "RAM", "STS"] {
        terraform.set(&format!("ALIBABA_CLOUD_ENDPOINT_{service}"), url);
    }
    with_tencent(&mut terraform, url)?;
    terraform.set("TF_VAR_source_password", SOURCE_PASSWORD);
    terraform.set("TF_VAR_destination_password", DESTINATION_PASSWORD);
    Ok(terraform)
}

/// Writes the profiles of Tencent Cloud's command line tool to the home directory of this folder, and sets the address of its cloud.
///
/// # Errors
/// [`HarnessError::File`] when a file cannot be written.
pub fn with_tencent(terraform: &mut Terraform, url: &str) -> Result<(), HarnessError> {
    let folder = terraform.home().join(".tccli");
    std::fs::create_dir_all(&folder).map_err(HarnessError::file("create the folder", &folder))?;
    profiles::write_tencent(&folder, &[TENCENT_SOURCE, TENCENT_TARGET, TENCENT_OPERATOR])?;
    terraform.set("TENCENTCLOUD_DOMAIN", url);
    Ok(())
}

/// Writes the profiles to the file that the Alibaba Cloud CLI uses in the home directory of this folder.
///
/// # Errors
/// [`HarnessError::File`] when the file cannot be written.
pub fn with_profiles(terraform: &Terraform, keys: &[Key]) -> Result<(), HarnessError> {
    let folder = terraform.home().join(".aliyun");
    std::fs::create_dir_all(&folder).map_err(HarnessError::file("create the folder", &folder))?;
    profiles::write(&folder.join("config.json"), keys)
}
