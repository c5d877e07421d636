//! Options of the provider block: the endpoint that is called, the key that signs, and the number of attempts.

mod credentials;

use std::collections::BTreeSet;
use std::time::Duration;

use acceptance_harness::profiles::{OPERATOR, SOURCE_OWNER};
use acceptance_harness::terraform::Run;
use dts_emulator::Options;
use serde_json::{Value as Json, json};

use super::coverage::exported;
use super::render;
use super::row::option;
use super::walk::start;
use crate::captured_requests::hold;
use crate::support::case::{Case, assert_detail};
use crate::support::hcl::{self, Hcl};

/// The options that these tests cover.
const WALKED: [&str; 24] = [
    "alibaba.access_key_id",
    "alibaba.access_key_secret",
    "alibaba.account_id",
    "alibaba.assume_role.duration_seconds",
    "alibaba.assume_role.external_id",
    "alibaba.assume_role.policy",
    "alibaba.assume_role.role_arn",
    "alibaba.assume_role.session_name",
    "alibaba.assume_role_with_oidc.duration_seconds",
    "alibaba.assume_role_with_oidc.oidc_provider_arn",
    "alibaba.assume_role_with_oidc.oidc_token_file",
    "alibaba.assume_role_with_oidc.role_arn",
    "alibaba.assume_role_with_oidc.session_name",
    "alibaba.endpoints.dts",
    "alibaba.endpoints.ram",
    "alibaba.endpoints.sts",
    "alibaba.profile",
    "alibaba.region",
    "alibaba.security_token",
    "alibaba.shared_credentials_file",
    "max_retries",
    "offline",
    "ownership_id",
    "request_timeout",
];
/// Credentials of an account that is not allowed: see `bad_input`. The metadata service: see the client's own tests. Warnings: see
/// `rules::suppressed`.
const ELSEWHERE: [&str; 3] = ["allowed_account_ids", "alibaba.ecs_role_name", "suppress_warnings"];

#[tokio::test]
async fn every_argument_has_a_test() {
    let case = Case::start().await;
    let tencent = crate::tencent::provider_block::covered();
    let covered = WALKED.into_iter().chain(ELSEWHERE).chain(tencent).map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(exported(&case, None).await, covered);
}

/// A provider block with these lines, and a resource that calls the API.
fn configuration(lines: &str, alibaba: &str) -> Hcl {
    Hcl::new(format!(
        "terraform {{\n  required_providers {{\n    dts = {{ source = \"crossaccount/dts\" }}\n  }}\n}}\n\nprovider \"dts\" \
         {{\n  {lines}\n  alibaba {{\n    region = \"cn-hangzhou\"\n    {alibaba}\n  }}\n}}\n\nresource \
         \"dts_ram_role_trust\" \"seen\" {{\n  role_name           = \"seen\"\n  trusted_account_ids = \
         [\"4567890123456789\"]\n}}\n"
    ))
}

/// Plans the configuration, and returns the run and its API calls.
async fn planned(case: &Case, lines: &str, alibaba: &str) -> (Run, Vec<Json>) {
    let mark = case.mark().await;
    case.write(&configuration(lines, alibaba));
    let run = case.terraform.plan().await.unwrap();
    (run, case.control.requests().await.unwrap()[mark..].to_vec())
}

/// Plans the configuration, which must succeed, and returns the API calls.
async fn calls(case: &Case, alibaba: &str) -> Vec<Json> {
    let (run, calls) = planned(case, "", alibaba).await;
    assert_eq!(run.code, Some(2), "{alibaba}: {}", run.output());
    assert!(!calls.is_empty(), "{alibaba}");
    calls
}

/// The parameters of the first call of this action.
fn parameters(calls: &[Json], action: &str) -> Json {
    let call = calls.iter().find(|call| call["action"] == action);
    call.unwrap_or_else(|| panic!("no {action} in {calls:#?}"))["parameters"].clone()
}

/// A task and a role of the destination owner, in this region; the block contains the services that are named here.
fn placed(url: &str, services: &[&str], region: &str) -> Hcl {
    let lines: String = services.iter().map(|service| format!("      {service} = {url:?}\n")).collect();
    let own = format!("region  = {region:?}\n    profile = \"destination-owner\"\n    endpoints {{\n{lines}    }}");
    let provider = hcl::providers()
        .with("region  = \"cn-hangzhou\"\n    profile = \"destination-owner\"", &own)
        .with("alias = \"destination_owner\"", "alias = \"destination_owner\"\n  max_retries = 0");
    let role = "resource \"dts_ram_role_trust\" \"own\" {\n  provider = dts.destination_owner\n  role_name = \"own\"\n  \
                trusted_account_ids = [\"1234567890123456\"]\n}\n";
    provider.and(&render::standalone("own", &option("name").at(0))).and(&Hcl::new(role))
}

