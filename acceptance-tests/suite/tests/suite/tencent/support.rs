//! What the tests of Tencent Cloud share.

use acceptance_harness::profiles::{Key, TENCENT_SOURCE};
use serde_json::Value as Json;
use tencent::{Action, CallContext, Cloud, Config, EndpointOverrides};

use crate::support::case::Case;
use crate::support::hcl::Hcl;

/// The providers of the root account with the sources, of the one with the targets, and of a sub-user of the latter.
pub(crate) fn providers() -> Hcl {
    let provider = |alias: &str, profile: &str| {
        format!(
            "provider \"dts\" {{\n  alias = \"{alias}\"\n  tencent {{\n    region  = \"ap-guangzhou\"\n    profile = \"{profile}\"\n  }}\n}}\n"
        )
    };
    let head = "terraform {\n  required_providers {\n    dts = { source = \"crossaccount/dts\" }\n  }\n}\n";
    let all = [("source", "tencent-source"), ("target", "tencent-target"), ("operator", "tencent-operator")];
    let blocks: Vec<String> = all.iter().map(|(alias, profile)| provider(alias, profile)).collect();
    Hcl::new(format!("{head}{}", blocks.join("")))
}

/// A client with the key of one account, for changes from outside Terraform.
pub(crate) fn client(case: &Case, key: Key) -> Cloud {
    let mut config = Config {
        endpoints: EndpointOverrides { domain: Some(case.emulator.url()), ..EndpointOverrides::default() },
        ..Config::new("ap-guangzhou")
    };
    config.credentials.secret_id = Some(key.id.to_owned());
    config.credentials.secret_key = Some(key.secret.into());
    Cloud::new(config).unwrap()
}

/// A call from outside Terraform, which must succeed.
pub(crate) async fn call<A: Action>(cloud: &Cloud, action: &A) -> A::Answer {
    cloud.call(action, &CallContext::default()).await.unwrap_or_else(|error| panic!("{error}")).answer
}

/// The only role of the account with the sources.
pub(crate) async fn role(case: &Case) -> Json {
    let account = case.account(TENCENT_SOURCE.account).await;
    let roles = account["roles"].as_array().unwrap();
    assert_eq!(roles.len(), 1, "{account:#}");
    roles[0].clone()
}
