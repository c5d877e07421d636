//! The `tencent` block: its credentials, its account, and a provider block without it.

use acceptance_harness::profiles::{self, TENCENT_OPERATOR, TENCENT_SOURCE, TENCENT_TARGET};
use serde_json::{Value as Json, json};
use tencent::cam::CreateRole;
use tencent::sts::AssumeRole;

use crate::support::case::{Case, assert_detail, only_error};
use crate::support::hcl::{self, Hcl};

use super::support::{call, client, providers};

/// The arguments that these tests cover.
const WALKED: [&str; 16] = [
    "tencent.account_id",
    "tencent.assume_role.external_id",
    "tencent.assume_role.policy",
    "tencent.assume_role.role_arn",
    "tencent.assume_role.session_duration",
    "tencent.assume_role.session_name",
    "tencent.domain",
    "tencent.endpoints.cam",
    "tencent.endpoints.dts",
    "tencent.endpoints.sts",
    "tencent.profile",
    "tencent.region",
    "tencent.secret_id",
    "tencent.secret_key",
    "tencent.security_token",
    "tencent.shared_credentials_dir",
];
/// The metadata service, tokens of an identity provider and hosts that a test cannot call: see the tests of the client. The protocol of
/// a domain: see the tests of the block.
const ELSEWHERE: [&str; 8] = [
    "tencent.assume_role_with_web_identity.provider_id",
    "tencent.assume_role_with_web_identity.role_arn",
    "tencent.assume_role_with_web_identity.session_duration",
    "tencent.assume_role_with_web_identity.session_name",
    "tencent.assume_role_with_web_identity.web_identity_token_file",
    "tencent.cam_role_name",
    "tencent.protocol",
    "tencent.site",
];

/// The arguments of the block that have a test.
pub(crate) fn covered() -> impl Iterator<Item = &'static str> {
    WALKED.into_iter().chain(ELSEWHERE)
}

/// Plans a role with a provider block of these lines; the calls of the plan.
async fn calls(case: &Case, lines: &str) -> Vec<Json> {
    let configuration = format!(
        "terraform {{\n  required_providers {{\n    dts = {{ source = \"crossaccount/dts\" }}\n  }}\n}}\nprovider \"dts\" {{\n  tencent \
         {{\n    {lines}\n  }}\n}}\nresource \"dts_cam_role_trust\" \"seen\" {{\n  role_name = \"seen\"\n  trusted_account_ids = \
         [\"700000000003\"]\n}}\n"
    );
    let mark = case.mark().await;
    case.write(&Hcl::new(configuration));
    let run = case.terraform.plan().await.unwrap();
    assert_eq!(run.code, Some(2), "{lines}: {}", run.output());
    case.control.requests().await.unwrap()[mark..].to_vec()
}

#[tokio::test]
async fn the_key_that_signs() {
    let case = Case::start().await;
    let folder = case.terraform.home().join("others");
    std::fs::create_dir_all(&folder).unwrap();
    profiles::write_tencent(&folder, &[profiles::Key { profile: "default", ..TENCENT_TARGET }, TENCENT_OPERATOR])
        .unwrap();
    let folder = format!("shared_credentials_dir = {:?}", folder.display().to_string());
    let key = |key: profiles::Key| format!("secret_id = {:?}\n    secret_key = {:?}", key.id, key.secret);
    let temporary = temporary_keys(&case).await;
    let session = format!(
        "secret_id = {:?}\n    secret_key = {:?}\n    security_token = {:?}",
        temporary.tmp_secret_id.expose(),
        temporary.tmp_secret_key.expose(),
        temporary.token.expose()
    );
    for (lines, expected) in [
        ("profile = \"tencent-source\"".to_owned(), TENCENT_SOURCE.id),
        (folder.clone(), TENCENT_TARGET.id),
        (format!("{folder}\n    profile = \"tencent-operator\""), TENCENT_OPERATOR.id),
        (key(TENCENT_SOURCE), TENCENT_SOURCE.id),
        (format!("{}\n    account_id = \"700000000002\"", key(TENCENT_TARGET)), TENCENT_TARGET.id),
        (session, temporary.tmp_secret_id.expose()),
    ] {
        for call in calls(&case, &lines).await {
            assert_eq!((&call["key_id"], &call["outcome"]), (&json!(expected), &json!("OK")), "{lines}: {call:#}");
        }
    }
}

const ARN: &str = "qcs::cam::uin/700000000001:roleName/worker";

