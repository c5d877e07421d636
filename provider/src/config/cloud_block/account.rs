//! The account that a block configures.

use std::time::Duration;

use cloud_core::Error;
use tfplugin::diagnostic::Diagnostic;
use tokio_util::sync::CancellationToken;

use super::{
    CloudBlock,
    errors::{at_argument, unusable},
    region::{region_of, region_without_client},
};
use crate::{
    accounts::{AccountOf, IDENTITY_LIMIT, Settings},
    config::general::{General, Mode},
};

/// For how long a region that the provider does not know is tried: the host of a misspelled one does not exist.
const UNKNOWN_REGION_LIMIT: Duration = Duration::from_secs(5);

/// Sets up the account. The calls that it sends obtain temporary credentials and the account of the credentials: so an error
/// of the credentials is reported once, on the provider block, and not by each resource.
///
/// # Errors
/// The client cannot be set up, the credentials do not work, or they belong to an account that the provider block rules out.
pub(in crate::config) async fn account<B: CloudBlock>(
    block: &B,
    general: General,
    cancel: &CancellationToken,
) -> Result<AccountOf<B::Client>, Diagnostic> {
    let settings = Settings {
        configured_id: block.arguments().account_id.clone().into_option(),
        allowed_ids: general.allowed_ids.clone(),
        region: None,
        ownership_id: general.ownership_id.clone(),
    };
    if general.mode == Mode::Online {
        let region = region_of(block, &general.environment).await?.unwrap_or_default();
        let failed = |error: Error| unusable::<B>(&block.arguments(), &error);
        let client = block.client(region.clone(), general).map_err(failed)?;
        let account = AccountOf::connect(settings, client, cancel).await.map_err(failed)?;
        let at_argument = |(cause, error)| at_argument::<B>(&block.arguments(), &region, cause, error);
        let limit = if B::unknown_region(&region).is_some() { UNKNOWN_REGION_LIMIT } else { IDENTITY_LIMIT };
        account.check_credentials(cancel, limit).await.map_err(at_argument)?;
        return Ok(account);
    }
    let region = region_without_client(block, &general.environment).await?;
    let settings = Settings { region, ..settings };
    Ok(if general.mode == Mode::Offline { AccountOf::offline(settings) } else { AccountOf::unknown(settings) })
}
