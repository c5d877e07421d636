//! The region: of the block, of the environment or of a profile.

use cloud_core::Environment;
use tfplugin::{diagnostic::Diagnostic, path::AttributePath, validate::Validator as _};

use super::{CloudBlock, errors::unusable};

/// The region of the block, of the environment, or of the profile with the credentials. Roles need none.
///
/// # Errors
/// The region is not the ID of a region, or the profile cannot be read.
pub(super) async fn region_of<B: CloudBlock>(
    block: &B,
    environment: &Environment,
) -> Result<Option<String>, Diagnostic> {
    if let Some(named) = named_region(block, environment) {
        return named.map(Some);
    }
    let profile = block.region_of_profile(environment).await;
    let profile = profile.map_err(|error| unusable::<B>(&block.arguments(), &error))?;
    let setting = block.arguments().profile_region;
    profile.map(|region| checked_region(block, region, setting, "profile")).transpose()
}

/// The region of a plan without calls. A profile that is not on this machine gives none.
///
/// # Errors
/// The region is not the ID of a region.
pub(super) async fn region_without_client<B: CloudBlock>(
    block: &B,
    environment: &Environment,
) -> Result<Option<String>, Diagnostic> {
    if block.arguments().region.is_unknown() {
        return Ok(None);
    }
    if let Some(named) = named_region(block, environment) {
        return named.map(Some);
    }
    if block.arguments().profile.is_unknown() {
        return Ok(None);
    }
    Ok(region_of(block, environment).await.ok().flatten())
}

/// The region of the block or of the environment.
fn named_region<B: CloudBlock>(block: &B, environment: &Environment) -> Option<Result<String, Diagnostic>> {
    let arguments = block.arguments();
    if let Some(region) = arguments.region.as_str() {
        return Some(checked_region(block, region.to_owned(), &format!("{}.region", arguments.block), "region"));
    }
    let (variable, region) = block.region_in(environment)?;
    Some(checked_region(block, region.to_owned(), &format!("The environment variable {variable}"), "region"))
}

/// A region, if it is the ID of one. `setting` is where it comes from, and `argument` the argument to correct.
fn checked_region<B: CloudBlock>(
    block: &B,
    region: String,
    setting: &str,
    argument: &str,
) -> Result<String, Diagnostic> {
    let arguments = block.arguments();
    let rule = arguments.region_rule;
    match (&rule).check(&region.as_str().into()) {
        Ok(()) => Ok(region),
        Err(problem) => {
            let detail = format!("{setting} {}. {problem}", (&rule).describe());
            Err(Diagnostic::error("Unusable region", detail).at(AttributePath::of(&[arguments.block, argument])))
        }
    }
}
