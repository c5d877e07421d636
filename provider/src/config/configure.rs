//! From the provider block and the environment to the configured clouds.

use cloud_core::Environment;
use tfplugin::{
    diagnostic::Diagnostic,
    model::{Attr, Content},
    provider::Configure,
    validate::parse_duration,
};
use tokio_util::sync::CancellationToken;

use super::{
    alibaba::Alibaba,
    cloud_block::{self, CloudBlock},
    general::{General, Mode},
    model::ProviderModel,
    suppressed,
};
use crate::accounts::{AccountOf, Clouds};

const OFFLINE_VARIABLE: &str = "DTS_OFFLINE";

/// Sets up the clouds. No call is sent, except those that obtain temporary credentials.
///
/// # Errors
/// A client cannot be set up.
pub(crate) async fn configure(call: Configure<ProviderModel>, environment: Environment) -> Result<Clouds, Diagnostic> {
    let general = general(&call.config, environment, &call.terraform_version);
    let suppressed_warnings = suppressed::warnings(&call.config);
    let (alibaba, tencent) = (call.config.alibaba, call.config.tencent);
    // A provider block without a block of a cloud is one for Alibaba Cloud.
    let is_empty = alibaba.is_null() && tencent.is_null();
    let alibaba = if is_empty { Attr::Known(Alibaba::default()) } else { alibaba };
    let with_hint = |error| if is_empty { for_other_clouds(error) } else { error };
    let clouds = Clouds::new(
        account(alibaba, general.clone(), &call.cancel).await.map_err(with_hint)?,
        account(tencent, general, &call.cancel).await?,
    );
    Ok(Clouds { suppressed_warnings, ..clouds })
}

/// The error of a provider block that names no cloud.
fn for_other_clouds(mut error: Diagnostic) -> Diagnostic {
    error.detail.push_str("\n\nThe provider block names no cloud, so it is one for Alibaba Cloud. For Tencent Cloud, add tencent { } to it.");
    error
}

/// The account of a block. A cloud without a block is not used.
async fn account<B: CloudBlock + Content + Default>(
    block: Attr<B>,
    general: General,
    cancel: &CancellationToken,
) -> Result<AccountOf<B::Client>, Diagnostic> {
    if block.is_null() {
        return Ok(AccountOf::not_configured());
    }
    let is_known = block.get().is_some_and(|block| block.write().is_wholly_known());
    // Only this cloud has to wait for the values.
    let mode = if general.mode == Mode::Online && !is_known { Mode::Unknown } else { general.mode };
    cloud_block::account(&block.into_option().unwrap_or_default(), General { mode, ..general }, cancel).await
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
    // The blocks of the clouds are separate: a value that one of them does not know yet does not concern the other one.
    let of_all_clouds = ProviderModel { alibaba: Attr::Null, tencent: Attr::Null, ..model.clone() };
    if model.offline.or(variable) {
        Mode::Offline
    } else if of_all_clouds.write().is_wholly_known() {
        Mode::Online
    } else {
        // A value comes from a resource that does not exist yet.
        Mode::Unknown
    }
}

#[cfg(test)]
mod tests;