#[tokio::test]
async fn addresses_and_region() {
    let mut case = start().await;
    let url = case.emulator.url();
    for service in ["DTS", "RAM", "STS"] {
        // No server listens there: the calls that arrive use the endpoint of the block.
        case.terraform.set(&format!("ALIBABA_CLOUD_ENDPOINT_{service}"), "http://127.0.0.1:1");
    }
    for rest in [["dts", "ram"], ["ram", "sts"], ["dts", "sts"]] {
        let errors = case.refused_apply(&placed(&url, &rest, "cn-shanghai")).await;
        assert!(errors.iter().all(|error| error.detail.contains("127.0.0.1:1")), "{rest:?}: {errors:#?}");
        case.terraform.write("main.tf", placed(&url, &["dts", "ram", "sts"], "cn-shanghai").text()).unwrap();
        case.destroy().await;
    }
    for region in ["cn-shanghai", "cn-hangzhou"] {
        let mark = case.mark().await;
        case.apply(&placed(&url, &["dts", "ram", "sts"], region)).await;
        let calls = case.control.requests().await.unwrap();
        let dts: Vec<&Json> = calls[mark..].iter().filter(|call| call["service"] == "DTS").collect();
        assert!(dts.iter().any(|call| call["action"] == "ConfigureDtsJob"), "{dts:#?}");
        assert!(dts.iter().all(|call| call["parameters"]["RegionId"] == region), "{dts:#?}");
        case.destroy().await;
    }
}

#[tokio::test]
async fn the_mark_of_the_owner() {
    let case = start().await;
    for id in ["first", "second"] {
        let mark = case.mark().await;
        case.apply(&configuration(&format!("ownership_id = {id:?}"), "profile = \"source-owner\"")).await;
        let calls = case.control.requests().await.unwrap();
        let tags = parameters(&calls[mark..], "CreateRole")["Tag"].as_str().unwrap().to_owned();
        let tags: Json = serde_json::from_str(&tags).unwrap();
        assert_eq!(tags, json!([{"Key": "dts-ownership-id", "Value": id}]));
        case.destroy().await;
    }
    hold(&case, "owner").await;
}

/// The number of attempts of a call that is throttled.
#[tokio::test]
async fn repetitions() {
    let case = start().await;
    let throttled = json!({"match": {"action": "GetCallerIdentity"}, "kind": "throttle", "times": 50}).to_string();
    let faults = format!("{}/_control/faults", case.emulator.url());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    assert!(client.post(&faults).body(throttled).send().await.unwrap().status().is_success());
    for (retries, attempts) in [(0, 1), (2, 3)] {
        let (run, calls) = planned(&case, &format!("max_retries = {retries}"), "profile = \"source-owner\"").await;
        assert_eq!(run.code, Some(1), "{}", run.output());
        assert_eq!(calls.len(), attempts, "{calls:#?}");
    }
    assert!(client.delete(&faults).send().await.unwrap().status().is_success());
    assert_eq!(calls(&case, "profile = \"source-owner\"").await.len(), 1);
}

/// Options that skip a call, limit a wait, or reject an account.
#[tokio::test]
async fn offline_plans_timeouts_and_the_wrong_account() {
    let mut case = Case::with(Options { latency: Duration::from_millis(1500), ..Options::default() }).await;
    let profile = "profile = \"source-owner\"";
    let (run, _) = planned(&case, "request_timeout = \"1s\"\n  max_retries = 0", profile).await;
    assert_eq!(run.code, Some(1), "{}", run.output());
    let (run, _) = planned(&case, "request_timeout = \"20s\"\n  max_retries = 0", profile).await;
    assert_eq!(run.code, Some(2), "{}", run.output());

    case = start().await;
    let right = format!("{profile}\n    account_id = \"1234567890123456\"");
    let (run, calls) = planned(&case, "offline = true", &right).await;
    assert_eq!((run.code, calls.len()), (Some(2), 0), "{}", run.output());
    let (run, calls) = planned(&case, "offline = false", &right).await;
    assert_eq!((run.code, calls.len()), (Some(2), 1), "{}", run.output());
    let (run, _) = planned(&case, "", &format!("{profile}\n    account_id = \"3456789012345678\"")).await;
    assert_detail(&run.errors()[0], &[SOURCE_OWNER.account, OPERATOR.account]);
}
