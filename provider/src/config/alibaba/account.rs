//! The account that the block configures.

use tfplugin::diagnostic::Diagnostic;
use tokio_util::sync::CancellationToken;

use super::{
    Alibaba,
    errors::{at_argument, unusable},
    settings::{client_config, region_without_client},
};
use crate::{
    accounts::{Account, Settings},
    config::general::{General, Mode},
};

/// Sets up the account. The calls that it sends obtain temporary credentials and the account of the credentials: so an error
/// of the credentials is reported once, on the provider block, and not by each resource.
///
/// # Errors
/// The client cannot be set up, the credentials do not work, or they belong to an account that the provider block rules out.
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
        let account = Account::connect(settings, config, cancel).await.map_err(|error| unusable(&alibaba, &error))?;
        account.check_credentials(cancel).await.map_err(|(cause, error)| at_argument(&alibaba, cause, error))?;
        return Ok(account);
    }
    let region = region_without_client(&alibaba, &general.environment).await?;
    let settings = Settings { region, ..settings };
    Ok(if general.mode == Mode::Offline { Account::offline(settings) } else { Account::unknown(settings) })
}
