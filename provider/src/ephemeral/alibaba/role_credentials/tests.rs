use std::sync::Arc;

use alibaba::Environment;
use tfplugin::provider::Configure;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::config::{Alibaba, ProviderModel, configure};

async fn opened(block: ProviderModel, may_defer: bool) -> Result<Opening<Credentials>, Diagnostics> {
    let cancel = CancellationToken::new();
    let call = Configure { config: block, terraform_version: "1.11.0".to_owned(), cancel: cancel.clone() };
    let (clouds, _) = configure(call, Environment::default()).await;
    let config = Credentials { role_arn: "acs:ram::1234567890123456:role/a".into(), ..Credentials::default() };
    RoleCredentials.open(&Context::new(clouds.map(Arc::new), cancel), Open { config, may_defer }).await
}

fn unknown() -> ProviderModel {
    let alibaba = Alibaba { region: "cn-hangzhou".into(), access_key_id: Attr::Unknown, ..Alibaba::default() };
    ProviderModel { alibaba: alibaba.into(), ..ProviderModel::default() }
}

fn detail(refused: Result<Opening<Credentials>, Diagnostics>) -> String {
    refused.unwrap_err().into_iter().next().unwrap().detail
}

#[tokio::test]
async fn a_block_that_is_not_known_yet_is_waited_for_where_the_core_can() {
    assert!(matches!(opened(unknown(), true).await, Ok(Opening::Deferred)));
    assert!(detail(opened(unknown(), false).await).contains("known only after apply"));
}

#[tokio::test]
async fn offline_nothing_is_put_off() {
    let offline = ProviderModel { offline: true.into(), ..unknown() };
    assert!(detail(opened(offline, true).await).contains("offline = true"));
}
