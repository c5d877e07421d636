use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::*;
use crate::accounts::{Account, AccountOf, Settings};

async fn opened(account: Account, may_defer: bool) -> Result<Opening<Credentials>, Diagnostics> {
    let context =
        Context::new(Some(Arc::new(Clouds::new(account, AccountOf::not_configured()))), CancellationToken::new());
    let config = Credentials { role_arn: "acs:ram::1234567890123456:role/a".into(), ..Credentials::default() };
    RoleCredentials.open(&context, Open { config, may_defer }).await
}

fn unknown() -> Account {
    Account::unknown(Settings::default())
}

fn detail(refused: Result<Opening<Credentials>, Diagnostics>) -> String {
    refused.unwrap_err().into_iter().next().unwrap().detail
}

#[tokio::test]
async fn an_unknown_provider_block_defers_the_resource_if_the_core_supports_that() {
    assert!(matches!(opened(unknown(), true).await, Ok(Opening::Deferred)));
    assert!(detail(opened(unknown(), false).await).contains("known only after apply"));
}

#[tokio::test]
async fn an_offline_provider_defers_nothing() {
    assert!(detail(opened(Account::offline(Settings::default()), true).await).contains("offline = true"));
}
