//! `dts_cam_role_credentials`.

use acceptance_harness::profiles::TENCENT_SOURCE;
use tencent::cam::{AttachRolePolicy, CreateRole};

use crate::support::case::{Case, assert_detail, assert_no_changes, only_error};
use crate::support::hcl::Hcl;

use super::support::{call, client, providers};

const TRUST: &str = r#"{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:AssumeRole","principal":{"qcs":["qcs::cam::uin/700000000002:root"]},"condition":{"string_equal":{"sts:external_id":"canary-1"}}}]}"#;

/// A role with all permissions in the account with the sources.
async fn deployer(case: &Case) {
    let owner = client(case, TENCENT_SOURCE);
    let (role_name, policy_document) = ("deployer".to_owned(), TRUST.into());
    call(&owner, &CreateRole { role_name, policy_document, ..CreateRole::default() }).await;
    let attach = AttachRolePolicy {
        policy_name: Some("AdministratorAccess".to_owned()),
        attach_role_name: Some("deployer".to_owned()),
        ..AttachRolePolicy::default()
    };
    call(&owner, &attach).await;
}

fn configuration(external_id: &str) -> Hcl {
    providers().and(&Hcl::new(format!(
        r#"ephemeral "dts_cam_role_credentials" "deployer" {{
  provider         = dts.target
  role_arn         = "qcs::cam::uin/700000000001:roleName/deployer"
  external_id      = "{external_id}"
  session_duration = 900
  policy           = jsonencode({{ version = "2.0", statement = [{{ effect = "allow", action = "*", resource = "*" }}] }})
}}

provider "dts" {{
  alias = "deployer"
  tencent {{
    region         = "ap-guangzhou"
    secret_id      = ephemeral.dts_cam_role_credentials.deployer.secret_id
    secret_key     = ephemeral.dts_cam_role_credentials.deployer.secret_key
    security_token = ephemeral.dts_cam_role_credentials.deployer.security_token
  }}
}}

resource "dts_cam_role_trust" "source" {{
  provider            = dts.deployer
  role_name           = "DTS-role"
  trusted_account_ids = ["700000000002"]
}}
"#
    )))
}

#[tokio::test]
async fn another_provider_block_works_with_the_credentials_of_a_role() {
    let case = Case::start().await;
    deployer(&case).await;
    case.apply(&configuration("canary-1")).await;
    let state = case.terraform.attributes("dts_cam_role_trust.source").await.unwrap();
    assert_eq!(state["account_id"], "700000000001");
    assert!(!case.terraform.show(None).await.unwrap().to_string().contains("canary"));
    assert_no_changes(&case.terraform).await;

    let errors = case.refused_plan(&configuration("canary-2")).await;
    let error = only_error(&errors, "Cannot assume the role");
    assert_detail(error, &["Assuming the role qcs::cam::uin/700000000001:roleName/deployer failed"]);
    assert!(!error.detail.contains("canary"), "{}", error.detail);
    case.write(&configuration("canary-1"));
    case.terraform.destroy().await.unwrap().success().unwrap();
}
