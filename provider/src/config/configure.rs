//! From the provider block and the environment to the configured clouds.

use ::alibaba::Environment;
use tfplugin::{diagnostic::Diagnostic, model::Content, provider::Configure, validate::parse_duration};

use super::{
    alibaba,
    general::{General, Mode},
    model::ProviderModel,
    suppressed,
};
use crate::accounts::Clouds;

const OFFLINE_VARIABLE: &str = "DTS_OFFLINE";

/// Sets up the clouds. No call is sent, except those that obtain temporary credentials.
///
/// # Errors
/// A client cannot be set up.
pub(super) async fn configure(call: Configure<ProviderModel>, environment: Environment) -> Result<Clouds, Diagnostic> {
    let general = general(&call.config, environment, &call.terraform_version);
    let suppressed_warnings = suppressed::warnings(&call.config);
    let block = call.config.alibaba.into_option().unwrap_or_default();
    let clouds = Clouds::new(alibaba::account(block, general, &call.cancel).await?);
    Ok(Clouds { suppressed_warnings, ..clouds })
}

fn general(model: &ProviderModel, environment: Environment, terraform_version: &str) -> General {
    let timeout = model.request_timeout.as_str().and_then(|text| parse_duration(text).ok());
    General {
        mode: mode(model, &environment),
        allowed_ids: model.allowed_ids().map(|ids| ids.into_iter().map(str::to_owned).collect()),
        ownership_id: model.ownership_id.clone().into_option(),
        max_retries: model.max_retries.get().and_then(|retries| u32::try_from(*retries).ok()),
        request_timeout: timeout,
        user_agent: format!("Terraform/{terraform_version} terraform-provider-dts/{}", env!("CARGO_PKG_VERSION")),
        environment,
    }
}

fn mode(model: &ProviderModel, environment: &Environment) -> Mode {
    let variable =
        environment.get(OFFLINE_VARIABLE).is_some_and(|value| !matches!(value, "0" | "false" | "FALSE" | "False"));
    if model.offline.or(variable) {
        Mode::Offline
    } else if model.write().is_wholly_known() {
        Mode::Online
    } else {
        // A value comes from a resource that does not exist yet.
        Mode::Unknown
    }
}

#[cfg(test)]
mod tests;
