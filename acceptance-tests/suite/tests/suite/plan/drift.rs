//! Changes outside Terraform are detected and corrected.

use acceptance_harness::profiles::SOURCE_OWNER;

use crate::support::case::{Case, applied, assert_detail, assert_no_changes, only_error};
use crate::support::external_changes::ExternalClient;
use crate::support::hcl::{self, Hcl};

const ROLE: &str = "ram-for-dts";
const VPC_POLICY: &str = "AliyunVPCReadOnlyAccess";

async fn trusted() -> (Case, ExternalClient, Hcl) {
    let case = Case::start().await;
    let external = ExternalClient::new(&case.emulator.url(), SOURCE_OWNER);
    let configuration = hcl::providers().and(&hcl::trust());
    case.apply(&configuration).await;
    (case, external, configuration)
}

/// The plan must show this change, and one apply must carry it out.
async fn repaired(case: &Case, change: &str) {
    let run = case.terraform.plan().await.unwrap();
    assert_eq!(run.code, Some(2), "{}", run.output());
    assert_eq!(run.planned_changes(), [change]);
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;
}

#[tokio::test]
async fn an_edited_trust_is_written_again() {
    let (case, external, _) = trusted().await;
    let edited = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":["3456789012345678@dts.aliyuncs.com"]}}]}"#;
    external.set_trust(ROLE, edited).await;
    repaired(&case, "update dts_ram_role_trust.source").await;
    assert!(!case.role().await["trust"].to_string().contains("3456789012345678"));
}

/// The counterpart: a different text with the same meaning is not drift.
#[tokio::test]
async fn another_text_of_the_same_meaning_is_no_drift() {
    let (case, external, _) = trusted().await;
    let same = r#"{"Statement":[{"Principal":{"Service":"2345678901234567@dts.aliyuncs.com","RAM":"acs:ram::2345678901234567:root"},"Action":["sts:AssumeRole"],"Effect":"Allow"}],"Version":"1"}"#;
    external.set_trust(ROLE, same).await;
    assert_no_changes(&case.terraform).await;
}

#[tokio::test]
async fn policies_attached_or_detached_outside_terraform_are_corrected() {
    let (case, external, _) = trusted().await;
    external.detach(ROLE, "AliyunDTSRolePolicy").await;
    external.attach(ROLE, VPC_POLICY).await;
    repaired(&case, "update dts_ram_role_trust.source").await;
    let policies = case.role().await["policies"].clone();
    assert_eq!(policies, serde_json::json!([{"type": "System", "name": "AliyunDTSRolePolicy"}]));
}

#[tokio::test]
async fn a_deleted_role_is_created_again() {
    let (case, external, _) = trusted().await;
    external.detach(ROLE, "AliyunDTSRolePolicy").await;
    external.delete_role(ROLE).await;
    repaired(&case, "create dts_ram_role_trust.source").await;
    case.destroy().await;
}

/// Policies that were attached outside Terraform are not detached unless the configuration allows it.
#[tokio::test]
async fn a_foreign_policy_prevents_destroy_unless_forced() {
    let (case, external, configuration) = trusted().await;
    external.attach(ROLE, VPC_POLICY).await;
    let run = case.terraform.run(&["destroy", "-json", "-auto-approve", "-refresh=false"]).await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    let errors = run.errors();
    let error = only_error(&errors, "The RAM role has policies that this resource did not attach");
    assert_detail(error, &["System/AliyunVPCReadOnlyAccess", "force_detach_policies = true"]);
    assert_eq!(case.role().await["policies"].as_array().unwrap().len(), 2, "nothing was changed");

    let forced = configuration.with("role_name  ", "force_detach_policies = true\n  role_name  ");
    case.terraform.write("main.tf", forced.text()).unwrap();
    case.terraform.run(&["apply", "-json", "-auto-approve", "-refresh=false"]).await.unwrap().success().unwrap();
    case.destroy().await;
}

/// An existing role with this name belongs to someone else.
#[tokio::test]
async fn an_existing_role_is_not_taken_over_but_can_be_imported() {
    let case = Case::start().await;
    let external = ExternalClient::new(&case.emulator.url(), SOURCE_OWNER);
    let other = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":["ecs.aliyuncs.com"]}}]}"#;
    external.create_role(ROLE, other).await;
    let configuration = hcl::providers().and(&hcl::trust());
    let errors = case.refused_apply(&configuration).await;
    let error = only_error(&errors, "The RAM role exists already");
    assert_detail(
        error,
        &["EntityAlreadyExists.Role", "import {", "to = dts_ram_role_trust.NAME", "id = \"ram-for-dts\""],
    );
    assert!(case.role().await["trust"].to_string().contains("ecs.aliyuncs.com"), "untouched");

    // The import block of the message, with the name of this configuration.
    let from = error.detail.find("import {").unwrap();
    let block = error.detail[from..].replace("NAME", "source");
    case.apply(&configuration.and(&Hcl::new(block))).await;
    assert!(case.role().await["trust"].to_string().contains("2345678901234567@dts.aliyuncs.com"));
    case.destroy().await;
}
