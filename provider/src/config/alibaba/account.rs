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
        region: region_without_client(&alibaba, &general.environment).await,
        ownership_id: general.ownership_id.clone(),
    };
    match general.mode {
        Mode::Offline => Ok(Account::offline(settings)),
        Mode::Unknown => Ok(Account::unknown(settings)),
        Mode::Online => {
            let config = client_config(&alibaba, general).await?;
            Account::connect(settings, config, cancel).await.map_err(|error| unusable(&alibaba, &error))
        }
    }
}