/// A role of the account with the sources that the other account can assume, and keys of it.
async fn temporary_keys(case: &Case) -> tencent::sts::TemporaryCredentials {
    let role = CreateRole {
        role_name: "worker".to_owned(),
        policy_document: r#"{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:AssumeRole","principal":{"qcs":["qcs::cam::uin/700000000002:root"]}}]}"#.into(),
        ..CreateRole::default()
    };
    call(&client(case, TENCENT_SOURCE), &role).await;
    let action = AssumeRole { role_arn: ARN.to_owned(), role_session_name: "test".to_owned(), ..AssumeRole::default() };
    call(&client(case, TENCENT_TARGET), &action).await.credentials
}

#[tokio::test]
async fn a_role_to_assume() {
    let case = Case::start().await;
    temporary_keys(&case).await;
    let policy = r#"{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"*"}]}"#;
    let sent =
        policy.replace('{', "%7B").replace('}', "%7D").replace('"', "%22").replace('[', "%5B").replace(']', "%5D");
    let sent = sent.replace(':', "%3A").replace(',', "%2C").replace('*', "%2A");
    for (line, parameter, value) in [
        ("", "RoleArn", json!(ARN)),
        ("", "RoleSessionName", json!("terraform")),
        ("session_name = \"first\"", "RoleSessionName", json!("first")),
        ("session_duration = 1800", "DurationSeconds", json!(1800)),
        ("external_id = \"first\"", "ExternalId", json!("(hidden)")),
        (&format!("policy = {policy:?}"), "Policy", json!(sent)),
    ] {
        let lines = format!(
            "profile = \"tencent-target\"\n    assume_role {{\n      role_arn = \"{ARN}\"\n      {line}\n    }}"
        );
        let calls = calls(&case, &lines).await;
        let assumed = calls.iter().find(|call| call["action"] == "AssumeRole").unwrap();
        let found = &assumed["parameters"][parameter];
        assert!(
            *found == value || found.to_string().trim_matches('"') == value.to_string().trim_matches('"'),
            "{assumed:#}"
        );
        let identity = calls.iter().find(|call| call["action"] == "GetCallerIdentity").unwrap();
        assert_eq!(identity["account"], "700000000001", "{identity:#}");
    }
}

/// Without the variable with the domain, each argument that names an address leads to the emulator.
#[tokio::test]
async fn the_address_and_the_region() {
    let mut case = Case::start().await;
    let url = case.emulator.url();
    case.terraform.set("TENCENTCLOUD_DOMAIN", "");
    let endpoints = format!("endpoints {{\n      cam = {url:?}\n      dts = {url:?}\n      sts = {url:?}\n    }}");
    for lines in [format!("domain = {url:?}"), endpoints] {
        let seen =
            calls(&case, &format!("profile = \"tencent-source\"\n    region = \"ap-shanghai\"\n    {lines}")).await;
        assert!(seen.iter().any(|call| call["action"] == "GetCallerIdentity"), "{seen:#?}");
    }
}

fn identity(provider: &str) -> Hcl {
    Hcl::new(format!(
        "data \"dts_tencent_caller_identity\" \"{provider}\" {{\n  provider = dts.{provider}\n}}\noutput \"{provider}\" {{\n  value = \
         data.dts_tencent_caller_identity.{provider}\n}}\n"
    ))
}

/// The profiles of Alibaba Cloud are removed: a block of one cloud needs nothing of the other.
#[tokio::test]
async fn a_block_of_tencent_cloud_alone_has_the_identity_of_its_profile() {
    let case = Case::start().await;
    std::fs::remove_dir_all(case.terraform.home().join(".aliyun")).unwrap();
    let configuration = ["source", "target", "operator"].iter().fold(providers(), |all, one| all.and(&identity(one)));
    case.apply(&configuration).await;
    let state = case.terraform.show(None).await.unwrap();
    let outputs = &state["values"]["outputs"];
    for (name, account, is_root) in
        [("source", "700000000001", true), ("target", "700000000002", true), ("operator", "700000000002", false)]
    {
        let found = &outputs[name]["value"];
        assert_eq!(found["account_id"], account, "{found:#}");
        assert_eq!(found["is_root"], is_root, "{found:#}");
        assert_eq!(found["identity_type"], "CAMUser", "{found:#}");
    }
    case.destroy().await;
}

#[tokio::test]
async fn a_cloud_without_a_block_is_one_clear_error() {
    let case = Case::start().await;
    let identity = |name: &str| {
        Hcl::new(format!("data \"dts_tencent_caller_identity\" \"{name}\" {{\n  provider = dts.source_owner\n}}\n"))
    };
    let errors = case.refused_plan(&hcl::providers().and(&identity("one"))).await;
    assert_detail(only_error(&errors, "No Tencent Cloud account"), &["Add tencent { } to the provider block"]);
    let trust = hcl::trust().with("dts.source_owner", "dts.source");
    let errors = case.refused_plan(&providers().and(&trust)).await;
    assert_detail(only_error(&errors, "No Alibaba Cloud account"), &["Add alibaba { } to the provider block"]);
}
