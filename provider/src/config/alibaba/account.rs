//! The account that the block configures.

use tfplugin::diagnostic::Diagnostic;
use tokio_util::sync::CancellationToken;

use super::{
    Alibaba,
    errors::unusable,
    settings::{client_config, region_without_client},
};
use crate::{
    accounts::{Account, Settings},
    config::general::{General, Mode},
};

/// Sets up the account. No call is sent, except those that obtain temporary credentials.
///
/// # Errors
/// The region is missing, or the client cannot be set up.
pub(in crate::config) async fn account(
    alibaba: Alibaba,
    general: General,
    cancel: &CancellationToken,
) -> Result<Account, Diagnostic> {
    let settings = Settings {
        configured_id: alibaba.account_id.clone().into_option(),
        allowed_ids: general.allowed_ids.clone(),
        region: None,
        ownership_id: general.ownership_id.clone(),
    };
    if general.mode == Mode::Online {
        let config = client_config(&alibaba, general).await?;
        let settings = Settings { region: Some(config.region.clone()), ..settings };
        return Account::connect(settings, config, cancel).await.map_err(|error| unusable(&alibaba, &error));
    }
    let region = region_without_client(&alibaba, &general.environment).await;
    let settings = Settings { region, ..settings };
    Ok(if general.mode == Mode::Offline { Account::offline(settings) } else { Account::unknown(settings) })
}
