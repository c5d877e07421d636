//! The cloud of the job, and its client: that of a provider block with a region and a profile.

use cloud_core::Environment;
use tfplugin::{diagnostic::Diagnostic, model::Attr, provider::Configure};
use tokio_util::sync::CancellationToken;

use crate::{
    accounts::{AccountOf, Client, Clouds},
    config::{Alibaba, ProviderModel, Tencent, configure},
};

/// Where a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Cloud {
    /// Alibaba Cloud
    Alibaba,
    /// Tencent Cloud
    Tencent,
}

impl Cloud {
    /// The cloud whose jobs have such an ID: only those of Tencent Cloud have a hyphen.
    pub(crate) fn of_job(id: &str) -> Self {
        if id.starts_with("dts-") { Self::Tencent } else { Self::Alibaba }
    }
}

/// The clients of a provider block with this region and this profile.
///
/// # Errors
/// The credentials cannot be found, or the client cannot be set up.
pub(crate) async fn clouds(
    cloud: Cloud,
    region: Option<&str>,
    profile: Option<&str>,
    cancel: &CancellationToken,
) -> Result<Clouds, Diagnostic> {
    let (region, profile) = (Attr::from(region.map(str::to_owned)), Attr::from(profile.map(str::to_owned)));
    let config = match cloud {
        Cloud::Alibaba => ProviderModel {
            alibaba: Alibaba { region, profile, ..Alibaba::default() }.into(),
            ..ProviderModel::default()
        },
        Cloud::Tencent => ProviderModel {
            tencent: Tencent { region, profile, ..Tencent::default() }.into(),
            ..ProviderModel::default()
        },
    };
    // The version is a part of the user agent.
    let call = Configure { config, terraform_version: "none".to_owned(), cancel: cancel.clone() };
    configure(call, Environment::of_process()).await
}

/// The region of the job.
///
/// # Errors
/// Neither an argument, nor the environment, nor the profile has one.
pub(crate) fn region<C: Client>(account: &AccountOf<C>, variable: &str) -> Result<String, Diagnostic> {
    account.region().map(str::to_owned).ok_or_else(|| {
        Diagnostic::error(
            "No region",
            format!("A job belongs to a region. Write --region, set the environment variable {variable}, or set a region in the profile."),
        )
    })
}

/// The account in which a job was looked for, in words.
pub(crate) async fn owner<C: Client>(account: &AccountOf<C>, cancel: &CancellationToken) -> String {
    match account.id(cancel).await {
        Ok(id) => format!("account {id}"),
        Err(_) => "the account of the credentials".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_the_id_decides() {
        assert_eq!(Cloud::of_job("dts-9qr8xl3c"), Cloud::Tencent);
        for id in ["l5o11f9029c1m0n", "dtsl5o11f9029c1m0n"] {
            assert_eq!(Cloud::of_job(id), Cloud::Alibaba, "{id}");
        }
    }
}
