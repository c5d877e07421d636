//! The provider block: what is not set, what needs no region, and how often an error is reported.

use crate::support::case::{Case, assert_detail, assert_line, only_error};
use crate::support::hcl::{self, Hcl};
use acceptance_harness::profiles::{DESTINATION_OWNER, Key, SOURCE_OWNER};

use acceptance_harness::built_in::with_profiles;

/// A provider block with an argument for each credential, as a module has it, and roles.
fn with_variables(region: &str, roles: usize) -> Hcl {
    let head = r#"terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

variable "empty" {
  default = ""
}

provider "dts" {
  ownership_id    = var.empty
  request_timeout = var.empty
  alibaba {
    region                  = REGION
    account_id              = var.empty
    profile                 = var.empty
    shared_credentials_file = var.empty
    access_key_id           = var.empty
    access_key_secret       = var.empty
    security_token          = var.empty
    ecs_role_name           = var.empty
    endpoints {
      dts = var.empty
    }
  }
}
"#;
    let role = |number: usize| {
        let block = "resource \"dts_ram_role_trust\" \"role_N\" {\n  role_name           = \"ram-N\"\n  \
                     trusted_account_ids = [\"2345678901234567\"]\n}\n";
        block.replace('N', &number.to_string())
    };
    Hcl::new(head.replace("REGION", region) + &(0..roles).map(role).collect::<String>())
}

#[tokio::test]
async fn an_empty_text_is_not_set() {
    let mut case = Case::start().await;
    case.terraform.set("ALIBABA_CLOUD_ACCESS_KEY_ID", SOURCE_OWNER.id);
    case.terraform.set("ALIBABA_CLOUD_ACCESS_KEY_SECRET", SOURCE_OWNER.secret);
    case.apply(&with_variables("\"cn-hangzhou\"", 1)).await;
    assert_eq!(case.role().await["name"], "ram-0");
    case.destroy().await;
}

#[tokio::test]
async fn roles_need_no_region_and_tasks_do() {
    let mut case = Case::start().await;
    case.terraform.set("ALIBABA_CLOUD_ACCESS_KEY_ID", SOURCE_OWNER.id);
    case.terraform.set("ALIBABA_CLOUD_ACCESS_KEY_SECRET", SOURCE_OWNER.secret);
    case.apply(&with_variables("var.empty", 1)).await;
    let passwords = "variable \"source_password\" {\n  ephemeral = true\n}\nvariable \"destination_password\" {\n  \
                     ephemeral = true\n}\n";
    let task = hcl::task().with("  provider        = dts.destination_owner\n", "");
    let owner =
        "    cross_account {\n      account_id = \"1234567890123456\"\n      role_name  = \"ram-for-dts\"\n    }\n";
    let with_task = with_variables("var.empty", 1).and(&Hcl::new(passwords)).and(&task.with(owner, ""));
    let errors = case.refused_plan(&with_task).await;
    assert_detail(only_error(&errors, "No region"), &["region = \"cn-hangzhou\"", "ALIBABA_CLOUD_REGION_ID"]);
    case.write(&with_variables("var.empty", 1));
    case.destroy().await;
}

#[tokio::test]
async fn an_error_of_the_credentials_is_reported_once() {
    let case = Case::start().await;
    with_profiles(&case.terraform, &[Key { secret: "not-the-secret", ..SOURCE_OWNER }, DESTINATION_OWNER]).unwrap();
    let configuration =
        with_variables("\"cn-hangzhou\"", 3).with("profile                 = var.empty", "profile = \"source-owner\"");
    let errors = case.refused_plan(&configuration).await;
    let error = only_error(&errors, "Unable to determine the account of these credentials");
    assert_line(error, &configuration, "profile = \"source-owner\"");
    let calls = case.control.requests().await.unwrap();
    assert_eq!(calls.iter().filter(|call| call["action"] == "GetCallerIdentity").count(), 1, "{calls:#?}");

    with_profiles(&case.terraform, &[SOURCE_OWNER, DESTINATION_OWNER]).unwrap();
    let other = configuration.with("  ownership_id    = var.empty", "  allowed_account_ids = [\"2345678901234567\"]");
    let errors = case.refused_plan(&other).await;
    assert_line(only_error(&errors, "Alibaba Cloud account is not allowed"), &other, "allowed_account_ids");
    case.apply(&configuration).await;
    case.destroy().await;
}
